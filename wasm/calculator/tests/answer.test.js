// The answer, what is left to decide, and the figures behind them, in a real browser. Screenshots are for looking at, in ../screenshots.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { button, here, settled, shoot, state, visiting, unfold } from "./common.js";

const site = visiting();
const field = (page, index, name) => page.locator(`#field-${index}-${name}`);
const vector = (command, name = "furniture-retailer") =>
  JSON.parse(readFileSync(here(`../../../vectors/${command}/${name}.output.json`), "utf8"));

const visit = site.visit;

test("a first visit opens the furniture retailer at its top, with the answer in sight, and says how this works", () =>
  visit({}, async (page) => {
    assert.equal(await page.evaluate(() => scrollY), 0);
    assert.equal(
      (await page.locator(".headline").innerText()).replaceAll("\n", " "),
      "Let product teams run 2 of 3 services; operations keep one.",
    );
    const box = await page.locator("#answer").boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height < 900, "above the fold");
    assert.equal(await page.locator(".bar").count(), 5);
    await page
      .locator(".sure")
      .getByText(/of [\d,]+ trials it is cheaper than operations running everything/u)
      .waitFor({ timeout: 30_000 });
    await shoot(page, "01-first-visit");
    const how = button(page, "How this works");
    await how.click();
    await page.getByRole("dialog").getByText("An operating model is insurance").waitFor();
    await page.keyboard.press("Escape");
    assert.ok(await how.evaluate((one) => one === document.activeElement), "the focus is back");
    assert.equal(await page.locator(".cell").count(), 16);
    assert.equal(await page.locator(".cell .area").count(), 2);
    assert.equal(await page.locator(".point").count(), 3);
    await shoot(page, "02-whole-page", { fullPage: true });
  }));

test("the strategies are bars, the least first, and what is recommended goes by the playbook or by the money", () =>
  visit({}, async (page) => {
    const { comparison } = await state(page);
    const sorted = comparison.strategies
      .map(({ over_horizon }) => over_horizon)
      .toSorted((a, b) => Number(a) - Number(b));
    assert.deepEqual(await page.locator(".bar data").evaluateAll((all) => all.map((one) => one.value)), sorted);
    await button(page, "Money").click();
    await settled(page);
    const after = await state(page);
    assert.equal(after.case.portfolio.selection.policy, "least-cost");
    assert.equal(after.recommendation.policy, "least-cost");
    assert.match(
      (await page.locator(".headline").innerText()).replaceAll("\n", " "),
      /^Let product teams run all 3 services\.$/u,
    );
    assert.equal(await page.locator(".card.decide").count(), 0);
    assert.equal(await page.locator(".cell.ops-run-it").count(), 8, "the selector still shows what the playbook says");
    await shoot(page, "03-money");
    await button(page, "Undo").click();
    await settled(page);
    assert.deepEqual((await state(page)).case.portfolio.selection, undefined);
  }));

test("a disagreement is decided by hand, and taken back", () =>
  visit({}, async (page) => {
    const card = page.locator(".card.decide");
    assert.match(
      await card.innerText(),
      /^ecommerce-platform: the playbook leaves it with operations, at 99\.9 % and monthly deployments\. The money says its team, by \$[\d.]+m/u,
    );
    await page.getByRole("button", { name: "Let its team run it: ecommerce-platform" }).click();
    await card.waitFor({ state: "detached" });
    await settled(page);
    const { recommendation, case: now } = await state(page);
    assert.equal(now.portfolio.services[0].operating_model, "you-build-it-you-run-it");
    assert.match(
      now.portfolio.services[0].operating_model_reason,
      /costs \$16\.5 million less over 3 years/u,
      "the core keeps why",
    );
    assert.equal(recommendation.services[0].operating_model, "you-build-it-you-run-it");
    assert.equal(await card.count(), 0);
    await button(page, "Undo").click();
    await settled(page);
    await page.getByRole("button", { name: "Keep Ops Run It for ecommerce-platform" }).click();
    await settled(page);
    assert.equal((await state(page)).case.portfolio.services[0].operating_model, "ops-run-it");
    assert.equal(await card.count(), 0, "what is decided is not asked again");
    await page.locator(".decisions").getByRole("button", { name: "Go to it: incidents a year" }).click();
    await page.waitForFunction(() => document.activeElement?.id === "field-0-incidents_per_year");
  }));

test("with no service the old answer is gone; while a mistake stands, figures are of the other services", () =>
  visit({}, async (page) => {
    await field(page, 1, "exposure_per_hour").fill("ninety");
    await page
      .locator(".answer.stale .state")
      .getByText("These are the figures of the services without mistakes.")
      .waitFor();
    await button(page, "Undo").click();
    await settled(page);
    for (let left = 3; left > 0; left -= 1)
      await page
        .getByRole("button", { name: /^Remove /u })
        .first()
        .click();
    await page.locator(".headline").getByText("There is no service yet.").waitFor();
    assert.equal(await page.locator(".bar").count(), 0);
  }));

