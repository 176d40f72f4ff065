// axe-core finds no violation of WCAG 2.2 AA, in light and dark, wide and narrow, on every part of the page; and what
// axe cannot see: reflow, large letters, forced colours, motion, and that nothing lies over what has the focus.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";

import { violations } from "./axe.js";
import { button, launch, open, serve, settled, shoot, twoHundred, toTab, unfold, simulated } from "./common.js";

const folder = mkdtempSync(join(tmpdir(), "whorunsit-axe-"));
let server;
let browser;
/** With letters twice as large as usual, as somebody sets in the browser. */
let large;
before(async () => {
  server = await serve();
  browser = await launch();
  large = await launch("--blink-settings=defaultFontSize=32");
});
after(async () => {
  await browser?.close();
  await large?.close();
  await server?.close();
  rmSync(folder, { recursive: true });
});

const TABS = ["Money", "On call", "Plan", "Uncertainty", "Charts", "What if", "Ready", "All inputs", "As text"];
const FIGURES = [
  ".costs .figure",
  ".verdict .figure",
  ".sentence .figure",
  ".headline .figure",
  ".lead .figure",
  ".bar .figure",
  ".card .figure",
];

/** Opens a tab and what it holds: the simulation is run, a scenario added, the chart drawn. */
async function show(page, tab) {
  await toTab(page, tab);
  if (tab === "Uncertainty") {
    await simulated(page);
    await page.getByText(/This rests on/u).waitFor({ timeout: 30_000 });
  }
  if (tab === "What if") {
    await button(page, "Add “five years”").click();
    await page.locator("#tab-panel tbody tr:visible").nth(1).waitFor();
  }
  if (tab === "Charts") await page.locator(".vega svg").waitFor();
  if (tab === "As text") await page.locator("#as-text").waitFor();
  await page.waitForTimeout(100);
}

async function explained(page, which) {
  if (which.startsWith(".costs")) await unfold(page, "Every cost");
  await page.locator(which).first().click();
  await page.getByRole("dialog").locator("h2").waitFor();
  await page.waitForTimeout(150);
}

for (const width of [1360, 360]) {
  test(`light and dark, ${width} pixels wide`, async () => {
    const { page, wrong, close } = await open(browser, server.address, {
      colorScheme: "light",
      viewport: { width, height: 900 },
    });
    try {
      for (const asks of ["How this works", "Use my own services"]) {
        await button(page, asks).click();
        await page.getByRole("dialog").locator("h2").waitFor();
        assert.deepEqual(await violations(page, { part: "dialog" }), [], asks);
        await shoot(page, `33-${asks.replaceAll(" ", "-").toLowerCase()}-${width}`);
        await page.keyboard.press("Escape");
      }
      for (const tab of TABS) {
        await show(page, tab);
        const darkened = () => width === 1360 && shoot(page, `30-dark-${tab}`, { fullPage: true });
        const part = tab === TABS[0] ? undefined : ".portfolio";
        assert.deepEqual(await violations(page, { part, darkened }), [], tab);
      }
      await page.locator("#field-1-exposure_per_hour").fill("no number");
      await page.locator("#field-1-exposure_per_hour-problem").waitFor();
      await page.getByText("All inputs of this service").click();
      await button(page, "Paste rows").click();
      assert.deepEqual(await violations(page), [], "mistakes");
      await button(page, "Undo").click();
      await settled(page);
      for (const menu of ["Menu"]) {
        await button(page, menu).click();
        assert.deepEqual(await violations(page, { part: ".menu-body" }), [], menu);
        await page.keyboard.press("Escape");
      }
      for (const which of FIGURES) {
        await explained(page, which);
        assert.deepEqual(await violations(page, { part: "dialog" }), [], which);
        await page.keyboard.press("Escape");
      }
      await twoHundred(page, folder);
      assert.deepEqual(await violations(page), [], "200 services");
      assert.deepEqual(wrong, []);
    } finally {
      await close();
    }
  });
}

/** What is wider than the page, other than what scrolls by itself. */
const tooWide = (page) =>
  page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const boxes = [...document.querySelectorAll("body *")].filter(
      (one) =>
        one.getBoundingClientRect().right > wide + 1 &&
        one.closest(".wide, .vega, svg, .sr, fieldset:has(table)") === null,
    );
    return [
      ...(document.documentElement.scrollWidth > wide ? [`${document.documentElement.scrollWidth} of ${wide}`] : []),
      ...boxes.map((one) => one.outerHTML.slice(0, 100)),
      // Where rows are cards, none is cut.
      ...[...document.querySelectorAll(".wide:has(.stacked)")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => `${one.getAttribute("aria-label")}: ${one.scrollWidth} of ${one.clientWidth}`),
    ];
  });

