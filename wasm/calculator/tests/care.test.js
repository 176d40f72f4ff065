// What somebody made is not lost, mixed up or read as something else without a word.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { button, grab, here, offeredRows, pasted, settled, shoot, state, toTab, visiting } from "./common.js";

const site = visiting();

const visit = site.visit;

const exposure = async (page, index) => (await state(page)).case.portfolio.services[index].exposure_per_hour;

test("a link with one wrong letter opens no other case", () =>
  visit({}, async (page) => {
    await page.locator("#field-2-exposure_per_hour").fill("333000");
    await settled(page);
    await page.waitForFunction(() => location.hash.startsWith("#case="));
    const link = await page.evaluate(() => location.hash);
    const outcomes = await page.evaluate(async (link) => {
      const found = new Set();
      for (let at = "#case=".length; at < link.length - 1; at += Math.ceil(link.length / 60)) {
        const wrong = link.slice(0, at) + (link[at] === "A" ? "B" : "A") + link.slice(at + 1);
        const before = window.whorunsit.store.case;
        location.hash = wrong;
        await new Promise((resolve) => setTimeout(resolve, 30));
        found.add(window.whorunsit.store.case === before ? "kept" : `letter ${at}`);
      }
      return [...found];
    }, link);
    assert.deepEqual(outcomes, ["kept"]);
    await page.getByText(/The link cannot be opened: it is damaged/u).waitFor();
  }));

test("a drag is one step of undoing, whatever comes after it, and Escape calls it off", () =>
  visit({}, async (page) => {
    const point = page.locator(".point").nth(1);
    const drag = async (across, down) => {
      const plot = await grab(page, point);
      await page.mouse.move(plot.x + plot.width * across, plot.y + plot.height * down, { steps: 6 });
    };
    await drag(0.4, 0.4);
    await page.mouse.up();
    await settled(page);
    const dragged = await exposure(page, 1);
    assert.notEqual(dragged, "6000");
    await drag(0.6, 0.6);
    await page.mouse.up();
    await settled(page);
    await page.keyboard.press("ArrowUp");
    await settled(page);
    await button(page, "Undo").click();
    await button(page, "Undo").click();
    assert.equal(await exposure(page, 1), dragged);
    await button(page, "Undo").click();
    assert.equal(await exposure(page, 1), "6000");
    await settled(page);
    await drag(0.4, 0.2);
    await page.waitForFunction(() => window.whorunsit.store.case.portfolio.services[1].exposure_per_hour !== "6000");
    await page.keyboard.press("Escape");
    await page.mouse.up();
    assert.equal(await exposure(page, 1), "6000");
  }));

test("pasted rows say what they replaced; what may mean two amounts is asked about, never read as the smaller", () =>
  visit({}, async (page) => {
    await pasted(page, "name\texposure\tdemand\nbedroom\t9,000.00\tlow\nnew one\t12\thigh");
    await page.getByText("2 services pasted, 1 of them in place of one with the same name").waitFor();
    await settled(page);
    await offeredRows(
      page,
      "Service\tTeam\tExposure per hour\tDemand\nCheckout\tShop\t12.500 €\thigh\nbedroom\t\t9.000\tlow\nTotal\t\t21.500\t",
    );
    const dialog = page.locator("dialog.bring");
    await dialog.getByText("2 rows are left out").waitFor();
    await dialog
      .getByText(/12\.500 €.*EUR|the point may stand before decimals or between thousands/u)
      .first()
      .waitFor();
    assert.equal(await dialog.getByText(/12\.5\b(?!00)/u).count(), 0);
    await shoot(page, "72-asked");
    await dialog.getByLabel("Before decimals stands").selectOption("comma");
    await dialog.getByLabel("1 EUR is worth, in USD").fill("1.1");
    await dialog.getByRole("cell", { name: "13750" }).waitFor();
    await dialog.getByRole("cell", { name: "9000" }).waitFor();
    assert.equal(await dialog.locator(".doubtful").count(), 0);
    await shoot(page, "73-read");
    await button(page, "Add to the 4 services here").click();
    await settled(page);
    const { services, teams } = (await state(page)).case.portfolio;
    assert.deepEqual(services.map(({ name, exposure_per_hour }) => [name, exposure_per_hour]).slice(2), [
      ["bedroom", "9000"],
      ["new one", "12"],
      ["Checkout", "13750"],
    ]);
    assert.equal(teams.at(-1).name, "Shop");
    await button(page, "Undo").click();
    assert.equal((await state(page)).case.portfolio.services.length, 4);
    // Rows without headings are those of the table of services, until somebody says otherwise.
    await offeredRows(page, "Basket\tdigital\tShop\t€ 1.200,50\thigh\nWish list\tdigital\tShop\t€ 300,00\tlow");
    assert.equal(await dialog.getByRole("checkbox", { name: "The first row holds headings" }).isChecked(), false);
    await dialog.getByLabel("1 EUR is worth, in USD").fill("2");
    await dialog.getByRole("cell", { name: "2401" }).waitFor();
    await dialog.locator("thead select").nth(2).selectOption("");
    await dialog.locator("[aria-busy=false]").waitFor();
    await button(page, "Add to the 4 services here").click();
    assert.deepEqual((await state(page)).case.portfolio.services.at(-2), {
      kind: "digital",
      name: "Basket",
      exposure_per_hour: "2401",
      feature_demand: "high",
    });
  }));

