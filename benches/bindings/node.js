// Measures the npm package: import, and what it adds to the facade. Prints ratios, asserts nothing.
//
// usage: node node.js PORTFOLIO.json [NATIVE_MS], where NATIVE_MS is the native facade's time on the same portfolio.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { load, recommend } from "../../wasm/js/node.js";
import { call } from "../../wasm/pkg/all.js";

// One module for both, whatever a call needs.
await load("all");

const ROUNDS = 31;
const [, , file, native] = process.argv;
const data = readFileSync(file);
const text = data.toString();
const shape = JSON.parse(text);
const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

function timeOf(action) {
  const start = performance.now();
  action();
  return performance.now() - start;
}

// The actions take turns so that a busy machine slows them alike.
function medians(actions) {
  const times = actions.map(() => []);
  for (let round = 0; round < ROUNDS + 3; round += 1) {
    actions.forEach((action, index) => {
      const took = timeOf(action);
      if (round >= 3) times[index].push(took);
    });
  }
  return times.map(median);
}

function importTime() {
  const entry = new URL("../../wasm/js/node.js", import.meta.url).href;
  const program = `const a = performance.now(); await import("${entry}"); console.log(performance.now() - a)`;
  const run = () => Number(execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" }));
  return median(Array.from({ length: 20 }, run));
}

const show = (name, took, base) =>
  console.log(`${name.padEnd(27)} ${took.toFixed(2).padStart(8)} ms${base ? `  ${(took / base.took).toFixed(3).padStart(6)} of the ${base.name}` : ""}`);

show("import whorunsit", importTime());
const [raw, bytes, string, object, parsed] = medians([
  () => call("recommend", data, ""),
  () => recommend(data),
  () => recommend(text),
  () => recommend(shape),
  () => recommend(data).toJSON(),
]);
const facade = { name: "facade", took: raw };
show("facade (raw export)", raw, native && { name: "native facade", took: Number(native) });
show("recommend, bytes", bytes, facade);
show("recommend, text", string, facade);
show("recommend, object", object, facade);
show("recommend, bytes, toJSON()", parsed, facade);
