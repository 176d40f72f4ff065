// What a figure is about is never in doubt: whose it is, in which currency, and whether it is from before a mistake.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

import { button, exported, here, imported, settled, shoot, state, visiting, toTab, simulated } from "./common.js";

const site = visiting();

const folder = mkdtempSync(join(tmpdir(), "whorunsit-trust-"));
const example = (name) => here(`../../../examples/${name}.toml`);
const field = (page, index, name) => page.locator(`#field-${index}-${name}`);
const tab = toTab;

const visit = site.visit;

const bring = async (page, path) => {
  await imported(page, path);
  await page
    .getByRole("status")
    .getByText(/ opened/u)
    .waitFor();
  await settled(page);
};

/** The rows of the table of scenarios, once they are those of the case on the screen. */
const rows = async (page, names) => {
  await page.waitForFunction((wanted) => {
    const table = document.querySelector("[aria-label=Scenarios][role=region]");
    return (
      table !== null &&
      table.getAttribute("aria-busy") !== "true" &&
      [...table.querySelectorAll("tbody th")].map((one) => one.innerText).join() === wanted
    );
  }, names.join());
  return page.locator("#tab-panel tbody tr");
};

/** What the page shows the recommendation to pay and lose, under "as it is" and under the strategies. */
const asItIs = async (page) => {
  const both = await page
    .locator("#tab-panel tbody tr")
    .first()
    .locator("data")
    .nth(3)
    .evaluate((one) => [one.value, one.innerText]);
  const { comparison } = await state(page);
  assert.equal(both[0], comparison.strategies.find(({ strategy }) => strategy === "hybrid-at-scale").over_horizon);
  return both[1];
};

test("scenarios of a portfolio go with it when another is imported, and undo brings both back", () =>
  visit({}, async (page) => {
    await tab(page, "What if");
    await button(page, "Add “ecommerce-platform by its team”").click();
    await rows(page, ["as it is", "ecommerce-platform by its team"]);
    assert.match(await asItIs(page), /^\$/u);
    await bring(page, example("public-body"));
    assert.match(
      await page.getByRole("status").innerText(),
      /the scenarios of the case before are closed with it\. Undo brings both back/u,
    );
    assert.deepEqual((await state(page)).case.scenarios, []);
    assert.equal(await page.getByRole("region", { name: "Scenarios" }).count(), 0);
    assert.equal(await page.locator("#tab-panel [role=alert]").count(), 0);
    await button(page, "Add “five years”").click();
    await rows(page, ["as it is", "five years"]);
    assert.match(await asItIs(page), /^£/u);
    for (let step = 0; step < 2; step += 1) await button(page, "Undo").click();
    await settled(page);
    await rows(page, ["as it is", "ecommerce-platform by its team"]);
    assert.match(await asItIs(page), /^\$/u);
  }));

test("a scenario that the case has no place for is left out, with the reason; as it is stays right", () =>
  visit({}, async (page) => {
    await tab(page, "What if");
    await button(page, "Add “ecommerce-platform by its team”").click();
    await button(page, "Add “five years”").click();
    await rows(page, ["as it is", "ecommerce-platform by its team", "five years"]);
    await field(page, 0, "name").fill("shop");
    await field(page, 0, "exposure_per_hour").fill("500000");
    await settled(page);
    await rows(page, ["as it is", "five years"]);
    await asItIs(page);
    await page
      .locator("#tab-panel [role=alert]")
      .getByText(/nothing named ecommerce-platform/u)
      .waitFor();
    await page.locator("#tab-panel tbody tr").nth(1).locator(".figure").nth(3).click();
    assert.match(await page.getByRole("dialog").locator("pre").innerText(), /years = 5/u);
    await page.keyboard.press("Escape");
    await button(page, "Remove").first().click();
    await page.locator("#tab-panel [role=alert]").waitFor({ state: "detached" });
  }));

test("while an input is wrong, scenarios say that they are from before, in the currency they were worked out in", () =>
  visit({}, async (page) => {
    await tab(page, "What if");
    await button(page, "Add “five years”").click();
    await rows(page, ["as it is", "five years"]);
    const before = await asItIs(page);
    await page.evaluate(() => {
      const { store } = window.whorunsit;
      store.change({ portfolio: { ...store.case.portfolio, currency: "GBP", horizon: { years: 99 } } });
    });
    await page
      .locator("#tab-panel .notice")
      .getByText(/figures of the case from before, in USD/u)
      .waitFor();
    assert.equal(await asItIs(page), before);
    await shoot(page, "40-scenarios-from-before", { fullPage: true });
    await button(page, "Undo").click();
    // The rows of before stand until those of now are there.
    await page.locator("#tab-panel .notice").waitFor({ state: "detached" });
    await rows(page, ["as it is", "five years"]);
    assert.equal(await page.locator("#tab-panel .notice").count(), 0);
  }));

