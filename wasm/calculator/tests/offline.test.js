// The page without a network, and one deployment after another: all of one build, never a mixture.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";

import { build } from "vite";

import {
  dist,
  exported,
  here,
  imported,
  launch,
  open,
  serve,
  settled,
  shoot,
  state,
  toTab,
  simulated,
} from "./common.js";

const folder = mkdtempSync(join(tmpdir(), "whorunsit-offline-"));
const second = join(folder, "second");
let browser;
before(async () => {
  browser = await launch();
  // The same page with another heading, so that every file that holds it has another name.
  const other = {
    name: "other",
    transform: (code, id) =>
      id.endsWith("/vega.ts")
        ? `${code}\nglobalThis.edition = 2;`
        : id.endsWith("/app.tsx")
          ? code.replace("Who should run it", "Second edition")
          : undefined,
  };
  await build({
    root: here(".."),
    configFile: here("../vite.config.js"),
    logLevel: "silent",
    plugins: [other],
    build: { outDir: second },
  });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** All files but what is fetched and kept once somebody measures. */
const assets = (of) => new Set(readdirSync(join(of, "assets")).filter((name) => !name.startsWith("measure_bg")));
const named = (host) =>
  new Set(host.requests.filter((path) => path.startsWith("/assets/")).map((path) => path.slice("/assets/".length)));
const heading = (page) => page.locator("#selector-title").innerText();

/** Waits until the files of this build are kept, and the page is served from them. */
const kept = (page, of) =>
  page.evaluate(
    async (wanted) => {
      for (let tries = 0; tries < 600; tries += 1) {
        const files = await Promise.all(
          (await caches.keys()).map(async (name) =>
            (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname),
          ),
        );
        const { installing, waiting, active } = (await navigator.serviceWorker.getRegistration()) ?? {};
        const working =
          !installing && !waiting && active?.state === "activated" && navigator.serviceWorker.controller === active;
        if (working && files.some((paths) => wanted.every((path) => paths.includes(path)))) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error("the files are not kept");
    },
    ["/", ...[...assets(of)].map((name) => `/assets/${name}`)],
  );

/** Serves a folder and opens it; both end with the test, however it ends. */
async function visit(t, of, options) {
  const host = await serve(of);
  t.after(host.close);
  const visited = await open(browser, host.address, options);
  t.after(visited.close);
  return { host, ...visited };
}

/** No network, and no host either. */
async function cutOff(context, host) {
  await host.close();
  await context.setOffline(true);
}

async function drawn(page) {
  await toTab(page, "Charts");
  await page.locator(".vega svg").waitFor();
}

/** All files that the page has loaded since it was opened. */
const loaded = (page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.startsWith("/assets/"))
      .map((path) => path.slice("/assets/".length)),
  );

async function onlyOf(page, of, other) {
  const files = await loaded(page);
  const [mine, strange] = [assets(of), assets(other)];
  assert.ok(files.length > 3, files.join());
  assert.deepEqual(
    files.filter((name) => !mine.has(name)),
    [],
  );
  return files.some((name) => !strange.has(name));
}

test("after a first visit everything works offline, from a fresh tab too", async (t) => {
  const { host, page, context, wrong } = await visit(t, dist);
  await kept(page, dist);
  await cutOff(context, host);
  await drawn(page);
  const xlsx = await exported(page, "Export services as XLSX", folder);
  const toml = await exported(page, "Export as TOML", folder);
  await page.locator("#field-1-exposure_per_hour").fill("90000");
  await settled(page);
  await imported(page, toml);
  await page.getByText(/\.toml opened$/u).waitFor();
  await settled(page);
  assert.equal((await state(page)).recommendation.services[1].exposure_per_hour, "6000");
  await imported(page, xlsx);
  await page.getByText(/3 services read/u).waitFor();
  for (const again of [page, await context.newPage()]) {
    await (again === page ? again.reload() : again.goto(`${host.address}index.html?from=mail`));
    await settled(again);
    await again.locator("#field-1-exposure_per_hour").fill("90000");
    await settled(again);
    assert.equal((await state(again)).recommendation.services[1].availability_target, "99.0");
    await drawn(again);
    await toTab(again, "Uncertainty");
    await simulated(again);
    await again.getByText(/This rests on 10,000 trials/u).waitFor({ timeout: 30_000 });
  }
  await shoot(page, "50-offline");
  assert.deepEqual(wrong, []);
});

test("the first view asks for nothing that it does not need", async (t) => {
  const { host, page } = await visit(t, dist);
  // Before the core has answered, only what index.html and the core's worker need is asked for.
  await kept(page, dist);
  const before = host.requests.slice(0, host.requests.indexOf("/offline.js"));
  assert.equal(before.filter((path) => /vega|xlsx/u.test(path)).length, 0);
  // The module that decides first; that with money once it is there; that with what few need not at all.
  assert.deepEqual(
    before.filter((path) => path.endsWith(".wasm")).map((path) => /(\w+)_bg/u.exec(path)?.[1]),
    ["decide", "full"],
  );
});

test("a new deployment takes the place of the old one, and a page that is open goes on with its own files", async (t) => {
  assert.notDeepEqual(assets(dist), assets(second));
  const { host, page, context, wrong } = await visit(t, dist);
  await kept(page, dist);
  host.deploy(second);
  const newer = await context.newPage();
  await newer.goto(host.address);
  await settled(newer);
  assert.equal(await heading(newer), "Second edition");
  await kept(newer, second);
  // Nothing of it is on the host any more.
  await drawn(page);
  assert.equal(await heading(page), "Who should run it");
  assert.equal(await page.evaluate(() => globalThis.edition), undefined);
  assert.ok(await onlyOf(page, dist, second));
  await cutOff(context, host);
  await drawn(newer);
  assert.equal(await newer.evaluate(() => globalThis.edition), 2);
  for (const again of [page, newer]) {
    await again.reload();
    await settled(again);
    assert.equal(await heading(again), "Second edition");
    await drawn(again);
    assert.equal(await again.evaluate(() => globalThis.edition), 2);
    assert.ok(await onlyOf(again, second, dist));
  }
  assert.deepEqual(wrong, []);
});

test("a deployment that is half done is not kept: offline the page is the old one, whole", async (t) => {
  const half = join(folder, "half");
  cpSync(second, half, { recursive: true });
  cpSync(join(dist, "index.html"), join(half, "index.html"));
  cpSync(join(dist, "assets"), join(half, "assets"), { recursive: true });
  const { host, page, context } = await visit(t, dist);
  await kept(page, dist);
  host.deploy(half);
  const outcome = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const found = new Promise((resolve) =>
      registration.addEventListener("updatefound", () => {
        const worker = registration.installing;
        worker.addEventListener("statechange", () => resolve(worker.state));
      }),
    );
    await registration.update().catch(() => {});
    return found;
  });
  assert.equal(outcome, "redundant");
  await cutOff(context, host);
  await page.reload();
  await settled(page);
  assert.equal(await heading(page), "Who should run it");
  await drawn(page);
  assert.ok(await onlyOf(page, dist, second));
});