const tooSmall = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("button, a, input, select, summary, textarea")]
      .filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        // A figure in a sentence is as wide as it is: WCAG leaves out targets in a line of text.
        const narrow = width < 24 && !(one.matches(".figure") && one.closest("td") === null);
        return width > 0 && !one.classList.contains("sr") && (narrow || height < 24);
      })
      .map((one) => one.outerHTML.slice(0, 100)),
  );

for (const [size, widths] of [
  ["usual", [320, 360]],
  ["twice as large", [640, 1280]],
]) {
  test(`nothing scrolls sideways and nothing is too small to press: ${widths.join(" and ")} pixels, letters ${size}`, async () => {
    const { page, wrong, close } = await open(size === "usual" ? browser : large, server.address, {
      viewport: { width: widths[0], height: 900 },
    });
    const check = async (what, also) => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await tooWide(page), [], `${what}, ${width}`);
        assert.deepEqual(await tooSmall(page), [], `${what}, ${width}`);
        await also?.(width);
      }
    };
    try {
      assert.equal(
        await page.evaluate(() => getComputedStyle(document.documentElement).fontSize),
        size === "usual" ? "15px" : "30px",
      );
      for (const tab of TABS) {
        await show(page, tab);
        await check(tab);
      }
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await shoot(page, `31-${width}-letters-${size.replaceAll(" ", "-")}`, { fullPage: true });
      }
      for (const menu of ["Menu"]) {
        await button(page, menu).click();
        await check(menu);
        await page.keyboard.press("Escape");
      }
      for (const which of FIGURES) {
        await explained(page, which);
        await check(which, async (width) =>
          assert.equal(
            await page.locator("dialog").evaluate((one) => one.scrollWidth - one.clientWidth),
            0,
            `${which}, ${width}`,
          ),
        );
        await page.keyboard.press("Escape");
      }
      await twoHundred(page, folder);
      await check("200 services");
      assert.deepEqual(wrong, []);
    } finally {
      await close();
    }
  });
}

test("what has the focus is never hidden by a message, 1360 and 360 pixels wide", async () => {
  const { page, close } = await open(browser, server.address, { viewport: { width: 1360, height: 740 } });
  /** Goes through the page by keyboard, and tells what has the focus and cannot be seen at all. */
  const hidden = async () => {
    const found = [];
    await page.evaluate(() => document.querySelector(".skip").focus());
    for (let count = 0; count < 90; count += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const one = document.activeElement;
        const box = one.getBoundingClientRect();
        const points = [0.05, 0.5, 0.95].flatMap((across) =>
          [0.05, 0.5, 0.95].map((down) => [box.left + box.width * across, box.top + box.height * down]),
        );
        const seen = points.some(([x, y]) => {
          const top = document.elementFromPoint(x, y);
          return (
            top !== null && (one.contains(top) || top.contains(one) || one.closest("label")?.contains(top) === true)
          );
        });
        return seen || one === document.body || one.classList.contains("sr") ? undefined : one.outerHTML.slice(0, 120);
      });
      if (at !== undefined) found.push(at);
    }
    return found;
  };
  try {
    await page.locator("#field-1-exposure_per_hour").fill("no number");
    await page.locator("#field-2-exposure_per_hour").fill("none either");
    await page.getByText("2 inputs to correct").waitFor();
    for (const width of [1360, 360]) {
      await page.setViewportSize({ width, height: 740 });
      assert.deepEqual(await hidden(), [], `a message, ${width}`);
    }
  } finally {
    await close();
  }
});

test("forced colours tell what is selected; nothing moves for who wants no motion", async () => {
  const { page, wrong, close } = await open(browser, server.address, { forcedColors: "active" });
  const border = (tab) =>
    page.getByRole("tab", { name: tab }).evaluate((one) => getComputedStyle(one).borderBottomColor);
  assert.notEqual(await border("Money"), await border("Plan"));
  assert.notEqual(await page.locator(".point.selected").evaluate((one) => getComputedStyle(one).outlineStyle), "none");
  assert.notEqual(
    await page
      .locator("tr.selected")
      .first()
      .evaluate((one) => getComputedStyle(one).outlineStyle),
    "none",
  );
  await shoot(page, "32-forced-colours", { fullPage: true });
  const moving = () =>
    page.evaluate(
      () =>
        [...document.querySelectorAll("*")].filter((one) => {
          const { transitionDuration, animationName } = getComputedStyle(one);
          return transitionDuration !== "0s" || animationName !== "none";
        }).length,
    );
  assert.equal(await moving(), 0);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  assert.ok((await moving()) > 0);
  assert.deepEqual(wrong, []);
  await close();
});