test("a simulation keeps its currency, and goes with its case", () =>
  visit({}, async (page) => {
    await tab(page, "Uncertainty");
    await page.getByRole("textbox", { name: "Trials" }).fill("500");
    await simulated(page);
    const results = page.getByRole("region", { name: "Results of the simulation" });
    await results.waitFor();
    const shown = await results.locator("data").allInnerTexts();
    await page.evaluate(() => {
      const { store } = window.whorunsit;
      // With a mistake in it, for the page would simulate it by itself.
      store.change({ portfolio: { ...store.case.portfolio, currency: "GBP", horizon: { years: 99 } } });
    });
    await settled(page);
    await page
      .locator("#tab-panel .notice")
      .getByText(/before it changed, in USD/u)
      .waitFor();
    assert.deepEqual(await results.locator("data").allInnerTexts(), shown);
    await shoot(page, "41-simulation-from-before", { fullPage: true });
    await results.locator(".figure").first().press("Enter");
    assert.match(await page.getByRole("dialog").locator("dd data").first().innerText(), /^\$/u);
    await page.keyboard.press("Escape");
    await button(page, "Undo").click();
    await settled(page);
    await bring(page, example("public-body"));
    assert.doesNotMatch((await results.allInnerTexts()).join(""), /\$/u);
    await button(page, "Undo").click();
    await settled(page);
    assert.deepEqual(await results.locator("data").allInnerTexts(), shown);
    await bring(page, example("public-body"));
    await page.getByRole("textbox", { name: "Trials" }).fill("1000000");
    await button(page, "Simulate").click();
    await page.getByRole("progressbar").waitFor();
    await button(page, "Menu").click();
    await button(page, "Open the furniture retailer").click();
    await page.getByRole("progressbar").waitFor({ state: "detached" });
    assert.doesNotMatch((await results.allInnerTexts()).join(""), /£/u);
  }));

const printed = async (page, name) => {
  await page.evaluate(() => {
    window.print = () => {
      window.printed = true;
    };
  });
  await button(page, "Report").click();
  await page.locator(".report main, dialog .notice").first().waitFor({ state: "attached", timeout: 60_000 });
  await page.getByRole("dialog").getByRole("button", { name: "Print, or save as PDF" }).click();
  await page.waitForFunction(() => window.printed);
  const pdf = await page.pdf({ preferCSSPageSize: true, format: "A4" });
  await page.emulateMedia({ media: "print" });
  const { width, height } = page.viewportSize();
  await page.setViewportSize({ width: 688, height: 1017 });
  await shoot(page, name, { fullPage: true });
  const text = await page.locator(".report main").innerText();
  if (name.includes("furniture-retailer")) assert.ok(pdf.toString("latin1").match(/\/Type\s*\/Page\b/gu).length <= 3);
  await page.emulateMedia({ media: null });
  await page.setViewportSize({ width, height });
  await page.keyboard.press("Escape");
  return text;
};

test("what goes out while an input is wrong says so, or does not go out", () =>
  visit({}, async (page) => {
    await field(page, 1, "exposure_per_hour").fill("ninety");
    await page.getByText("One input to correct").waitFor();
    const report = await printed(page, "42-report-left-out");
    assert.match(report.slice(0, 1200), /Left out[^]*appointments: .*ninety/u);
    assert.match(report, /Every figure is that of the other services alone\./u);
    await button(page, "Menu").click();
    let downloads = 0;
    page.on("download", () => {
      downloads += 1;
    });
    await button(page, "Export results as CSV").click();
    await page
      .getByRole("alert")
      .getByText(
        /could not be exported: the results are those from before a mistake\. Correct it first: appointments: .*ninety/u,
      )
      .waitFor();
    await button(page, "Dismiss").click();
    const services = await exported(page, "Export services as XLSX", folder);
    assert.equal(downloads, 1);
    const { unzipSync, strFromU8 } = await import("fflate");
    const results = strFromU8(unzipSync(readFileSync(services))["xl/worksheets/sheet2.xml"]);
    assert.match(results, /No results here: .*from before a mistake/u);
    assert.doesNotMatch(results, /ecommerce-platform/u);
    await field(page, 1, "exposure_per_hour").fill("90000");
    await settled(page);
    assert.match(readFileSync(await exported(page, "Export results as CSV", folder), "utf8"), /^appointments,/mu);
    assert.doesNotMatch(await printed(page, "43-report-corrected"), /Left out/u);
  }));

