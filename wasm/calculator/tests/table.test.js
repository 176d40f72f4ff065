// The table of services, in a real browser.

import assert from "node:assert/strict";
import { writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

import { button, imported, settled, shoot, state, twoHundred, visiting, toTab } from "./common.js";

const site = visiting();
const folder = mkdtempSync(join(tmpdir(), "whorunsit-calculator-"));
const field = (page, index, name) => page.locator(`#field-${index}-${name}`);

const visit = site.visit;

test("the table of services is one stop of Tab; arrow keys, search, sorting and groups", () =>
  visit({}, async (page) => {
    await twoHundred(page, folder);
    const find = page.getByRole("searchbox", { name: "Search services and teams" });
    const stops = await page
      .locator("#services")
      .evaluate(
        (one) =>
          [...one.querySelectorAll(".sheet button, .sheet input, .sheet select")].filter((each) => each.tabIndex === 0)
            .length,
      );
    assert.equal(stops, 2, "the heads of the columns, and the cells");
    await find.fill("service 19");
    await page.getByText("11 of 200 services.").waitFor();
    assert.equal(await page.locator(".service-row").count(), 11);
    await button(page, "Exposure an hour").click();
    assert.equal(await page.locator(".service-row input").first().inputValue(), "service 199", "the largest first");
    await field(page, 199, "name").focus();
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.id), "field-198-name");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.id), "field-198-kind");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.closest(".sheet")), null, "Tab leaves the table");
    await button(page, "Group by team").click();
    assert.equal(await page.locator(".group-row").count(), 1);
  }));

test("editing a field changes the figures; a mistake is told beside it, and the figures stay", () =>
  visit({}, async (page) => {
    await field(page, 1, "exposure_per_hour").fill("90000");
    await settled(page);
    let now = await state(page);
    assert.equal(now.recommendation.services[1].availability_target, "99.0");
    await field(page, 1, "exposure_per_hour").fill("ninety");
    await page.locator("#field-1-exposure_per_hour-problem").waitFor();
    assert.match(await page.locator("#field-1-exposure_per_hour-problem").innerText(), /^[^`]*\bninety\b[^`]*$/u);
    assert.equal(await field(page, 1, "exposure_per_hour").getAttribute("aria-invalid"), "true");
    await field(page, 0, "name").fill("bedroom");
    await page.getByText("2 inputs to correct").waitFor();
    await page.evaluate(() => scrollTo(0, 700));
    await shoot(page, "05-mistakes");
    await page.getByText("The figures are those of the other services.").waitFor();
    now = await state(page);
    assert.deepEqual(
      now.recommendation.services.map(({ name }) => name),
      ["bedroom"],
      "a mistake and the second of a name are left out",
    );
    await field(page, 0, "name").fill("shop");
    await field(page, 1, "exposure_per_hour").fill("low 100, likely 200, high 900");
    await settled(page);
    now = await state(page);
    assert.deepEqual(now.case.portfolio.services[1].exposure_per_hour, { low: "100", likely: "200", high: "900" });
    assert.equal(now.recommendation.services[0].name, "shop");
  }));

test("services are added, duplicated and removed; undo and redo go through all of it", () =>
  visit({}, async (page) => {
    const first = (await state(page)).case.portfolio;
    await button(page, "Add a service").click();
    await settled(page);
    await button(page, "Duplicate bedroom").click();
    await settled(page);
    await button(page, "Remove appointments").click();
    await settled(page);
    const names = async () => (await state(page)).case.portfolio.services.map(({ name }) => name);
    const last = await names();
    assert.deepEqual(last, ["ecommerce-platform", "bedroom", "bedroom copy", "new service"]);
    for (let step = 0; step < 3; step += 1) await button(page, "Undo").click();
    assert.deepEqual((await state(page)).case.portfolio, first);
    assert.equal(await button(page, "Undo").isDisabled(), true);
    await page.keyboard.press("Control+y");
    await page.keyboard.press("Control+Shift+z");
    await button(page, "Redo").click();
    assert.deepEqual(await names(), last);
  }));

test("5 000 services work", () =>
  visit({}, async (page) => {
    const path = join(folder, "many.csv");
    writeFileSync(
      path,
      `name,team,exposure_per_hour,feature_demand,incidents_per_year\n${Array.from({ length: 5000 }, (_, index) => `service ${index},team ${index % 300},${(index + 1) * 150},${["low", "medium", "high", "very-high"][index % 4]},${1 + (index % 7)}`).join("\n")}`,
    );
    await imported(page, path);
    await page.getByText(/5,000 services read/u).waitFor({ timeout: 30_000 });
    await settled(page);
    await shoot(page, "14-five-thousand");
    assert.ok((await page.locator(".point").count()) <= 16 * 12);
    assert.ok((await page.locator(".crowd option:not(:disabled)").count()) > 4900);
    await page.waitForTimeout(400);
    await button(page, "Share").click();
    await page.getByText(/too large for a link/u).waitFor();
  }));

test("it is used at 360 pixels", () =>
  visit({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }, async (page) => {
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
    await shoot(page, "19-narrow", { fullPage: true });
    const cut = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("main .wide")]
          .filter((one) => one.scrollWidth > one.clientWidth + 1)
          .map((one) => `${one.getAttribute("aria-label")} ${getComputedStyle(one).overflowX}`),
      );
    assert.deepEqual(await cut(), [], "no table scrolls sideways");
    // Between cards and the whole table, what does not fit is scrolled to.
    await page.setViewportSize({ width: 1000, height: 740 });
    assert.deepEqual(await cut(), ["Table of services auto"]);
    await page.setViewportSize({ width: 360, height: 740 });
    await button(page, "Menu").click();
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
    await shoot(page, "20-narrow-menu");
    await page.keyboard.press("Escape");
    for (const tab of ["On call", "Uncertainty", "Charts", "What if", "Ready", "All inputs", "As text"]) {
      await toTab(page, tab);
      await page.waitForTimeout(80);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, tab);
    }
    await page.locator(".verdict .figure").click();
    await page.getByRole("dialog").waitFor();
    await shoot(page, "21-narrow-explained");
  }));
