// axe-core finds no violation of WCAG 2.2 AA, in light and dark, wide and narrow, on every part of the page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test, { after, before } from "node:test";

import { button, launch, open, serve, settled, shoot } from "./common.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let server;
let browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function violations(page) {
  // The page's policy allows no script but its own: this one is run by the browser's debugger.
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`).join(" | ")}`);
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1360, 360]) {
    test(`${colorScheme}, ${width} pixels wide`, async () => {
      const { page, wrong, close } = await open(browser, server.address, { colorScheme, viewport: { width, height: 900 }, tour: true });
      try {
        assert.deepEqual(await violations(page), [], "the tour");
        await button(page, "Skip").click();
        // What differs by width are the layout and the menus, not each table.
        const tabs = ["Strategies", "On call", "Plan", "Simulation", "Charts", "Scenarios", "Inputs", "As text"];
        for (const tab of width > 1000 ? tabs : ["Strategies", "Simulation", "Scenarios", "Inputs"]) {
          await page.getByRole("tab", { name: tab }).click();
          if (tab === "Simulation") {
            await button(page, "Simulate").click();
            await page.getByText(/This rests on/u).waitFor({ timeout: 30_000 });
          }
          if (tab === "Scenarios") {
            await button(page, "Add “five years”").click();
            await page.locator("#tab-panel tbody tr:visible").nth(1).waitFor();
          }
          if (tab === "Charts") await page.locator(".vega svg").waitFor();
          await page.waitForTimeout(100);
          if (colorScheme === "dark" && width === 1360) await shoot(page, `30-dark-${tab}`, { fullPage: true });
          assert.deepEqual(await violations(page), [], tab);
        }
        await page.locator("#field-1-exposure_per_hour").fill("no number");
        await page.locator("#field-1-exposure_per_hour-problem").waitFor();
        await page.getByText("All inputs of this service").click();
        assert.deepEqual(await violations(page), [], "mistakes");
        await button(page, "Undo").click();
        await settled(page);
        await button(page, "File ▾").click();
        assert.deepEqual(await violations(page), [], "the menu");
        await page.keyboard.press("Escape");
        for (const which of [".costs .figure", ".verdict .figure", ".sentence .figure"]) {
          await page.locator(which).first().click();
          await page.getByRole("dialog").locator("h2").waitFor();
          await page.waitForTimeout(150);
          assert.deepEqual(await violations(page), [], which);
          await page.keyboard.press("Escape");
        }
        assert.deepEqual(wrong, []);
      } finally {
        await close();
      }
    });
  }
}
