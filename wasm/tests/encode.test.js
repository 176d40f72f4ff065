// What reaches the core of an object: seen by a stand-in for the compiled module.

import assert from "node:assert/strict";
import { mkdtempSync, cpSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { pathToFileURL } from "node:url";

const folder = mkdtempSync(join(tmpdir(), "whorunsit-"));
after(() => rmSync(folder, { recursive: true }));
cpSync(new URL("../js", import.meta.url), join(folder, "js"), { recursive: true });
writeFileSync(join(folder, "package.json"), '{"type":"module"}');
const { offer } = await import(pathToFileURL(join(folder, "js", "modules.js")).href);
const { recommend } = await import(pathToFileURL(join(folder, "js", "whorunsit.js")).href);
const text = (bytes) => new TextDecoder().decode(bytes);
const glue = {
  call: (...a) => JSON.stringify({ ok: true, saw: { command: a[0], portfolio: text(a[1]), options: a[2] } }),
  __wbg_reset_state: () => {},
};

test("nothing can be called before a module is loaded", () => {
  offer("all", { glue, load: async () => {} });
  assert.throws(() => recommend(""), { message: /await init\(\)/ });
  offer("all", { glue, loadNow: () => {} });
});

test("the command, text and options reach the core as they are", () => {
  assert.deepEqual(recommend("ä\r\n\0").saw, { command: "recommend", portfolio: "ä\r\n\0", options: "" });
  assert.equal(recommend("", { pretty: true }).saw.options, '{"pretty":true}');
});

test("every digit and every number that JSON cannot write reach the core", () => {
  const portfolio = {
    a: 12345678901234567890n,
    b: 0.1,
    c: 6000,
    d: true,
    e: NaN,
    f: [-Infinity],
    g: "1_000",
    h: 1e-21,
    i: new Map([["x", new Set([1])]]),
    j: null,
    k: new Date(0),
  };
  assert.equal(
    recommend(portfolio).saw.portfolio,
    '{"a":"12345678901234567890","b":0.1,"c":6000,"d":true,"e":"NaN","f":["-Infinity"],"g":"1_000","h":1e-21,' +
      '"i":{"x":[1]},"j":null,"k":"1970-01-01T00:00:00.000Z"}',
  );
});

test("an object's errors need no places", () => {
  assert.equal(recommend({}).saw.options, '{"places":false}');
  assert.equal(recommend(new Map(), { pretty: true }).saw.options, '{"places":false,"pretty":true}');
});

test("a lone surrogate keeps its bytes where the engine has no isWellFormed", (context) => {
  const { isWellFormed } = String.prototype;
  context.after(() => (String.prototype.isWellFormed = isWellFormed));
  delete String.prototype.isWellFormed;
  // Three bytes that are no UTF-8 read back as three replacements.
  assert.equal(recommend("ä\ud800b").saw.portfolio, "ä\ufffd\ufffd\ufffdb");
  assert.equal(recommend("ä\ud83d\ude00b").saw.portfolio, "ä\ud83d\ude00b");
});