test("the name of the case is edited in its place", () =>
  visit({}, async (page) => {
    await page.locator("h1 button").click();
    await page.getByRole("textbox", { name: "Name of the case" }).fill("Mine");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("h1").innerText(), "Mine");
    await button(page, "Undo").click();
    assert.equal(await page.locator("h1").innerText(), "Furniture retailer, with illustrative costs");
  }));

test("a menu closes when the focus leaves it", () =>
  visit({}, async (page) => {
    await button(page, "Menu").click();
    await page.getByRole("button", { name: "Start a new case" }).waitFor();
    for (let count = 0; count < 30; count += 1) await page.keyboard.press("Tab");
    assert.equal(await page.getByRole("button", { name: "Start a new case" }).count(), 0);
  }));

test("the figures are those of the vectors, to the last digit", () =>
  visit({}, async (page) => {
    const { recommendation, comparison } = await state(page);
    const recommended = vector("recommend", "furniture-retailer-costs");
    const { provenance: _, ...rest } = recommendation;
    const { provenance: __, ...expected } = recommended;
    assert.deepEqual(rest, expected);
    assert.deepEqual(comparison.services, vector("compare").services);
    const shown = await page.locator(".costs data").evaluateAll((all) => all.map((one) => one.value));
    const [first] = vector("compare").services;
    const types = [
      "setup",
      "transition",
      "run",
      "incident",
      "opportunity",
      "premium_over_horizon",
      "loss_over_horizon",
    ];
    assert.deepEqual(
      shown,
      types.flatMap((type) => [first.you_build_it_you_run_it[type], first.ops_run_it[type]]),
    );
  }));

test("the ledger that explains a cost adds up to it, under both models", () =>
  visit({}, async (page) => {
    const sums = await page.evaluate(async () => {
      const { live, store } = window.whorunsit;
      const found = [];
      for (const [index, service] of live.view.comparison.services.entries()) {
        for (const [key, model] of [
          ["ops_run_it", "ops-run-it"],
          ["you_build_it_you_run_it", "you-build-it-you-run-it"],
        ]) {
          const portfolio = structuredClone(store.case.portfolio);
          portfolio.services[index].operating_model = model;
          const ledger = await live.engine.ask(
            "costs",
            JSON.stringify(portfolio),
            { by: [] },
            { services: [service.name] },
          );
          for (const type of ["setup", "transition", "run", "incident", "opportunity"]) {
            const lines = ledger.line_items.filter((item) => item.cost_type === type && item.code !== "standby");
            found.push([
              service.name,
              model,
              type,
              Math.round(100 * lines.reduce((sum, item) => sum + Number(item.amount), 0)),
              Math.round(100 * Number(service[key][type])),
            ]);
          }
        }
      }
      return found;
    });
    for (const [name, model, type, ledger, shown] of sums) assert.equal(ledger, shown, `${name} ${model} ${type}`);
    await unfold(page, "Every cost");
    await page.locator(".costs .figure").nth(9).click();
    await page.getByRole("dialog").locator("tbody tr").first().waitFor();
    await shoot(page, "03-explained");
    await page.keyboard.press("Escape");
    await page.locator(".verdict .figure").click();
    await page.getByRole("dialog").getByText("Net benefit").waitFor();
    await shoot(page, "04-explained-insurance");
  }));

test("amounts look as they do where the reader lives", () =>
  visit({ locale: "de-DE" }, async (page) => {
    assert.match(await page.locator(".verdict").innerText(), /16,5\sMio\.\s\$/u);
    assert.equal(
      await page.locator(".verdict data").getAttribute("value"),
      (await state(page)).recommendation.services[0].insurance.net_benefit,
    );
  }));

test("a slider moves the exposure in one step of undoing, and marks where an answer changes", () =>
  visit({}, async (page) => {
    const { flips } = await page.evaluate(() => window.whorunsit.live.view.sensitivity.services[0]);
    assert.equal(
      await page.locator(".sliders .flip-marks span").count(),
      [...flips.selection, ...flips.cost].filter(({ input }) => ["exposure_per_hour", "feature_demand"].includes(input))
        .length,
    );
    const slider = page.getByRole("slider", { name: "Exposure an hour" });
    await slider.focus();
    for (let count = 0; count < 5; count += 1) await page.keyboard.press("ArrowLeft");
    await settled(page);
    assert.ok(Number((await state(page)).recommendation.services[0].exposure_per_hour) < 810_000);
    await page.getByRole("slider", { name: "Feature demand" }).fill("3");
    await settled(page);
    assert.equal((await state(page)).recommendation.services[0].operating_model, "you-build-it-you-run-it");
    await button(page, "Undo").click();
    await button(page, "Undo").click();
    assert.equal((await state(page)).case.portfolio.services[0].exposure_per_hour, "810000");
  }));