for (const name of ["furniture-retailer-costs", "public-body", "organisation-at-scale"]) {
  test(`the report is of the case on the screen, and names who disagrees and who is left out: ${name}`, () =>
    visit({}, async (page) => {
      await bring(page, example(name));
      await tab(page, "Uncertainty");
      await page.getByRole("textbox", { name: "Trials" }).fill("500");
      const report = await printed(page, `44-report-${name}`);
      const { recommendation } = await state(page);
      const disputed = recommendation.services.filter(({ insurance }) => insurance.agrees === false);
      if (disputed.length > 0)
        assert.ok(disputed.some((service) => report.includes(`${service.name}: the money does not agree`)));
      assert.match(report, /500 trials, seed 1/u);
      assert.ok(report.includes(recommendation.provenance.input_sha256));
      const named = [];
      for (const index of [0, 1, 2]) {
        named.push(await field(page, index, "name").inputValue());
        await field(page, index, "exposure_per_hour").fill("about ninety thousand an hour, says the owner");
      }
      await page.getByText("3 inputs to correct").waitFor();
      if (recommendation.services.length > 3) {
        const rest = await printed(page, `45-report-${name}-left-out`);
        for (const one of named) assert.ok(rest.includes(`${one}: `), one);
      } else {
        await button(page, "Report").click();
        await page.getByRole("dialog").getByText("There is no report until this is corrected").waitFor();
        await page
          .getByRole("dialog")
          .getByText(/appointments: .*ninety/u)
          .waitFor();
      }
    }));
}

test("the whole case comes back as it went out: scenarios, trials, seed, mistakes", () =>
  visit({}, async (page) => {
    await tab(page, "What if");
    await button(page, "Add “cheaper standby”").click();
    await tab(page, "Uncertainty");
    await page.getByRole("textbox", { name: "Trials" }).fill("2048");
    await page.getByRole("textbox", { name: "Seed" }).fill("18446744073709551615");
    await field(page, 1, "exposure_per_hour").fill("123456.78");
    await settled(page);
    await field(page, 2, "exposure_per_hour").fill("ninety");
    await page.getByText("One input to correct").waitFor();
    const before = (await state(page)).case;
    const path = await exported(page, "Export the whole case", folder);
    await button(page, "Menu").click();
    await button(page, "Open the furniture retailer").click();
    await settled(page);
    await imported(page, path);
    await page.getByText(/-case\.json opened, with its scenarios, trials and seed/u).waitFor();
    assert.deepEqual((await state(page)).case, before);
    const newer = join(folder, "newer.json");
    writeFileSync(newer, JSON.stringify({ ...before, v: 2 }));
    await imported(page, newer);
    await page
      .getByRole("alert")
      .getByText(/newer\.json was not opened.*Another version of this page made it/u)
      .waitFor();
    assert.deepEqual((await state(page)).case, before);
  }));

test("a case too large for a link is told which file carries it", () =>
  visit({}, async (page) => {
    const path = join(folder, "many.csv");
    writeFileSync(
      path,
      `name,exposure_per_hour,feature_demand\n${Array.from({ length: 3000 }, (_, index) => `service ${(index * 7919) % 100003},${(index * 7907) % 700001},low`).join("\n")}`,
    );
    await imported(page, path);
    await page.getByText(/3,000 services read/u).waitFor({ timeout: 30_000 });
    await button(page, "Share").click();
    await page.getByText(/too large for a link.*“Export the whole case” in the menu/u).waitFor();
    await button(page, "Menu").click();
    assert.equal(await button(page, "Export the whole case").count(), 1);
  }));

test("a table of services says that it takes their place only; results are no services", () =>
  visit({}, async (page) => {
    const xlsx = await exported(page, "Export services as XLSX", folder);
    assert.match(xlsx, /-services\.xlsx$/u);
    const results = readFileSync(await exported(page, "Export results as CSV", folder), "utf8");
    await tab(page, "What if");
    await button(page, "Add “five years”").click();
    await imported(page, xlsx);
    await page
      .getByText(/3 services read from .*: they take the place of those that were here, and all other inputs stay/u)
      .waitFor();
    await settled(page);
    const { case: before } = await state(page);
    assert.equal(before.scenarios.length, 1);
    const program =
      "name,kind,team,currency,exposure_per_hour,feature_demand,availability_target,deployment_target,operating_model,out_of_hours,schedule,tolerable_seconds_week,tolerable_loss_week,findings\nx,digital,,USD,1,low,95.0,monthly,ops-run-it,,,1,1,\n";
    for (const [name, text] of [
      ["results.csv", results],
      ["saved-in-germany.csv", results.replaceAll(",", ";")],
      ["results.txt", results.replaceAll(",", "\t")],
      ["program.csv", program],
    ]) {
      const path = join(folder, name);
      writeFileSync(path, text);
      await imported(page, path);
      await page
        .getByRole("alert")
        .getByText(`${name} was not opened, and your case is as it was. It holds results, not inputs`)
        .waitFor();
      await button(page, "Dismiss").click();
    }
    assert.deepEqual((await state(page)).case, before);
  }));
