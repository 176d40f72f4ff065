// What is in depth, and what happens when a worker or the network ends, in a real browser.

import assert from "node:assert/strict";
import { readFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";

import { button, exported, here, imported, settled, shoot, state, visiting, toTab, unfold } from "./common.js";

const site = visiting();
const folder = mkdtempSync(join(tmpdir(), "whorunsit-calculator-"));
const field = (page, index, name) => page.locator(`#field-${index}-${name}`);
const vector = (command, name = "furniture-retailer") =>
  JSON.parse(readFileSync(here(`../../../vectors/${command}/${name}.output.json`), "utf8"));

const visit = site.visit;

test("a copy is kept and compared with what the case becomes; objections are answered", () =>
  visit({}, async (page) => {
    await toTab(page, "What if");
    await button(page, "Keep the case as it is, and change it").click();
    await field(page, 1, "exposure_per_hour").fill("90000");
    await settled(page);
    assert.match(await page.locator(".what-if .chips").innerText(), /exposure per hour of appointments: 6000 → 90000/u);
    assert.equal(await page.locator(".what-if tbody tr").count(), 6);
    await shoot(page, "15-what-if", { fullPage: true });
    await button(page, "Go back to what was kept").click();
    await settled(page);
    assert.equal((await state(page)).case.portfolio.services[1].exposure_per_hour, "6000");
    await toTab(page, "Ready");
    await page.locator(".objection").nth(6).waitFor();
    assert.equal(await page.locator(".objection").count(), 7);
    await page.locator(".objection summary").first().click();
    await page
      .getByLabel("Have you explained to the developers why they are asked to run what they build?")
      .selectOption("yes");
    await settled(page);
    assert.deepEqual((await state(page)).case.portfolio.readiness, { answers: { "mission-explained": "yes" } });
    await shoot(page, "18-ready", { fullPage: true });
  }));

test("a simulation gives the figures of the vector; a long one is cancelled; the page goes on", () =>
  visit({}, async (page) => {
    await toTab(page, "Uncertainty");
    await page.getByRole("textbox", { name: "Trials" }).fill("2048");
    await page.getByRole("textbox", { name: "Seed" }).fill("42");
    await button(page, "Simulate").click();
    await page.getByText(/This rests on 2,048 trials/u).waitFor({ timeout: 30_000 });
    const expected = vector("simulate");
    const shown = await page.locator("#tab-panel td data").evaluateAll((all) => all.map((one) => one.value));
    const { hybrid_at_scale: ours, all_ops_run_it: theirs } = expected.portfolio;
    assert.deepEqual(shown.slice(0, 4), [
      ours.cost_over_horizon.exact_mean,
      theirs.cost_over_horizon.exact_mean,
      ours.year_loss.spread.exact_mean,
      theirs.year_loss.spread.exact_mean,
    ]);
    await shoot(page, "09-simulation", { fullPage: true });
    await page.getByRole("textbox", { name: "Trials" }).fill("1000000");
    await button(page, "Simulate").click();
    await page.getByRole("progressbar").waitFor();
    await field(page, 1, "exposure_per_hour").fill("5000");
    await settled(page);
    await shoot(page, "10-simulating");
    await button(page, "Cancel").click();
    await page.getByText("The simulation was cancelled").waitFor();
    await page.getByRole("textbox", { name: "Trials" }).fill("100");
    await button(page, "Simulate").click();
    await page.getByText(/This rests on 100 trials/u).waitFor({ timeout: 30_000 });
    await page.getByRole("textbox", { name: "Trials" }).fill("1000000000");
    await button(page, "Simulate").click();
    await page.locator("#simulate-problem").waitFor();
    assert.match(await page.locator("#simulate-problem").innerText(), /1000000/u);
  }));

test("a crash of the worker starts it again and says so", () =>
  visit({}, async (page) => {
    await page.evaluate(() => window.whorunsit.live.engine.crash());
    await page.getByText(/It was started again/u).waitFor();
    await field(page, 1, "exposure_per_hour").fill("90000");
    await settled(page);
    assert.equal((await state(page)).recommendation.services[1].availability_target, "99.0");
  }));

test("it goes on offline once it is loaded", () =>
  visit({}, async (page, { context }) => {
    await page.waitForLoadState("networkidle");
    await context.setOffline(true);
    await field(page, 1, "exposure_per_hour").fill("90000");
    await settled(page);
    assert.equal((await state(page)).recommendation.services[1].availability_target, "99.0");
    await exported(page, "Export as TOML", folder);
    await unfold(page, "Every cost");
    await page.locator(".costs .figure").first().click();
    await page.getByRole("dialog").locator("tbody tr").first().waitFor();
  }));

test("scenarios stand side by side, with the core's errors", () =>
  visit({}, async (page) => {
    await toTab(page, "What if");
    await button(page, "Add “cheaper standby”").click();
    await button(page, "Add “five years”").click();
    await button(page, "Add “ecommerce-platform by its team”").click();
    await page.locator("#tab-panel tbody tr").nth(3).waitFor();
    assert.match(await page.locator("#tab-panel tbody").innerText(), /ecommerce-platform: You Build It You Run It/u);
    await page.locator("#tab-panel").scrollIntoViewIfNeeded();
    await shoot(page, "15-scenarios", { fullPage: true });
    await page.getByLabel("Changes of five years").fill("[horizon]\nyears = 99");
    await page.locator("#tab-panel [role=alert]").getByText(/99/u).waitFor();
  }));

test("variants stand beside the portfolio as it is, with the core's figures, each of which explains itself", () =>
  visit({}, async (page) => {
    await toTab(page, "Money");
    assert.equal(await page.getByRole("region", { name: "Variants" }).count(), 0);
    await imported(page, here("../../../vectors/compare/variants.input.toml"));
    const table = page.getByRole("region", { name: "Variants" });
    await table.waitFor();
    await settled(page);
    const { strategies, variants } = vector("compare", "variants");
    assert.deepEqual(
      await table
        .locator("tbody tr")
        .evaluateAll((rows) =>
          rows.map((row) => [
            row.querySelector("bdi")?.textContent ?? "as it is",
            [...row.querySelectorAll("data")].map((one) => one.value),
            [...row.querySelectorAll("td small:last-child")].map((one) => one.innerText),
          ]),
        ),
      [
        [
          "as it is",
          strategies.map((one) => one.over_horizon),
          strategies.map((one) => `${one.targets_missed} missed`),
        ],
        ...variants.map((variant) => [
          variant.name,
          variant.strategies.flatMap((one) => [one.over_horizon, one.more_than_as_it_is]),
          variant.strategies.map((one) => `${one.targets_missed} missed`),
        ]),
      ],
    );
    await table.scrollIntoViewIfNeeded();
    await shoot(page, "19-variants", { fullPage: true });
    await table
      .getByRole("button", { name: /^outsourced support, Recommended/u })
      .first()
      .click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("In place of Ops Run It").waitFor();
    const sums = await dialog
      .getByRole("region", { name: "The variant beside the portfolio as it is" })
      .locator("data")
      .evaluateAll((all) => all.map((one) => one.value));
    const [before, now] = [strategies, variants[1].strategies].map((all) =>
      all.find(({ strategy }) => strategy === "hybrid-at-scale"),
    );
    assert.deepEqual(sums, [
      before.premium.over_horizon,
      now.premium_over_horizon,
      before.loss.over_horizon,
      now.loss_over_horizon,
      before.over_horizon,
      now.over_horizon,
    ]);
    await shoot(page, "19-variant-explained");
  }));

test("the core's charts are drawn, without eval, each from its specification", () =>
  visit({}, async (page) => {
    await toTab(page, "Charts");
    for (const chart of ["costs", "exceedance", "tornado", "map", "scale", "break-even", "selector"]) {
      await page.locator("#tab-panel select").first().selectOption(chart);
      await page.locator(".vega svg").waitFor();
      await page.waitForTimeout(300);
      assert.ok((await page.locator(".vega svg path, .vega svg rect").count()) > 3, chart);
      // It stands in its place, as large as it was drawn.
      const [place, drawn] = [await page.locator(".vega").boundingBox(), await page.locator(".vega svg").boundingBox()];
      assert.ok(
        drawn.height > 100 && drawn.y >= place.y && drawn.y + drawn.height <= place.y + place.height + 1,
        chart,
      );
      await page.locator("#tab-panel").screenshot({ path: join(here("../screenshots"), `23-chart-${chart}.png`) });
    }
  }));

test("inputs of the portfolio and its text are edited, with the core's errors in their lines", () =>
  visit({}, async (page) => {
    await toTab(page, "All inputs");
    await page.getByLabel("Years to compare over").fill("5");
    await settled(page);
    assert.equal((await state(page)).comparison.horizon_years, 5);
    await page.getByLabel("Years to compare over").fill("99");
    await page.locator("#input-horizon-years-problem").waitFor();
    await page.getByLabel("Years to compare over").fill("3");
    await settled(page);
    await shoot(page, "16-inputs", { fullPage: true });
    await toTab(page, "As text");
    const text = await page.locator("#as-text").inputValue();
    await page.locator("#as-text").fill(text.replace('"very-high"', '"enormous"'));
    await button(page, "Take over").click();
    await page
      .locator("#as-text-problem")
      .getByText(/Line \d+.*enormous/u)
      .waitFor();
    await page.locator("#as-text").fill(text.replace('"very-high"', '"medium"'));
    await button(page, "Take over").click();
    await page.getByRole("status").getByText("Taken over").waitFor();
    await settled(page);
    assert.equal((await state(page)).recommendation.services[2].feature_demand, "medium");
    for (const tab of ["On call", "Plan"]) {
      await toTab(page, tab);
      await shoot(page, tab === "Plan" ? "18-plan" : "17-on-call", { fullPage: true });
    }
  }));

test("the report is the core’s: two or three printed pages, light also from a dark screen, and one file", () =>
  visit({ colorScheme: "dark" }, async (page) => {
    const said = /^You Build It You Run It for 2 of 3 services \(appointments, bedroom\); Ops Run It for 1/u;
    await button(page, "Report").click();
    const dialog = page.getByRole("dialog");
    const paper = dialog.locator(".sheet");
    await paper.locator(".decision .first").waitFor({ timeout: 60_000 });
    assert.match(await paper.locator(".decision .first").innerText(), said);
    await shoot(page, "22-report-dialog");
    await page.evaluate(() => {
      window.print = () => {
        window.printed = true;
      };
    });
    await dialog.getByRole("button", { name: "Print, or save as PDF" }).click();
    assert.ok(await page.evaluate(() => window.printed));
    const pdf = await page.pdf({
      path: join(here("../screenshots"), "22-report.pdf"),
      preferCSSPageSize: true,
      format: "A4",
    });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/gu).length;
    assert.ok(pages === 2 || pages === 3, `${pages} pages`);
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 794, height: 1000 });
    const printed = page.locator(".report main");
    assert.equal(await printed.evaluate((one) => getComputedStyle(one).color), "rgb(22, 24, 29)");
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
    assert.match(await printed.locator(".decision .first").innerText(), said);
    await shoot(page, "22-report", { fullPage: true });
    // The same as a file: light on a dark screen, alone, and nothing in it can run.
    await page.emulateMedia({ media: "screen" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Save as HTML" }).click(),
    ]);
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    assert.match(path, /-report\.html$/u);
    const text = readFileSync(path, "utf8");
    assert.doesNotMatch(text, /<script|<link|url\(|(?<!xmlns=")https?:/u);
    const alone = await site.browser.newPage({ colorScheme: "dark" });
    const wrong = [];
    alone.on("console", (message) => wrong.push(message.text()));
    for (const width of [360, 1360]) {
      await alone.setViewportSize({ width, height: 900 });
      await alone.goto(pathToFileURL(path).href);
      assert.match(await alone.locator(".decision .first").innerText(), said);
      assert.equal(
        await alone.evaluate(() => getComputedStyle(document.querySelector("main")).backgroundColor),
        "rgb(255, 255, 255)",
      );
      assert.ok((await alone.evaluate(() => document.documentElement.scrollWidth)) <= width);
      await shoot(alone, `23-report-file-${width}`, { fullPage: true });
    }
    assert.deepEqual(wrong, []);
    await alone.close();
    // From the menu it is saved at once, and Ctrl P prints it.
    await page.setViewportSize({ width: 1360, height: 900 });
    await page.keyboard.press("Escape");
    assert.match(await exported(page, "Save the report as HTML", folder), /-report\.html$/u);
    await page.keyboard.press("Escape");
    await page.evaluate(() => {
      window.printed = false;
    });
    await page.keyboard.press("Control+p");
    await page.waitForFunction(() => window.printed, undefined, { timeout: 60_000 });
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".report").count(), 0);
  }));
