// Everything of the format is changed in the tab of inputs, in a real browser.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

import { violations } from "./axe.js";
import { button, here, imported, settled, shoot, state, visiting, toTab } from "./common.js";

const site = visiting();

const visit = (options, action) =>
  site.visit(options, async (page) => {
    await toTab(page, "All inputs");
    await page.locator("details.inputs").first().waitFor();
    await action(page);
  });

const section = (page, title) => page.locator("details.inputs > summary", { hasText: title }).click();
const group = (page, name) => page.getByRole("group", { name, exact: true });
const opsHours = async (page) =>
  Number((await state(page)).comparison.services[0].ops_run_it.incidents.hours_to_restore);
/** Waits until the core has taken what is there without a problem. */
const solved = async (page) => {
  await page.waitForFunction(
    () =>
      window.whorunsit.live.view.of === window.whorunsit.store.case.portfolio &&
      window.whorunsit.live.view.problems.length === 0,
  );
  await settled(page);
};
const change = async (page, label, value, within = page) => {
  await within.getByLabel(label, { exact: true }).fill(value);
  await solved(page);
};

async function openAll(page) {
  const closed = page.locator("details.inputs:not([open]) > summary");
  while ((await closed.count()) > 0) await closed.first().click();
}

test("the handling of a tier changes the time to restore, and undo brings it back into its field", () =>
  visit({}, async (page) => {
    await section(page, "Response to incidents");
    const tiers = group(page, "Tiers of Ops Run It");
    const field = tiers.getByLabel("Handling of tier 1", { exact: true });
    const hours = await opsHours(page);
    const shown = await page.locator(".strip-row p").nth(1).innerText();
    await change(page, "Handling of tier 1", "low 5h, likely 6h, high 9h", tiers);
    assert.deepEqual((await state(page)).case.portfolio.response["ops-run-it"].tiers[0].handling, {
      low: "5h",
      likely: "6h",
      high: "9h",
    });
    assert.ok((await opsHours(page)) > hours + 5);
    assert.notEqual(await page.locator(".strip-row p").nth(1).innerText(), shown);
    // Beside it stands how it is spread, as the core says it, and its field is described by that.
    await tiers.getByText("90 % between 5.31 h and 7.64 h", { exact: true }).waitFor();
    const described = await field.getAttribute("aria-describedby");
    assert.ok(
      described.split(" ").some((id) => id.endsWith("-spread")),
      described,
    );
    assert.equal(await page.locator("#field-0-incidents_per_year-spread svg").count(), 1);
    assert.equal(await page.locator("#field-0-severity-spread").count(), 0);
    await field.press("Control+z");
    await solved(page);
    assert.equal(await field.inputValue(), "30min");
    await change(page, "Or covered in of tier 1", "Mon-Sat 06:00-24:00", tiers);
    assert.equal((await state(page)).case.portfolio.response["ops-run-it"].tiers[0].cover, "Mon-Sat 06:00-24:00");
    await button(page, "Undo").click();
    await solved(page);
    assert.equal(await opsHours(page), hours);
  }));

test("amounts are written in any usual spelling in every form", () =>
  visit({}, async (page) => {
    await section(page, "On call and pay");
    const amount = group(page, "Callout pay: operations").getByLabel("Amount", { exact: true });
    for (const [written, read, shown] of [
      ["$1.2k", "1200", "1200"],
      ["$30 - $45", { p5: "30", p95: "45" }, "30 to 45"],
    ]) {
      await amount.fill(written);
      await amount.press("Tab");
      await page.getByRole("status").getByText(`${written} was read as ${shown}`).waitFor();
      assert.deepEqual((await state(page)).case.portfolio.on_call.operations.callout.amount, read);
    }
    await amount.fill("1.200 €");
    await amount.press("Tab");
    await page.locator("#input-on_call-operations-callout-amount-problem").waitFor();
  }));

test("an invalid duration is told at its field, and the figures stay", () =>
  visit({}, async (page) => {
    await section(page, "Response to incidents");
    const tiers = group(page, "Tiers of Ops Run It");
    const field = tiers.getByLabel("Handling of tier 2", { exact: true });
    const hours = await opsHours(page);
    await field.fill("half an hour");
    const problem = page.locator("#input-response-ops-run-it-tiers-1-handling-problem");
    await problem.getByText(/half an hour is not a duration/u).waitFor();
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    const described = (await field.getAttribute("aria-describedby")).split(" ");
    assert.ok(described.includes("input-response-ops-run-it-tiers-1-handling-problem"));
    for (const id of described) assert.equal(await page.locator(`[id="${id}"]`).count(), 1, id);
    await page.locator("summary", { hasText: "Response to incidents (1 to correct)" }).waitFor();
    await page
      .locator(".status")
      .getByText(/Response, Ops Run It, tiers 2, handling/u)
      .waitFor();
    assert.equal(await opsHours(page), hours);
    await shoot(page, "24-inputs-mistake");
    // What is said about all of it does not lie over the field.
    const [messages, told] = [await page.locator(".status").boundingBox(), await problem.boundingBox()];
    assert.ok(told.y + told.height <= messages.y);
    await field.fill("2h");
    await problem.waitFor({ state: "detached" });
  }));