test("every key that a column may be taken for is one of the core's", async () => {
  const { intake } = await import("../../js/node.js");
  const source = readFileSync(here("../src/taking.ts"), "utf8");
  const keys = [...(/COLUMN_KEYS = \[([^\]]*)\]/u.exec(source)?.[1] ?? "").matchAll(/"(\w+)"/gu)].map(([, key]) => key);
  const { columns } = intake(
    { rows: [keys.map(() => "x")] },
    { headings: false, columns: Object.fromEntries(keys.map((key, at) => [at + 1, key])) },
  );
  assert.deepEqual(
    columns.map(({ field }) => field),
    keys,
  );
  assert.throws(
    () => intake({ rows: [["x"]] }, { headings: false, columns: { 1: "zzzzzz" } }),
    ({ help }) => {
      for (const key of keys) assert.ok(help.includes(`\`${key}\``), key);
      assert.equal(help.match(/`/gu).length / 2, keys.length);
      return true;
    },
  );
});

test("faults that were seen once, in one visit: undo, alerts while typing, signs, months, words", () =>
  visit({}, async (page) => {
    const field = page.locator("#field-1-exposure_per_hour");
    // Two visits of one field are two steps, however quick.
    await field.fill("7000");
    await page.locator("#field-2-exposure_per_hour").focus();
    await field.fill("8000");
    await page.keyboard.press("Control+z");
    assert.equal(await exposure(page, 1), "7000");
    await page.keyboard.press("Control+z");
    assert.equal(await exposure(page, 1), "6000");
    // Nothing is called out while a number is being typed; beside the field it stands at once.
    await page.evaluate(() => {
      window.calls = 0;
      new MutationObserver(() => (window.calls += 1)).observe(document.querySelector(".status [role=alert]"), {
        childList: true,
        subtree: true,
        characterData: true,
      });
    });
    await field.fill("");
    await field.pressSequentially("12x4y", { delay: 40 });
    await page.locator("#field-1-exposure_per_hour-problem").waitFor();
    assert.equal(await page.evaluate(() => window.calls), 0);
    await page.getByText("One input to correct").waitFor();
    assert.equal(await page.evaluate(() => window.calls), 1);
    await field.fill("6000");
    await settled(page);
    assert.equal(await page.getByText("One input to correct").count(), 0);
    // No amount with a sign is "more" or "less", on the page or in the report, whichever way the difference goes.
    for (const policy of ["least-cost", "sixteen-cell"]) {
      await page.evaluate((policy) => {
        const { store } = window.whorunsit;
        store.change({ portfolio: { ...store.case.portfolio, selection: { policy } } });
      }, policy);
      await settled(page);
      const said = await page.evaluate(() =>
        [...document.querySelectorAll("#answer, .decisions")].map((one) => one.textContent).join(" "),
      );
      await page.getByRole("button", { name: "Report", exact: true }).click();
      const decision = await page.locator(".sheet .decision").innerText({ timeout: 60_000 });
      await page.keyboard.press("Escape");
      assert.doesNotMatch(decision, /-[$€£]\s?[\d,.]+\S* (is |are )?(more|less|paid|lost)/u);
      assert.doesNotMatch(said, /-[$€£]\s?[\d,.]+\S* (is |are )?(more|less|paid|lost)/u);
    }
    // Charts by month end in the same month; nothing of the core's quoting stands in a sentence.
    const last = () => page.locator("#tab-panel .chart svg text[text-anchor=middle]:not(.label)").last().innerHTML();
    await toTab(page, "Money");
    assert.equal(await last(), "36");
    await toTab(page, "Plan");
    assert.equal(await last(), "36");
    for (const name of ["Money", "On call", "Uncertainty", "What if", "Plan", "Ready"]) {
      await toTab(page, name);
      assert.doesNotMatch(
        await page.locator("body").innerText(),
        /`|inputs to mend|turns the costs round|Asking the core/u,
        name,
      );
    }
  }));

