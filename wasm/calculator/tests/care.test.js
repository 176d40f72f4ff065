// What somebody made is not lost, mixed up or read as something else without a word.

import assert from "node:assert/strict";
import test from "node:test";

import { button, inSight, pasted, settled, state, visiting } from "./common.js";

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
      await inSight(page);
      const plot = await page.locator(".plot").boundingBox();
      const box = await point.boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
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

test("pasted rows say what they replaced and how they were read", () =>
  visit({}, async (page) => {
    await pasted(page, "name\texposure\tdemand\nbedroom\t9.000\tlow\nnew one\t12\thigh");
    await page.getByText("2 services pasted, 1 of them in place of one with the same name; 9.000: a point was read as the decimal point").waitFor();
  }));

test("a draft with a mistake says on loading that there are no figures yet", () =>
  visit({}, async (page) => {
    await page.locator("#field-1-exposure_per_hour").fill("oops");
    await page.waitForFunction(() => Object.values(localStorage).some((kept) => kept.includes("oops")));
    await page.goto(site.server.address);
    await page.getByText("Until then there are no figures.").waitFor();
    assert.equal(await page.locator("main, header").getByText(/Asking the core|Loading the core/u).count(), 0);
    await page.locator("#field-1-exposure_per_hour").fill("6000");
    await settled(page);
    await page.locator(".point").nth(2).waitFor();
  }));

test("a new case has nothing of the retailer", () =>
  visit({}, async (page) => {
    await button(page, "More ▾").click();
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