/** Presses Tab until the focus is where it should be, as somebody without a mouse does. */
async function tabTo(page, name, key = "Tab") {
  for (let presses = 0; presses < 150; presses += 1) {
    const focused = await page.evaluate(
      () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
    );
    if (focused === name) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${name} is not reached by ${key}`);
}

test("a tier is added, filled in, moved and removed by keyboard alone", () =>
  visit({}, async (page) => {
    const first = (await state(page)).case.portfolio;
    const names = async () => (await state(page)).case.portfolio.response["ops-run-it"].tiers.map(({ name }) => name);
    const hours = await opsHours(page);
    await toTab(page, "All inputs");
    await page.getByRole("tab", { name: "All inputs" }).focus();
    await tabTo(page, "Response to incidents");
    await page.keyboard.press("Enter");
    await page.getByRole("group", { name: "Tiers of Ops Run It" }).waitFor();
    // The first is of the other model.
    await tabTo(page, "Add a tier");
    await page.keyboard.press("Tab");
    await tabTo(page, "Add a tier");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Name of tier 4");
    await page.keyboard.type("supplier");
    await tabTo(page, "Pick-up of tier 4");
    await page.keyboard.type("1h");
    await tabTo(page, "Handling of tier 4");
    await page.keyboard.type("2h to 9h");
    await tabTo(page, "People of tier 4");
    await page.keyboard.type("1");
    await tabTo(page, "Out of hours of tier 4");
    await page.keyboard.type("next");
    await tabTo(page, "Resolves of tier 3", "Shift+Tab");
    await page.locator("#input-response-ops-run-it-tiers-2-resolves-problem").waitFor();
    await page.keyboard.type("50%");
    await solved(page);
    assert.equal((await state(page)).case.portfolio.response["ops-run-it"].tiers[3].out_of_hours, "next-working-day");
    assert.equal((await names())[3], "supplier");
    assert.ok((await opsHours(page)) > hours);
    await tabTo(page, "Move tier 2 up", "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Move tier 1 up");
    assert.deepEqual(await names(), ["application support", "operations bridge", "delivery team", "supplier"]);
    await page.keyboard.press("Control+z");
    assert.deepEqual(await names(), ["operations bridge", "application support", "delivery team", "supplier"]);
    await tabTo(page, "Remove tier 4");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.textContent === "Add a tier");
    assert.deepEqual(await names(), ["operations bridge", "application support", "delivery team"]);
    await page.getByRole("status").getByText("Tier 4 removed; undo brings it back").waitFor();
    await tabTo(page, "Resolves of tier 3", "Shift+Tab");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await solved(page);
    assert.deepEqual((await state(page)).case.portfolio, first);
    assert.equal(await opsHours(page), hours);
  }));

test("a manual step that is automated costs less, and a step is added", () =>
  visit({}, async (page) => {
    const costs = async () => Number((await state(page)).comparison.services[0].ops_run_it.incident);
    await section(page, "Response to incidents");
    const steps = group(page, "Workflow steps of Ops Run It");
    const before = await costs();
    await steps.getByLabel("Done of step 1", { exact: true }).selectOption("automatically");
    for (const key of ["Delay", "Effort"]) await change(page, `${key} of step 1`, "", steps);
    const automated = await costs();
    assert.ok(automated < before);
    await button(steps, "Add a step").click();
    await change(page, "Effort of step 4", "2h", steps);
    assert.ok((await costs()) > automated);
  }));

test("a demand band is changed: the usual ones are there to start from", () =>
  visit({}, async (page) => {
    assert.equal((await state(page)).recommendation.services[1].deployment_target, "weekly");
    await section(page, "Exposure and demand bands");
    const bands = group(page, "Demand bands");
    await bands.getByRole("button", { name: /^Change the usual ones: low monthly/u }).click();
    await solved(page);
    assert.equal((await state(page)).recommendation.services[1].deployment_target, "weekly");
    await change(page, "Deployment target of demand band 3", "every 5 days", bands);
    assert.equal((await state(page)).recommendation.services[1].deployment_target, "every 5 days");
    // An exposure band as well, with what only a row says.
    await group(page, "Exposure bands")
      .getByLabel("On call out of hours of exposure band 2", { exact: true })
      .selectOption("team");
    await solved(page);
    assert.equal((await state(page)).recommendation.services[2].out_of_hours, "team");
  }));

test("callout pay is taken away and added", () =>
  visit({}, async (page) => {
    const callouts = async () => Number((await state(page)).comparison.services[0].you_build_it_you_run_it.incident);
    await section(page, "On call and pay");
    const pay = group(page, "Callout pay: product teams");
    const paid = await callouts();
    for (const label of ["Amount", "Least time paid", "Time is rounded up to"])
      await pay.getByLabel(label, { exact: true }).fill("");
    await pay.getByLabel("Per", { exact: true }).selectOption("");
    await solved(page);
    assert.equal((await state(page)).case.portfolio.on_call.product_teams.callout, undefined);
    const unpaid = await callouts();
    assert.ok(unpaid < paid);
    await pay.getByLabel("Amount", { exact: true }).fill("500");
    await page
      .locator("#input-on_call-product_teams-callout-per-problem")
      .getByText(/missing/u)
      .waitFor();
    await pay.getByLabel("Per", { exact: true }).selectOption("callout");
    await solved(page);
    const dear = await callouts();
    assert.ok(dear > paid);
    await pay.getByLabel("Amount for the first of a shift", { exact: true }).fill("900");
    await pay.getByLabel("Per, for the first of a shift", { exact: true }).selectOption("callout");
    await solved(page);
    assert.ok((await callouts()) > dear);
  }));

test("a rule of standby pay that stands alone becomes one of several", () =>
  visit({}, async (page) => {
    await section(page, "On call and pay");
    const rules = group(page, "Standby pay: product teams");
    const standby = async () =>
      Number(
        (await state(page)).comparison.strategies.find(({ strategy }) => strategy === "hybrid-at-scale")
          .standby_per_year,
      );
    const before = await standby();
    await button(rules, "Add a standby rule").click();
    await rules.getByLabel("When of standby rule 2", { exact: true }).fill("2026-12-31; 2027-01-01");
    await rules.getByLabel("Amount of standby rule 2", { exact: true }).fill("900");
    await rules.getByLabel("Per of standby rule 2", { exact: true }).selectOption("day");
    await button(rules, "Move standby rule 2 up").click();
    await solved(page);
    assert.deepEqual((await state(page)).case.portfolio.on_call.product_teams.standby, [
      { when: ["2026-12-31", "2027-01-01"], amount: "900", per: "day" },
      { amount: "540", per: "week" },
    ]);
    const dates = await standby();
    assert.ok(dates > before);
    await change(page, "When of standby rule 1", "Sat-Sun", rules);
    assert.ok((await standby()) > dates);
    // Without a rule for all hours, what is wrong is wrong with the list.
    await button(rules, "Remove standby rule 2").click();
    await page
      .locator("#input-on_call-product_teams-standby-problem")
      .getByText(/No standby rule pays/u)
      .waitFor();
  }));

test("the plan is changed, and its waves follow", () =>
  visit({}, async (page) => {
    const plan = async () => {
      await toTab(page, "Plan");
      return page.locator("#tab-panel tbody tr").allInnerTexts();
    };
    const before = await plan();
    assert.match(before[0], /Pilot\s+1\s+bedroom/u);
    await toTab(page, "All inputs");
    await section(page, "Transition plan");
    await page.getByLabel("Pilot", { exact: true }).selectOption("appointments");
    await change(page, "Budget a quarter", "1", group(page, "Plan"));
    await solved(page);
    const after = await plan();
    assert.match(after[0], /Pilot\s+1\s+appointments/u);
    assert.notDeepEqual(after, before);
    // With a first day the plan has dates.
    await toTab(page, "All inputs");
    await change(page, "First day", "2027-01-04", group(page, "Plan"));
    assert.match((await plan())[0], /Pilot\s+4 Jan 2027\s+appointments/u);
    // The section is still open when the tab is looked at again.
    await toTab(page, "All inputs");
    assert.equal(await page.getByLabel("Pilot", { exact: true }).inputValue(), "appointments");
  }));

test("a shared cause is described, and a peak of a service", () =>
  visit({}, async (page) => {
    await section(page, "Shared causes");
    await button(page, "Add a shared cause").click();
    await page.getByLabel("Incidents a year of shared cause 1", { exact: true }).fill("0.2 to 1.8");
    await change(page, "Services of shared cause 1", "appointments; bedroom");
    const { shared_causes: causes } = (await state(page)).case.portfolio;
    assert.deepEqual(causes, [
      { name: "new shared cause", incidents_per_year: "0.2 to 1.8", services: ["appointments", "bedroom"] },
    ]);
    await page.getByText("All inputs of this service").click();
    await button(page, "Add a peak").click();
    const peaks = group(page, "Peaks");
    await peaks.getByLabel("From of peak 1", { exact: true }).fill("2026-11-27");
    await peaks.getByLabel("To of peak 1", { exact: true }).fill("2026-11-30");
    await change(page, "Exposure an hour of peak 1", "low 900000, high 1200000", peaks);
    assert.equal((await state(page)).recommendation.services[0].peaks[0].name, "new peak");
  }));

test("every key of the complete example has its field, with a name of its own", () =>
  visit({}, async (page) => {
    const [, example] = /```toml\n([^`]*\[\[shared_causes\]\][^`]*)```/u.exec(
      readFileSync(here("../../../docs/format.md"), "utf8"),
    );
    const path = join(mkdtempSync(join(tmpdir(), "whorunsit-inputs-")), "complete.toml");
    writeFileSync(path, example);
    await imported(page, path);
    await page.getByRole("heading", { name: "Home goods" }).waitFor();
    await solved(page);
    await openAll(page);
    const { schema: _, services, ...rest } = (await state(page)).case.portfolio;
    const missing = (prefix, value) =>
      page.evaluate(
        ([start, whole]) => {
          const found = [];
          const walk = (keys, value) => {
            if (document.getElementById(keys.join("-")) !== null) return;
            if (typeof value !== "object" || value === null) found.push(keys.join("/"));
            else for (const [key, inside] of Object.entries(value)) walk([...keys, key], inside);
          };
          walk(start, whole);
          return found;
        },
        [prefix, value],
      );
    assert.deepEqual(await missing(["input"], rest), []);
    await page.getByText("All inputs of this service").click();
    for (const [index, service] of services.entries()) {
      await page.locator(`#field-${index}-name`).focus();
      await page
        .locator(`#input-services-${index}-severity, #input-services-${index}-availability_target`)
        .first()
        .waitFor();
      const inTable = new Set([
        "name",
        "kind",
        "team",
        "exposure_per_hour",
        "feature_demand",
        "incidents_per_year",
        "severity",
      ]);
      const others = Object.fromEntries(Object.entries(service).filter(([key]) => !inTable.has(key)));
      assert.deepEqual(await missing(["input", "services", String(index)], others), []);
    }
    // In its group, no two fields go by the same name.
    const twice = await page.locator("fieldset").evaluateAll((all) =>
      all.flatMap((one) => {
        const names = [...one.querySelectorAll("input, select, button")].map(
          (field) => field.getAttribute("aria-label") ?? field.textContent,
        );
        return names.filter((name, index) => name === "" || names.indexOf(name) !== index);
      }),
    );
    assert.deepEqual(twice, []);
    // Looking changes nothing.
    assert.deepEqual((await state(page)).case.portfolio.services, services);
    await shoot(page, "25-inputs-complete", { fullPage: true });
  }));

