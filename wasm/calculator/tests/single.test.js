// The single file, opened from disk: everything works, and it asks nobody for anything.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import test, { after, before } from "node:test";
import { pathToFileURL } from "node:url";

import { here, launch, open, settled, shoot, state, toTab, simulated } from "./common.js";

const file = here("../dist-single/whorunsit-calculator.html");
let browser;
before(async () => {
  browser = await launch();
});
after(async () => browser?.close());

test("the single file opens from disk, offline, and does all its work", async () => {
  assert.ok(existsSync(file), "run `npm run single` first");
  assert.ok(!readFileSync(file, "utf8").includes("serviceWorker"), "a file on disk has none");
  const { page, context, wrong, close } = await open(browser, pathToFileURL(file).href, { offline: true });
  const requests = [];
  page.on("request", (request) => !/^(data|blob):/u.test(request.url()) && requests.push(request.url()));
  await page.locator("#field-1-exposure_per_hour").fill("90000");
  await settled(page);
  assert.equal((await state(page)).recommendation.services[1].availability_target, "99.0");
  await toTab(page, "Uncertainty");
  await simulated(page);
  await page.getByText(/This rests on 10,000 trials/u).waitFor({ timeout: 30_000 });
  await toTab(page, "Charts");
  await page.locator(".vega svg").waitFor();
  await toTab(page, "As text");
  await page.locator("#as-text").waitFor();
  await shoot(page, "40-single-file");
  const address = await page.evaluate(() => location.href);
  const other = await open(browser, address);
  assert.equal((await state(other.page)).recommendation.services[1].availability_target, "99.0");
  await other.close();
  assert.deepEqual([wrong, requests], [[], []]);
  await close();
  assert.ok(context);
});
