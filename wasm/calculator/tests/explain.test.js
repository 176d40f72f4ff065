// Every figure explains itself: a click or a key shows its basis, and the lines of the ledger add up to it.

import assert from "node:assert/strict";
import test from "node:test";

import { violations } from "./axe.js";
import { button, settled, shoot, visiting, toTab as plainTab, unfold, simulated } from "./common.js";

const site = visiting();

const visit = site.visit;

const TABS = ["Money", "On call", "Plan", "Uncertainty", "Charts", "What if", "Ready", "All inputs", "As text"];
const dialog = (page) => page.getByRole("dialog");
/** Figures of a part of the page, as far as they are seen. */
const figures = (part) => part.locator(".figure:visible, .cell:visible");

async function toTab(page, tab) {
  await plainTab(page, tab);
  if (tab === "Uncertainty") {
    await page.getByLabel("Trials", { exact: true }).fill("2000");
    await simulated(page);
    await page.getByRole("region", { name: "Results of the simulation" }).waitFor();
  }
  if (tab === "What if") {
    await button(page, "Add “five years”").click();
    await button(page, "Add “bedroom by its team”").or(button(page, "Add “cheaper standby”")).first().click();
    await page.getByRole("region", { name: "Scenarios" }).locator("tbody tr").nth(2).waitFor();
  }
  return page.locator("#tab-panel");
}

/** The dialog once the core has answered. */
async function answered(page) {
  const box = dialog(page);
  await box.locator("h2").waitFor();
  await box.locator("[aria-busy]").first().waitFor({ state: "detached" });
  return box;
}

/** What the dialog says once the core has answered, asked for at once: what is asked of every figure has to be quick. */
const answer = (page) =>
  page
    .waitForFunction(() => {
      const box = document.querySelector("dialog.explain");
      if (!box?.checkVisibility() || box.querySelector("h2") === null || box.querySelector("[aria-busy]") !== null)
        return null;
      return {
        told: [...box.querySelector(".explain-body").children]
          .filter((one) => !/^(H2|BUTTON)$/u.test(one.tagName) && !one.classList.contains("assumptions"))
          .map((one) => one.innerText)
          .join("\n"),
        all: box.innerText,
        problems: box.querySelectorAll(".problem").length,
      };
    })
    .then((found) => found.jsonValue());

async function closed(page) {
  await page.keyboard.press("Escape");
  await page.locator("dialog.explain").waitFor({ state: "detached" });
}

/** A case in which schedules are shared, the horizon is discounted and amounts do not split evenly. */
const uneven = (page) =>
  page
    .evaluate(() => {
      const { store } = window.whorunsit;
      const { portfolio } = store.case;
      const more = Array.from({ length: 7 }, (_, index) => ({
        ...portfolio.services[2 - (index % 2)],
        name: `service ${index}`,
        exposure_per_hour: String(4001 + index * 27_777),
        peaks: [],
      }));
      store.change({
        portfolio: {
          ...portfolio,
          horizon: { years: 5, discount_rate: "7%" },
          services: [...portfolio.services, ...more],
        },
      });
    })
    .then(() => settled(page));