test("many teams are shown as they are asked for, and the whole is a step away as text", () =>
  visit({}, async (page) => {
    await page.evaluate(() => {
      const { store } = window.whorunsit;
      store.change({
        portfolio: {
          ...store.case.portfolio,
          teams: [
            ...store.case.portfolio.teams,
            ...Array.from({ length: 100 }, (_, index) => ({ name: `team ${index}` })),
          ],
        },
      });
    });
    await section(page, "Teams and domains");
    const rows = group(page, "Teams").locator("tbody tr");
    await rows.nth(49).waitFor();
    assert.equal(await rows.count(), 50);
    await button(page, "Show more: 53 are left").click();
    await rows.nth(99).waitFor();
    assert.equal(await rows.count(), 100);
    await button(page, "Add a team").click();
    await page.waitForFunction(() => document.activeElement?.id === "input-teams-103-name");
    await page.locator("#tab-panel").getByRole("button", { name: "As text" }).click();
    await page.locator("#as-text").waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === "As text");
  }));

for (const width of [1360, 360]) {
  test(`with every section open, axe-core finds nothing: light and dark, ${width} pixels wide`, () =>
    visit({ colorScheme: "light", viewport: { width, height: 900 } }, async (page) => {
      await openAll(page);
      await group(page, "Tiers of Ops Run It").getByLabel("Handling of tier 1", { exact: true }).fill("soon");
      await page.locator("#input-response-ops-run-it-tiers-0-handling-problem").waitFor();
      await group(page, "Demand bands").getByRole("button").click();
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      await shoot(page, `26-inputs-light-${width}`, { fullPage: true });
      const darkened = () => shoot(page, `26-inputs-dark-${width}`, { fullPage: true });
      assert.deepEqual(await violations(page, { darkened }), []);
    }));
}
