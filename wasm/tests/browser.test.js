// The entry point for browsers, with `fetch` played by the disk.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import init, { compare, load, recommend, run, runAsync } from "../js/browser.js";
import { small, thrownBy } from "./common.js";

const fetched = [];
globalThis.fetch = async (url) => {
  fetched.push(String(url));
  if (String(url).includes("missing")) return new Response("", { status: 404 });
  return new Response(readFileSync(url), { headers: { "content-type": "application/wasm" } });
};

const file = (name) => new URL(`../pkg/${name}_bg.wasm`, import.meta.url).href;
const bare = {
  schema: 1,
  currency: "USD",
  exposure_bands: [{ max_per_hour: "7000", availability: "95.0" }],
  services: [{ name: "appointments", kind: "digital", exposure_per_hour: "6000", feature_demand: "high" }],
};

test("a call that waits loads what it needs, once, and no more", async () => {
  assert.throws(() => recommend(bare), { message: /await init\(\)/ });
  const decided = await runAsync("recommend", bare);
  assert.deepEqual(fetched, [file("decide")]);
  assert.equal(recommend(bare).text, decided.text);
  assert.throws(() => compare(bare), { message: /`compare` needs the module `full`.*await load\("full"\)/ });
  await runAsync("compare", bare);
  assert.equal(compare(bare).ok, true);
  assert.deepEqual(fetched.splice(0), [file("decide"), file("full")]);
  await assert.rejects(load("half"), { name: "TypeError", message: /no module "half" here, only decide, full, all/ });
});

test("init can be tried again after a failure, and loads the module beside it once", async () => {
  assert.throws(() => recommend(small), { message: /needs the module `all`/ });
  await assert.rejects(init("https://example.invalid/missing.wasm"), { message: /404/ });
  await Promise.all([init(), init()]);
  await init();
  assert.deepEqual(fetched.slice(1), [file("all")]);
  assert.equal(recommend(small).ok, true);
  assert.equal(thrownBy(() => run("guess", small)).code, "unknown-command");
});