test("every figure is asked about by a click and by a key, and shows its basis", () =>
  visit({}, async (page) => {
    let asked = 0;
    const walk = async (part, where) => {
      const all = figures(part);
      const many = await all.count();
      for (let at = 0; at < many; at += 1) {
        const figure = all.nth(at);
        const name = `${where}: ${(await figure.getAttribute("aria-label")) ?? (await figure.innerText())}`;
        for (const how of ["click", "Enter"]) {
          if (how === "click") await figure.click({ position: { x: 4, y: 8 } });
          else {
            await figure.focus();
            await page.keyboard.press(how);
          }
          const { told, all, problems } = await answer(page).catch((error) =>
            assert.fail(`${name}, ${how}: ${error.message}`),
          );
          // What is paid already, because it runs today, is no line.
          assert.match(told, /\d|The ledger has no line for this/u, `${name}: a basis with figures`);
          assert.equal(problems, 0, name);
          assert.doesNotMatch(all, /undefined|NaN|\[object|any more/u, name);
          await closed(page);
          assert.ok(await figure.evaluate((one) => document.activeElement === one), `${name}: focus is back`);
        }
        asked += 1;
      }
      return many;
    };
    await unfold(page, "Every cost");
    // Simulated first: the outlook of a service then has its share of the trials.
    await toTab(page, "Uncertainty");
    for (const [at, part] of [
      page.locator("#answer"),
      page.locator(".decisions"),
      page.locator("#selector"),
      page.locator("#service"),
      page.locator(".outlook"),
      page.locator("#services"),
    ].entries())
      assert.ok((await walk(part, "above")) > 0, `part ${at}`);
    for (const tab of TABS) {
      const many = await walk(await toTab(page, tab), tab);
      assert.equal(many > 0, !["Charts", "Ready", "All inputs", "As text"].includes(tab), tab);
    }
    assert.ok(asked > 120, `${asked} figures`);
  }));

test("no result stands on the page as plain text", () =>
  visit({}, async (page) => {
    await toTab(page, "Uncertainty");
    const found = [];
    for (const tab of TABS) {
      await toTab(page, tab);
      found.push(
        ...(
          await page.evaluate(() => {
            // What somebody gave and how that is spread, sentences of the core, edges of the selector and pictures; a missed target stands beside its figure.
            const others =
              "button, input, select, textarea, label, code, svg, .density, .findings, .assumptions, .strip, .hint, .notice, .summary, .levels, .demands, h3 + ul, .miss, .vega, .form, .as-text, h1, footer, .status";
            const plain = [];
            for (const part of document.querySelectorAll(".screen :is(p, li, td, th, dd, h2, h3)")) {
              if (!part.checkVisibility() || part.closest(others) !== null) continue;
              const rest = part.cloneNode(true);
              for (const other of rest.querySelectorAll(others)) other.remove();
              // How long, how often, when: inputs.
              const text = rest.textContent.replaceAll(
                /over \d+ years|of [\d,]+ trials|\(\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\)|^Quarter \d+$/giu,
                "",
              );
              if (/\d/u.test(text)) plain.push(rest.textContent);
            }
            return plain;
          })
        ).map((text) => `${tab}: ${text}`),
      );
    }
    // The years of a scenario are an input of its own.
    assert.deepEqual(
      found.filter((text) => !/^What if: \d$/u.test(text)),
      [],
    );
  }));

// Exact sums: amounts are text, and minor units are whole numbers.
const minor = (amount) => {
  const [, sign, whole, cents = ""] =
    /^(-?)(\d+)(?:\.(\d{1,2}))?$/u.exec(amount) ?? assert.fail(`an amount: ${amount}`);
  return BigInt(`${sign}${whole}${cents.padEnd(2, "0")}`);
};
/** An amount as the ledger books it: in cents, half away from zero. */
const cents = (amount) => {
  const [whole, decimals = ""] = amount.split(".");
  const all = BigInt(`${whole}${decimals.padEnd(3, "0").slice(0, 3)}`);
  const booked = `${(all + 5n) / 10n}`.padStart(3, "0");
  return `${booked.slice(0, -2)}.${booked.slice(-2)}`;
};
const sum = (amounts) => amounts.reduce((total, amount) => total + minor(amount), 0n);

/** The amounts of a column of a table of the dialog: of its rows, and of what they come to. */
async function column(box, label, head) {
  return box.getByRole("region", { name: label }).evaluate((region, head) => {
    const heads = [...region.querySelectorAll("thead th")].map((one) => one.innerText);
    const at = head === undefined ? heads.length - 1 : heads.findIndex((one) => one.startsWith(head));
    const amounts = (rows) =>
      [...rows].flatMap((row) => row.cells[at - row.cells[0].colSpan + 1]?.querySelector("data")?.value ?? []);
    const { rows } = region.querySelector("tbody");
    return {
      amounts: amounts(rows),
      rows: rows.length,
      together: amounts(region.querySelector("tfoot")?.rows ?? [])[0],
    };
  }, head);
}

async function ask(page, figure) {
  const value =
    (await figure.locator("data").count()) === 0 ? undefined : await figure.locator("data").getAttribute("value");
  await figure.click();
  return { value, box: await answered(page) };
}

async function addsUp(page, figure, label, { head, booked = true } = {}) {
  const name = await figure.getAttribute("aria-label");
  const { value, box } = await ask(page, figure);
  if ((await box.getByRole("region", { name: label }).count()) === 0) assert.equal(value, "0", `${name}: no lines`);
  else {
    const { amounts, rows, together } = await column(box, label, head);
    assert.equal(amounts.length, rows, `${name}: every line has an amount`);
    assert.equal(sum(amounts), minor(booked ? value : cents(value)), name);
    assert.equal(together, value, `${name}: what it comes to is the figure`);
  }
  await closed(page);
}

test("lines of the ledger add up to the cost of a service under both models", () =>
  visit({}, async (page) => {
    await uneven(page);
    await unfold(page, "Every cost");
    for (const service of [0, 2, 5]) {
      await page.locator(`#field-${service}-exposure_per_hour`).focus();
      const costs = page.locator(".costs .figure:has(data)");
      assert.equal(await costs.count(), 14);
      for (let at = 0; at < 14; at += 1) await addsUp(page, costs.nth(at), /^Lines of the ledger/u);
    }
  }));

test("lines of standby add up to that of a schedule, of a strategy and of all", () =>
  visit({}, async (page) => {
    await uneven(page);
    const panel = await toTab(page, "On call");
    const schedules = panel.getByRole("region", { name: "Schedules" }).locator("tbody tr");
    const many = await schedules.count();
    assert.ok(many >= 3, "a domain's, a team's for a peak, operations'");
    for (let at = 0; at < many; at += 1)
      await addsUp(page, schedules.nth(at).getByRole("button", { name: /^Standby of/u }), "Lines of standby", {
        booked: false,
      });
    const { value, box } = await ask(page, panel.getByRole("button", { name: /^Standby a year: /u }));
    const { amounts, together } = await column(box, "Schedules", "Standby");
    assert.equal(together, value);
    assert.equal(amounts.length, many);
    const exact = (amount) => {
      const [whole, decimals = ""] = amount.split(".");
      return BigInt(`${whole}${decimals.padEnd(9, "0")}`);
    };
    const off = amounts.reduce((total, amount) => total + exact(amount), 0n) - exact(value);
    assert.ok(off <= BigInt(many) && off >= -BigInt(many), "schedules are shown to nine decimals");
    await closed(page);
    await toTab(page, "Money");
    const strategies = panel.getByRole("button", { name: /^Standby a year, / });
    assert.equal(await strategies.count(), 5);
    for (let at = 0; at < 5; at += 1) await addsUp(page, strategies.nth(at), "Lines of standby");
  }));

test("groups of the ledger add up to what a strategy pays and loses, and its services to both", () =>
  visit({}, async (page) => {
    await uneven(page);
    const panel = page.locator("#tab-panel");
    for (const name of [/^Paid, /u, /^Lost, /u]) {
      const all = panel.getByRole("button", { name });
      assert.equal(await all.count(), 5);
      for (let at = 0; at < 5; at += 1) await addsUp(page, all.nth(at), /^Ledger of/u, { head: "Over" });
    }
    const both = panel.getByRole("button", { name: /^Paid and lost, /u });
    const runs = panel.getByRole("button", { name: /^Run by teams/u });
    for (let at = 0; at < 5; at += 1) {
      const { value, box } = await ask(page, both.nth(at));
      assert.equal(sum((await column(box, /^Ledger of/u, "Over")).amounts), minor(value));
      await closed(page);
      const { box: services } = await ask(page, runs.nth(at));
      const { amounts, together } = await column(services, "Services of the strategy", "Over");
      assert.equal(amounts.length, 10);
      assert.equal(sum(amounts), minor(value));
      assert.equal(together, value);
      await closed(page);
    }
    await addsUp(page, panel.getByRole("button", { name: /^Price of the policy/u }), "What least cost saves", {
      head: "Saved",
    });
  }));

test("a scenario's paid and lost add up, and the ledger as it is to the portfolio's", () =>
  visit({}, async (page) => {
    await uneven(page);
    const panel = await toTab(page, "What if");
    const both = panel.getByRole("button", { name: /^Both, /u });
    const first = await both.nth(0).locator("data").getAttribute("value");
    const { box } = await ask(page, both.nth(0));
    await box.getByText("Ledger of what is recommended").click();
    await answered(page);
    assert.equal(sum((await column(box, /^Ledger of/u, "Over")).amounts), minor(first));
    await closed(page);
    for (let at = 1; at < 3; at += 1) {
      const name = await panel.getByRole("region", { name: "Scenarios" }).locator("tbody th").nth(at).innerText();
      const { value, box: changed } = await ask(page, both.nth(at));
      const {
        amounts: [, paid, lost, together],
      } = await column(changed, "The scenario beside the portfolio as it is");
      assert.equal(together, value);
      assert.equal(minor(paid) + minor(lost), minor(value), name);
      const { amounts: before } = await column(changed, "The scenario beside the portfolio as it is", "As it is");
      assert.equal(before[3], first);
      assert.equal(
        await changed.locator(".changes").textContent(),
        await panel.getByLabel(`Changes of ${name}`).inputValue(),
        "what is different is shown",
      );
      await closed(page);
    }
  }));

test("lines add up to what a wave of the plan pays once and costs a year", () =>
  visit({}, async (page) => {
    await uneven(page);
    const panel = await toTab(page, "Plan");
    const waves = panel.getByRole("region", { name: "Waves" }).locator("tbody tr");
    const many = await waves.count();
    assert.ok(many >= 2);
    for (let at = 0; at < many; at += 1) {
      await addsUp(page, waves.nth(at).getByRole("button", { name: /^Paid once/u }), "Lines of setup and transition");
      await addsUp(page, waves.nth(at).getByRole("button", { name: /^A year/u }), "Ledger from then on");
    }
    const { value, box } = await ask(page, panel.getByRole("button", { name: /^Less than staying/u }));
    const { amounts } = await column(box, "Months of the plan");
    assert.equal(amounts.length, 60);
    assert.equal(amounts.at(-1), `-${value}`);
  }));

test("what is not estimated says which input is missing, and is never taken for zero", () =>
  visit({}, async (page) => {
    await page.evaluate(() => {
      const { store } = window.whorunsit;
      const { on_call, ...portfolio } = store.case.portfolio;
      const { standby: _, ...operations } = on_call.operations;
      store.change({
        portfolio: {
          ...portfolio,
          on_call: { ...on_call, operations },
          services: portfolio.services.map(({ incidents_per_year: _, ...service }) => service),
        },
      });
    });
    await settled(page);
    await unfold(page, "Every cost");
    const panel = await toTab(page, "On call");
    const { box } = await ask(
      page,
      panel.getByRole("button", { name: "Standby of operations: not estimated. Explain" }),
    );
    assert.match(await box.innerText(), /missing: standby \(on call, operations\)/u);
    await closed(page);
    const { box: incidents } = await ask(page, page.getByRole("button", { name: /^Incident, a year under You/u }));
    assert.match(
      await incidents.innerText(),
      /missing: incidents per year of ecommerce-platform[^]*Together, as far as it is estimated/u,
    );
    await closed(page);
    const { box: restore } = await ask(
      page,
      page.getByRole("button", { name: "Expected availability under Ops Run It: not estimated. Explain" }),
    );
    assert.match(
      await restore.innerText(),
      /Incidents a year, as they are given\s+not given[^]*incidents per year of ecommerce-platform/u,
    );
  }));

test("cells of the selector are one stop of the Tab key, and the arrow keys go among them", () =>
  visit({}, async (page) => {
    assert.equal(await page.locator(".cell[tabindex='0']").count(), 1);
    await page.locator(".cell[tabindex='0']").focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    const box = await answered(page);
    const { selector } = await page.evaluate(() => window.whorunsit.live.view);
    const cell = selector.cells[1][1];
    assert.match(
      await box.locator("h2").innerText(),
      new RegExp(
        `${cell.availability_target.replace(".", "\\.")} % available, deployed ${cell.deployment_target}`,
        "u",
      ),
    );
    await closed(page);
    assert.equal(await page.evaluate(() => document.activeElement.id), "cell-1-1");
  }));

test("a thousand services: the lines that were asked for come, and no more", () =>
  visit({}, async (page) => {
    await page.evaluate(() => {
      const { store } = window.whorunsit;
      const { portfolio } = store.case;
      store.change({
        portfolio: {
          ...portfolio,
          services: Array.from({ length: 1000 }, (_, index) => ({
            ...portfolio.services[index % 3],
            name: `service ${index}`,
            peaks: [],
          })),
        },
      });
    });
    await settled(page);
    const [asked, services] = await page.evaluate(async () => {
      const { live } = window.whorunsit;
      const { line_items } = await live.engine.ask(
        "costs",
        JSON.stringify(live.view.of),
        { by: [] },
        { services: ["service 4", "service 5"], codes: ["standby"] },
      );
      return [line_items.map(({ code }) => code), new Set(line_items.map(({ service }) => service)).size];
    });
    assert.ok(asked.every((code) => code === "standby") && asked.length >= services && services <= 2, asked.join());
    const panel = await toTab(page, "On call");
    const { box, value } = await ask(page, panel.getByRole("button", { name: /^Standby of operations/u }));
    const { rows, together } = await column(box, "Lines of standby");
    assert.equal(rows, 200);
    assert.equal(together, value);
    assert.match(await box.innerText(), /The first 200 of 334/u);
  }));

/** One figure of each kind. */
const KINDS = [
  ["cost", "Uncertainty", (page) => page.locator(".costs .figure:has(data)").nth(11)],
  ["insurance", "Uncertainty", (page) => page.locator(".verdict .figure")],
  ["target", "Uncertainty", (page) => page.locator(".sentence .figure").first()],
  ["restore", "Uncertainty", (page) => page.locator(".restore .figure").first()],
  ["flip", "Uncertainty", (page) => page.getByRole("button", { name: /^Flip point/u }).first()],
  ["selection-flip", "Uncertainty", (page) => page.getByRole("button", { name: /^Where the selector/u }).first()],
  ["cell", "Uncertainty", (page) => page.locator("#cell-2-3")],
  ["simulated", "Uncertainty", (page) => page.getByRole("button", { name: /^Lost in a year, mean, recommended/u })],
  ["difference", "Uncertainty", (page) => page.locator(".sureness .figure").first()],
  ["exceedance", "Uncertainty", (page) => page.locator("#tab-panel figcaption .figure:visible")],
  ["strategy", "Money", (page) => page.getByRole("button", { name: /^Paid, Least cost/u })],
  ["more", "Money", (page) => page.getByRole("button", { name: /^More than recommended, All Ops Run It/u })],
  ["missed", "Money", (page) => page.getByRole("button", { name: /^Targets missed, Least/u })],
  ["policy", "Money", (page) => page.getByRole("button", { name: /^Price of the policy/u })],
  ["standby", "On call", (page) => page.getByRole("button", { name: /^Standby of domain/u })],
  ["protects", "On call", (page) => page.getByRole("button", { name: /^Protected by/u }).first()],
  ["rota", "On call", (page) => page.getByRole("button", { name: /^People in turn/u }).first()],
  ["on-call", "On call", (page) => page.getByRole("button", { name: /^Schedules if every team/u })],
  ["scale", "On call", (page) => page.locator("#tab-panel figcaption .figure:visible")],
  ["plan", "Plan", (page) => page.getByRole("button", { name: /^Month of breaking even/u })],
  ["wave", "Plan", (page) => page.getByRole("button", { name: /^Paid once/u }).first()],
  ["wave-a-year", "Plan", (page) => page.getByRole("button", { name: /^A year/u }).first()],
  ["scenario", "What if", (page) => page.getByRole("button", { name: /^Both, / }).nth(1)],
];

for (const width of [1360, 360]) {
  test(`axe-core finds nothing in the dialogs, light and dark, ${width} pixels wide`, () =>
    visit({ colorScheme: "light", viewport: { width, height: 800 } }, async (page) => {
      await page.locator("#field-1-name").focus();
      await unfold(page, "Every cost");
      let now = "";
      for (const [kind, tab, figure] of KINDS) {
        if (tab !== now) await toTab(page, tab);
        now = tab;
        await figure(page).click();
        const box = await answered(page);
        await shoot(page, `40-explained-${kind}-light-${width}`);
        const darkened = () => shoot(page, `40-explained-${kind}-dark-${width}`);
        assert.deepEqual(await violations(page, { part: "dialog", darkened }), [], kind);
        assert.ok(
          await box.evaluate((one) => one.scrollWidth <= one.clientWidth),
          `${kind}: nothing is cut at the side`,
        );
        await closed(page);
      }
    }));
}
