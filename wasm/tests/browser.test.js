// The entry point for browsers, with `fetch` played by the disk.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import init, { recommend } from "../js/browser.js";
import { small } from "./common.js";

const fetched = [];
globalThis.fetch = async (url) => {
  fetched.push(String(url));
  if (String(url).includes("missing")) return new Response("", { status: 404 });
  return new Response(readFileSync(url), { headers: { "content-type": "application/wasm" } });
};

test("init can be tried again after a failure, and loads the module beside it once", async () => {
  assert.throws(() => recommend(small), { message: /await init\(\)/ });
  await assert.rejects(init("https://example.invalid/missing.wasm"), { message: /404/ });
  await Promise.all([init(), init()]);
  await init();
  assert.deepEqual(fetched.slice(1), [new URL("../pkg/whorunsit_bg.wasm", import.meta.url).href]);
  assert.equal(recommend(small).ok, true);
});
