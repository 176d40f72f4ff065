// A server of the built page and a browser, for all tests.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { chromium } from "playwright-core";

export const here = (path) => fileURLToPath(new URL(path, import.meta.url));
export const dist = here("../dist");
const shots = here("../screenshots");
mkdirSync(shots, { recursive: true });

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};
const packed = new Map();

/** What the build asks hosts to send with every page. */
const headers = (folder) => {
  const path = join(folder, "_headers");
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(1) : [];
  return Object.fromEntries(lines.filter((line) => line.includes(":")).map((line) => line.trim().split(/:\s*/u, 2)));
};

/** Serves the built page, or what `deploy` puts in its place, from a port of its own, compressed, as a static host does. */
export async function serve(folder = dist) {
  const requests = [];
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname)).replace(
      /\/$/,
      "/index.html",
    );
    const file = join(folder, path);
    requests.push(path);
    if (!file.startsWith(folder) || !existsSync(file)) return response.writeHead(404).end();
    if (!packed.has(file)) packed.set(file, gzipSync(readFileSync(file), { level: 9 }));
    const body = packed.get(file);
    response.writeHead(200, {
      ...headers(folder),
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-encoding": "gzip",
      "content-length": body.length,
    });
    return response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    requests,
    deploy: (another) => {
      folder = another;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

export const executable = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  process.env.CHROMIUM,
].find((path) => path && existsSync(path));

/** Only the quick compiler for WebAssembly: to optimise a module costs a visit more than it gains. Where times are told, both are used. */
const QUICK = "--js-flags=--liftoff-only";

export const launchOptimising = (...args) =>
  chromium.launch({
    executablePath: executable,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...args,
    ],
  });

export const launch = (...args) => launchOptimising(QUICK, ...args);

/** A page of a fresh profile, with everything that went wrong in it. */
export async function open(browser, address, { script, ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 900 },
    locale: "en-GB",
    reducedMotion: "reduce",
    acceptDownloads: true,
    ...options,
  });
  if (script !== undefined) await context.addInitScript(script);
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("dialog", (dialog) => {
    wrong.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address);
  await settled(page);
  return { page, context, wrong, close: () => context.close() };
}

/** A server and a browser for the tests of a file. A visit passes if nothing went wrong in the page, and everything came from
 *  its own host. The worker that keeps all files for times without a network is for offline.test.js. */
export function visiting(start = launch) {
  const site = {
    async visit(options, action) {
      const visited = await open(site.browser, site.server.address, { serviceWorkers: "block", ...options });
      const strangers = [];
      visited.page.on(
        "request",
        (request) =>
          !/^(data|blob):/u.test(request.url()) &&
          !request.url().startsWith(site.server.address) &&
          strangers.push(request.url()),
      );
      try {
        await action(visited.page, visited);
        assert.deepEqual(visited.wrong, []);
        assert.deepEqual(strangers, []);
      } finally {
        await visited.close();
      }
    },
  };
  before(async () => {
    site.server = await serve();
    site.browser = await start();
  });
  after(async () => {
    await site.browser?.close();
    await site.server?.close();
  });
  return site;
}

/** Waits until the figures are those of the case on the screen. */
export const settled = (page) =>
  page
    .waitForFunction(
      () => {
        const { live, store } = window.whorunsit ?? {};
        return (
          live !== undefined &&
          (live.view.problems.length > 0 ||
            (live.view.of === store.case.portfolio &&
              live.view.comparison !== undefined &&
              live.view.plan !== undefined &&
              live.view.sensitivity !== undefined))
        );
      },
      undefined,
      { timeout: 60_000 },
    )
    .then(() =>
      page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))),
    );

/** The case that is open, and what the core says about it. */
export const state = (page) =>
  page.evaluate(() => ({
    case: window.whorunsit.store.case,
    recommendation: window.whorunsit.live.view.recommendation,
    comparison: window.whorunsit.live.view.comparison,
  }));

export const shoot = (page, name, options = {}) => page.screenshot({ path: join(shots, `${name}.png`), ...options });

/** Exports the case, and says where the file is. */
export async function exported(page, label, folder) {
  await button(page, "Menu").click();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, label).click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** Chooses a file, and waits until what it holds is shown, or why nothing is. */
export async function offered(page, path) {
  await button(page, "Menu").click();
  await page.locator("input[type=file]").setInputFiles(path);
  await page.locator("dialog.bring button.main, .status .error").first().waitFor();
}

/** The same, and takes it. */
export async function imported(page, path) {
  await offered(page, path);
  const take = page.locator("dialog.bring button.main");
  if ((await take.count()) > 0) await take.click();
}

/** Pastes text into the table of services, and waits until it is read. */
export async function offeredRows(page, text) {
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document
      .querySelector("#field-0-name")
      .dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
  await page.locator("dialog.bring button.main, .status .error").first().waitFor();
}

/** The same, and takes the rows. */
export async function pasted(page, text) {
  await offeredRows(page, text);
  await page.locator("dialog.bring button.main").click();
}

/** Puts 200 services, spread over the selector, in the place of those that are there. */
export async function twoHundred(page, folder) {
  const path = join(folder, "two-hundred.csv");
  const rows = Array.from(
    { length: 200 },
    (_, index) => `service ${index},${(index + 1) * 4000},${["low", "medium", "high", "very-high"][index % 4]}`,
  );
  writeFileSync(path, ["name,exposure_per_hour,feature_demand", ...rows].join("\n"));
  await imported(page, path);
  await page.getByText(/200 services read/u).waitFor();
  await settled(page);
}

export const button = (page, name) => page.getByRole("button", { name, exact: true });

/** Scrolls the whole selector into sight, for the mouse, once what stands above it has come and pushes it no more. */
async function inSight(page) {
  await page.waitForFunction(() => document.querySelector(".sure:not(.stale):not(:has([aria-busy=true]))") !== null);
  await page.locator(".plot").evaluate(async (plot) => {
    const top = () => plot.getBoundingClientRect().top + window.scrollY;
    for (let last; last !== top(); await new Promise((resolve) => setTimeout(resolve, 100))) last = top();
    plot.scrollIntoView({ block: "center", behavior: "instant" });
  });
}

/** Takes hold of a point with the mouse, and tells where the selector is. */
export async function grab(page, point) {
  await inSight(page);
  // Not a place worked out before: a simulation that begins in between moves the selector.
  await point.hover();
  await page.mouse.down();
  return await page.locator(".plot").boundingBox();
}

/** Opens a tab; what the menu opens becomes a tab beside the others. */
export async function toTab(page, name) {
  const one = page.getByRole("tab", { name, exact: true });
  if ((await one.count()) === 0) {
    await button(page, "Menu").click();
    await page.locator(".menu-body").getByRole("button", { name, exact: true }).click();
  }
  await one.click();
}

/** Opens what is folded in the panel of a service: every cost, or all reasons. */
export async function unfold(page, title) {
  const summary = page.locator("#service summary", { hasText: title });
  if (await summary.evaluate((one) => !one.parentElement.open)) await summary.click();
}

/** Asks for a simulation, and waits until it has ended. */
export async function simulated(page) {
  const ended = () => page.locator("form[data-asked]").getAttribute("data-asked");
  const before = await ended();
  await button(page, "Simulate").click();
  await page.waitForFunction((before) => document.querySelector("form[data-asked]").dataset.asked !== before, before, {
    timeout: 60_000,
  });
}
