// The selector: points that are dragged and moved, by pointer and by keyboard, in a real browser.

import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

import { button, grab, settled, shoot, state, twoHundred, visiting } from "./common.js";

const site = visiting();
const folder = mkdtempSync(join(tmpdir(), "whorunsit-calculator-"));

const visit = site.visit;

test("a service is never dragged above what it is exposed to in a peak", () =>
  visit({}, async (page) => {
    await page.evaluate(() => {
      const { store } = window.whorunsit;
      store.services(
        store.case.portfolio.services.map((service, at) =>
          at === 1
            ? {
                ...service,
                peaks: [{ name: "sale", from: "2026-11-27", to: "2026-11-30", exposure_per_hour: "50000" }],
              }
            : service,
        ),
      );
    });
    await settled(page);
    const point = page.locator('.point[data-service="1"]');
    await point.focus();
    for (let step = 0; step < 3; step += 1) await page.keyboard.press("Shift+ArrowUp");
    await settled(page);
    assert.equal((await state(page)).case.portfolio.services[1].exposure_per_hour, "49500");
    assert.equal(await page.locator(".problems").count(), 0);
  }));

test("a point is dragged with the mouse to another cell", () =>
  visit({}, async (page) => {
    const plot = await grab(page, page.locator(".point").nth(1));
    await page.mouse.move(plot.x + plot.width * 0.3, plot.y + plot.height * 0.4, { steps: 8 });
    await page.mouse.move(plot.x + plot.width * 0.375, plot.y + plot.height * 0.36, { steps: 4 });
    await page.mouse.up();
    await settled(page);
    const { recommendation, case: now } = await state(page);
    const moved = recommendation.services[1];
    assert.equal(moved.feature_demand, "medium");
    assert.equal(moved.availability_target, "99.9");
    assert.equal(moved.operating_model, "ops-run-it");
    assert.equal(now.portfolio.services[1].exposure_per_hour, moved.exposure_per_hour);
    await shoot(page, "06-dragged");
    await button(page, "Undo").click();
    await settled(page);
    assert.equal((await state(page)).recommendation.services[1].exposure_per_hour, "6000");
  }));

test("a point is moved, and everything is reached, by keyboard alone", () =>
  visit({}, async (page) => {
    for (let count = 0; count < 40; count += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement.classList.contains("point"))) break;
    }
    // One stop of the Tab key for all services on the selector: from one to the next by a key of its own.
    assert.match(
      await page.evaluate(() => document.activeElement.getAttribute("aria-label")),
      /^ecommerce-platform: /u,
    );
    await page.keyboard.press("p");
    assert.match(
      await page.evaluate(() => document.activeElement.getAttribute("aria-label")),
      /^bedroom: .*200,000 an hour, very-high demand/u,
    );
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Shift+ArrowUp");
    await settled(page);
    const [, , bedroom] = (await state(page)).recommendation.services;
    assert.equal(bedroom.feature_demand, "medium");
    assert.equal(bedroom.availability_target, "99.9");
    await page
      .getByRole("status")
      .getByText(/^bedroom: .*Ops Run It/u)
      .waitFor();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#service h2").innerText(), "bedroom");
    await shoot(page, "07-keyboard");
    await page.locator("[role=tab]").first().focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.locator("[role=tab][aria-selected=true]").innerText(), "On call");
  }));

test("of 200 services, each is reached from its cell, by keyboard and by pointer, and moved", () =>
  visit({}, async (page) => {
    await twoHundred(page, folder);
    const { recommendation } = await state(page);
    const cell = page.getByRole("combobox", { name: /services: exposure to \$250k an hour, high demand, 99\.0 %$/u });
    const inside = recommendation.services
      .filter((service) => service.feature_demand === "high" && service.availability_target === "99.0")
      .map(({ name }) => name);
    assert.equal(
      await cell.getAttribute("aria-label"),
      `${inside.length} services: exposure to $250k an hour, high demand, 99.0 %`,
    );
    assert.deepEqual((await cell.locator("option").allInnerTexts()).slice(1), inside);
    // Up to twelve of a cell are points.
    const listed = await page.locator(".crowd option:not(:disabled)").count();
    assert.equal(
      listed +
        (await page.locator(".point:not(.selected)").count()) +
        ((await page.locator(".crowd option:checked:not(:disabled)").count()) === 0 ? 1 : 0),
      200,
    );
    const point = page.locator(".point.selected");
    const chosen = async (name) => {
      await page.locator("#service h2").getByText(name, { exact: true }).waitFor();
      assert.match(await point.getAttribute("aria-label"), new RegExp(`^${name}: `, "u"));
    };
    // By keyboard: to the cell, to the second of its services, and on to its point.
    await cell.focus();
    await page.keyboard.press("ArrowDown");
    await chosen(inside[0]);
    await page.keyboard.press("ArrowDown");
    await chosen(inside[1]);
    await shoot(page, "24-chosen-of-many");
    for (let count = 0; count < 20 && !(await point.evaluate((one) => one === document.activeElement)); count += 1)
      await page.keyboard.press("Tab");
    await page.keyboard.press("Shift+ArrowUp");
    await settled(page);
    const moved = (await state(page)).recommendation.services.find(({ name }) => name === inside[1]);
    assert.equal(moved.availability_target, "99.9");
    assert.equal(
      await cell.getAttribute("aria-label"),
      `${inside.length - 1} services: exposure to $250k an hour, high demand, 99.0 %`,
    );
    // By pointer: chosen from the list, and dragged to another cell.
    await cell.selectOption(inside[4]);
    await chosen(inside[4]);
    const plot = await grab(page, point);
    await page.mouse.move(plot.x + plot.width * 0.2, plot.y + plot.height * 0.7, { steps: 8 });
    await page.mouse.move(plot.x + plot.width * 0.125, plot.y + plot.height * 0.63, { steps: 4 });
    await page.mouse.up();
    await settled(page);
    assert.equal(
      (await state(page)).recommendation.services.find(({ name }) => name === inside[4]).feature_demand,
      "low",
    );
    assert.equal(await cell.locator("option").count(), 1 + inside.length - 2);
    assert.equal(
      await page
        .getByRole("combobox", { name: /services: exposure to \$250k an hour, low demand, 99\.0 %$/u })
        .locator("option:checked")
        .innerText(),
      inside[4],
    );
  }));