test("where the browser keeps no page, it works as it does without, and says nothing", async (t) => {
  const without = [
    () => delete Navigator.prototype.serviceWorker, // As at an address that is not secure.
    () => {
      ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException("private", "SecurityError"));
    },
    () =>
      Object.defineProperty(Navigator.prototype, "serviceWorker", {
        get: () => {
          throw new DOMException("sandboxed", "SecurityError");
        },
      }),
  ];
  for (const script of without) {
    const { host, page, wrong } = await visit(t, dist, { script });
    await drawn(page);
    assert.equal(host.requests.includes("/offline.js"), false);
    assert.deepEqual(wrong, []);
  }
});

test("a browser that saves data fetches the charts when they are first looked at, and keeps them then", async (t) => {
  // The browser has no switch for it that a test could press: the worker is told so by its own first line.
  const saving = join(folder, "saving");
  cpSync(dist, saving, { recursive: true });
  const script = join(saving, "offline.js");
  writeFileSync(
    script,
    `Object.defineProperty(navigator, "connection", { value: { saveData: true } });\n${readFileSync(script, "utf8")}`,
  );
  const { host, page, context, wrong } = await visit(t, saving);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  assert.equal([...named(host)].filter((name) => name.startsWith("vega")).length, 0);
  await drawn(page);
  await kept(page, saving);
  await cutOff(context, host);
  await page.reload();
  await settled(page);
  await drawn(page);
  assert.deepEqual(wrong, []);
});
