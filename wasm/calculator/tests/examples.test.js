// The examples of the npm package in a browser: without a bundler, and with Vite, serving and building.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";

import { build, createServer } from "vite";

import { button, here, launch, serve } from "./common.js";

const folder = mkdtempSync(join(tmpdir(), "whorunsit-examples-"));
const retailer = here("../../../examples/furniture-retailer-costs.toml");
let browser;
let tarball;
before(async () => {
  browser = await launch();
  const npm = (...args) =>
    execFileSync("npm", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const [{ filename }] = [JSON.parse(npm("pack", here("../.."), "--json", "--pack-destination", folder))].flat();
  tarball = join(folder, filename);
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** A copy of an example with the package in it, as a user installs it. */
function installed(name) {
  const root = join(folder, name);
  cpSync(here(`../../../examples/${name}`), root, {
    recursive: true,
    filter: (path) => !/node_modules|dist|package\.json$/u.test(path),
  });
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", "--prefix", root, tarball], {
    stdio: "ignore",
  });
  return root;
}

async function works(address) {
  const { recommend } = await import("../../js/node.js");
  const context = await browser.newContext();
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on(
    "console",
    (message) => message.type() === "error" && !message.text().includes("favicon") && wrong.push(message.text()),
  );
  await page.goto(address);
  await page.locator("#file").setInputFiles(retailer);
  await page.locator("#services li").nth(2).waitFor();
  const expected = recommend(readFileSync(retailer)).services.map(
    (service) => `${service.name}: ${service.operating_model}`,
  );
  assert.deepEqual(await page.locator("#services li").allInnerTexts(), expected);
  await page.waitForFunction(() => document.getElementById("bar").value > 0);
  await button(page, "Cancel").click();
  assert.equal(await page.locator("#result").innerText(), "Cancelled");
  // A new worker, and this time to the end.
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function few({ portfolio, options }) {
      post.call(this, { portfolio, options: { ...options, trials: 1000 } });
    };
  });
  await page.locator("#file").setInputFiles([]);
  await page.locator("#file").setInputFiles(retailer);
  await page.getByText(/^What is recommended is cheaper than operations running everything/u).waitFor();
  assert.equal(await page.evaluate(() => document.getElementById("bar").value), 1);
  assert.deepEqual(
    wrong.filter((one) => !/404/u.test(one)),
    [],
  );
  await context.close();
}

test("a page without a bundler, under a strict policy", async (t) => {
  const host = await serve(installed("page"));
  t.after(host.close);
  await works(host.address);
});

test("with Vite: served while developing, and built", async (t) => {
  const root = installed("vite");
  const vite = await createServer({
    root,
    configFile: false,
    logLevel: "error",
    server: { port: 0, host: "127.0.0.1" },
  });
  t.after(() => vite.close());
  await vite.listen();
  await works(`http://127.0.0.1:${vite.httpServer.address().port}/`);
  await build({ root, configFile: false, logLevel: "error" });
  const host = await serve(join(root, "dist"));
  t.after(host.close);
  await works(host.address);
});
