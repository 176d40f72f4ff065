// The package as a user installs it: packed, and added to an empty folder.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { repository } from "./common.js";

test("the five lines of the README run with the packed package", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "whorunsit-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const npm = (...args) =>
    execFileSync("npm", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

  const source = fileURLToPath(new URL("wasm", repository));
  const [{ filename, files }] = [JSON.parse(npm("pack", source, "--json", "--pack-destination", folder))].flat();
  assert.deepEqual(files.map((file) => file.path).sort(), [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "js/answers.d.ts",
    "js/browser.js",
    "js/decide-browser.js",
    "js/decide-node.js",
    "js/decide.d.ts",
    "js/measure-browser.js",
    "js/measure-node.js",
    "js/measure.d.ts",
    "js/measure.js",
    "js/modules.js",
    "js/node.js",
    "js/types.d.ts",
    "js/values.js",
    "js/whorunsit.js",
    "package.json",
    "pkg/all.js",
    "pkg/all_bg.wasm",
    "pkg/decide.js",
    "pkg/decide_bg.wasm",
    "pkg/full.js",
    "pkg/full_bg.wasm",
    "pkg/measure.js",
    "pkg/measure_bg.wasm",
  ]);

  writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}');
  npm("install", "--offline", "--no-audit", "--no-fund", join(folder, filename));
  mkdirSync(join(folder, "examples"));
  for (const file of ["furniture-retailer.toml", "furniture-retailer-costs.toml"]) {
    cpSync(new URL(`examples/${file}`, repository), join(folder, "examples", file));
  }
  for (const example of ["recommend", "costs"]) {
    cpSync(new URL(`examples/${example}.mjs`, repository), join(folder, `${example}.mjs`));
    const printed = execFileSync(process.execPath, [`${example}.mjs`], { cwd: folder, encoding: "utf8" });
    assert.equal(printed, readFileSync(new URL(`examples/${example}.txt`, repository), "utf8"));
  }

  const [fiveLines, alone, , costs, simulation, worker, page] = readFileSync(
    new URL("wasm/README.md", repository),
    "utf8",
  )
    .split("```js\n")
    .slice(1)
    .map((part) => part.split("```")[0]);
  const run = (code) => {
    writeFileSync(join(folder, "readme.mjs"), code);
    return execFileSync(process.execPath, ["readme.mjs"], { cwd: folder, encoding: "utf8" });
  };
  assert.ok(readFileSync(new URL("README.md", repository), "utf8").includes(fiveLines));
  assert.equal(run(fiveLines), readFileSync(new URL("examples/recommend.txt", repository), "utf8"));
  assert.equal(run(alone), "you-build-it-you-run-it\n");
  const printed = run(costs)
    .split("\n")
    .map((line) => line.replace(/ \S+$/, ""));
  assert.deepEqual(
    [...printed.slice(0, 3), ...printed.slice(4, 6)],
    ["platform", "appointments", "bedroom", "as it is", "cheaper standby"],
  );

  const simulated = run(simulation).split("\n");
  assert.match(
    simulated[0],
    /^What is recommended is cheaper than operations running everything with a probability of /,
  );
  const names = ["ecommerce-platform", "appointments", "bedroom"];
  assert.deepEqual(
    simulated.slice(-7, -1).map((line) => line.split(" ")[0]),
    [...names, ...names],
  );

  // A worker and its page, in what Node has of both.
  writeFileSync(
    join(folder, "simulate-worker.js"),
    `import { parentPort } from "node:worker_threads";
     globalThis.self = {
       postMessage: (message) => parentPort.postMessage(message),
       set onmessage(listen) { parentPort.on("message", (data) => listen({ data })); },
     };
     ${worker}`,
  );
  const printedByPage = run(
    `import { readFileSync } from "node:fs";
     import { Worker as Thread } from "node:worker_threads";
     class Worker extends Thread {
       set onmessage(listen) {
         this.on("message", (data) => { listen({ data }); if ("text" in data) console.log(bar.value), cancel.onclick(); });
       }
     }
     const [bar, cancel] = [{}, {}];
     const portfolio = readFileSync("examples/furniture-retailer-costs.toml", "utf8");
     ${page}`,
  ).split("\n");
  assert.equal(printedByPage[0], simulated[0]);
  assert.equal(printedByPage.at(-2), "1");
});