test("an edit while the module still loads says that it waits; the report has no zero for what is not estimated", async () => {
  const context = await site.browser.newContext({ viewport: { width: 1360, height: 900 }, locale: "en-GB" });
  try {
    let go = () => {};
    const gate = new Promise((resolve) => {
      go = resolve;
    });
    await context.route("**/*.wasm", async (route) => {
      await gate;
      await route.continue();
    });
    const page = await context.newPage();
    await page.goto(site.server.address);
    assert.equal(await page.evaluate(() => scrollY), 0);
    const field = page.locator("#field-1-exposure_per_hour");
    await field.fill("9000");
    await page.locator("#answer").getByText("Being worked out again").waitFor();
    assert.equal(await page.locator("#answer").getAttribute("aria-busy"), "true");
    go();
    await settled(page);
    assert.equal(await page.getByText("Being worked out again").count(), 0);
    // Nothing is given that incidents lose: no amount of them is zero.
    await page.evaluate(() => {
      const { store } = window.whorunsit;
      const { portfolio } = store.case;
      const { response: _, ...rest } = portfolio;
      store.change({
        portfolio: {
          ...rest,
          services: portfolio.services.map(({ name, kind, team, exposure_per_hour, feature_demand }) => ({
            name,
            kind,
            team,
            exposure_per_hour,
            feature_demand,
          })),
        },
      });
    });
    await settled(page);
    await page.getByRole("button", { name: "Report", exact: true }).click();
    await page.locator(".sheet .decision").waitFor({ timeout: 60_000 });
    assert.match(await page.locator(".sheet .decision").innerText(), /not estimated|cannot be told|missing/u);
    // A budget that pays nothing today pays zero; of the options nothing is.
    const tables = page.locator(".sheet section:has(h2:text-matches('^The (options|services)$'))");
    const amounts = await tables.locator("td.n").evaluateAll((all) => all.map((one) => one.textContent));
    assert.ok(
      amounts.some((amount) => amount.includes("not estimated")),
      amounts.join("; "),
    );
    assert.deepEqual(
      amounts.filter((amount) => /[$]0(?![.,\d])/u.test(amount)),
      [],
    );
    await page.keyboard.press("Escape");
    for (const name of ["Money", "Uncertainty", "Plan"]) {
      await toTab(page, name);
      assert.deepEqual(
        await page
          .locator("#tab-panel .chart svg text")
          .evaluateAll((all) =>
            all
              .filter((one) => one.textContent !== "$0" && /^[$]0/u.test(one.textContent))
              .map((one) => one.textContent),
          ),
        [],
        name,
      );
    }
  } finally {
    await context.close();
  }
});

test("a draft with a mistake has the figures of the other services on loading, and says so", () =>
  visit({}, async (page) => {
    await page.locator("#field-1-exposure_per_hour").fill("oops");
    await page.waitForFunction(() => Object.values(localStorage).some((kept) => kept.includes("oops")));
    await page.goto(site.server.address);
    await page.getByText("The figures are those of the other services.").waitFor();
    assert.equal(
      await page
        .locator("main, header")
        .getByText(/Asking the core|Loading the core/u)
        .count(),
      0,
    );
    await page.locator("#field-1-exposure_per_hour").fill("6000");
    await settled(page);
    await page.locator(".point").nth(2).waitFor();
  }));

test("a new case has nothing of the retailer", () =>
  visit({}, async (page) => {
    await button(page, "Menu").click();
    await button(page, "Start a new case").click();
    await settled(page);
    assert.equal(await page.locator("h1").innerText(), "My organisation");
    assert.equal(await page.locator(".point").count(), 1);
    assert.equal(await page.getByText("furniture retailer").count(), 0);
    assert.equal((await state(page)).recommendation.services[0].insurance, null);
    await button(page, "Undo").click();
    await settled(page);
    assert.equal(await page.locator(".point").count(), 3);
  }));
