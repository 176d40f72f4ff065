// The vectors that Rust, Python and Node share must match byte for byte.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import test from "node:test";

import { parse, TomlDate } from "smol-toml";
import * as whorunsit from "whorunsit";

import { repository, thrownBy } from "./common.js";
import { call, modules } from "./modules.js";

const folder = new URL("vectors/", repository);
const inputs = (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [])
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: command }) =>
    readdirSync(new URL(`${command}/`, folder))
      .map((file) => ({ command, file, name: /^(.*)\.input\.(?:toml|json|bin)$/.exec(file)?.[1] }))
      .filter(({ name }) => name !== undefined),
  );

test("there are vectors", () => assert.ok(inputs.length > 0, `no vectors in ${folder}`));

for (const { command, file, name } of inputs) {
  test(`vector ${command}/${file}`, () => {
    const place = new URL(`${command}/`, folder);
    const portfolio = readFileSync(new URL(file, place));
    const stage = (stage) => new URL(`${name}.${stage}.json`, place);
    assert.notEqual(existsSync(stage("output")), existsSync(stage("error")), "needs either an output or an error");
    const options = existsSync(stage("options")) ? readFileSync(stage("options"), "utf8") : '{"pretty": true}';
    const kind = existsSync(stage("output")) ? "output" : "error";
    const expected = readFileSync(stage(kind), "utf8");
    same(call(command, portfolio, options) + "\n", expected);

    // Options that are no JSON can only be passed underneath.
    if (!isJson(options)) return;
    const more = moreArguments(command, JSON.parse(options));
    // Nor can a list of scenarios that no object gives, nor no chart.
    if (more === undefined) return;
    const run = () => whorunsit[command.replace(/-(.)/g, (_, letter) => letter.toUpperCase())](portfolio, ...more);
    if (kind === "output") {
      same(run().text + "\n", expected);
      return;
    }
    const found = thrownBy(run);
    assert.ok(found instanceof whorunsit.PortfolioError, String(found));
    const brief = ({ code, path }) => ({ code, path });
    assert.deepEqual(found.problems.map(brief), JSON.parse(expected).errors.map(brief));
  });
}

// What to pass beside the portfolio for these options.
function moreArguments(command, options) {
  if (command === "chart") {
    const { chart, ...others } = options;
    return "chart" in options ? [chart, others] : undefined;
  }
  if (command === "accept") {
    const { service, ...others } = options;
    return "service" in options ? [service, others] : undefined;
  }
  if (command === "diff") {
    const { new: changed, ...others } = options;
    return "new" in options ? [changed, others] : undefined;
  }
  if (command !== "scenarios") return [options];
  const { scenarios = [], ...others } = options;
  if (!Array.isArray(scenarios)) return undefined;
  const changes = new Map(scenarios.map(({ name, changes }) => [name, changes]));
  const ours = [...changes].map(([name, changes]) => ({ name, changes }));
  const isGiven = (changes) =>
    typeof changes === "string" || (typeof changes === "object" && changes !== null && !Array.isArray(changes));
  const same = JSON.stringify(ours) === JSON.stringify(scenarios) && ours.every(({ changes }) => isGiven(changes));
  return same ? [changes, others] : undefined;
}

// The smaller modules read JSON only: what a vector comes to as JSON, the whole module says.
const MONEY_ONLY = ["recommend", "check", "schedules"];
const asJson = (bytes) => {
  try {
    const plain = (value) =>
      typeof value === "bigint"
        ? Number(value)
        : value instanceof TomlDate
          ? value.toISOString()
          : Array.isArray(value)
            ? value.map(plain)
            : typeof value === "object" && value !== null
              ? Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, plain(inside)]))
              : value;
    return Buffer.from(JSON.stringify(plain(parse(bytes.toString(), { integersAsBigInt: true }))));
  } catch {
    return undefined;
  }
};

test("every module answers each vector as the whole one does, or says that it was built without", () => {
  const elsewhere = ["chart", "growth", "roadmap", "intake", "accept", "report", "diff"];
  const answered = { decide: 0, full: 0 };
  for (const { command, file, name } of inputs) {
    const place = new URL(`${command}/`, folder);
    const bytes = readFileSync(new URL(file, place));
    const portfolio = file.endsWith(".toml") ? asJson(bytes) : bytes;
    if (portfolio === undefined) continue;
    const stage = new URL(`${name}.options.json`, place);
    const options = existsSync(stage) ? readFileSync(stage, "utf8") : "";
    const expected = call(command, portfolio, options);
    for (const module of ["decide", "full"]) {
      const found = modules[module].call(command, portfolio, options);
      if (found === expected) {
        answered[module] += 1;
        continue;
      }
      assert.match(
        found,
        /^\s*\{\s*"ok":\s*false,\s*"errors":\s*\[\s*\{\s*"code":\s*"not-built-in"/,
        `${module} ${command}/${file}`,
      );
      const has = module === "full" ? !elsewhere.includes(command) : MONEY_ONLY.includes(command);
      // Of TOML in TOML, and of options that are not its own, a module leaves the word to the whole one.
      if (module === "full" && has && !file.endsWith(".bin"))
        assert.ok(
          /"(?:scenarios|answers|profile_file)":/u.test(options) || /"path":\s*"\/\w+"/.test(found),
          `full refuses ${command}/${file}: ${found}`,
        );
    }
  }
  assert.ok(answered.decide > 100 && answered.full > 250, JSON.stringify(answered));
});

test("without money, the smallest module answers for portfolios that have costs", () => {
  for (const { command, file } of inputs.filter(
    ({ command, file }) => ["recommend", "check", "compare"].includes(command) && !file.endsWith(".bin"),
  )) {
    const bytes = readFileSync(new URL(`${command}/${file}`, folder));
    const portfolio = file.endsWith(".toml") ? asJson(bytes) : bytes;
    if (portfolio === undefined || /"profile"|least-cost/.test(portfolio)) continue;
    for (const asked of ["recommend", "check"]) {
      assert.equal(
        modules.decide.call(asked, portfolio, '{"money": false}'),
        call(asked, portfolio, '{"money": false}'),
        `${asked} of ${command}/${file}`,
      );
    }
  }
});

test("the random streams have the golden digest", () => {
  const { digest } = JSON.parse(call("streams", new Uint8Array(), ""));
  assert.equal(digest, "e4703b7af9129e0a182db5061592941c3b12d2069cd689542340bae0726a8e7c");
});

// Where long texts differ, the first line that does says more than both texts.
function same(actual, expected) {
  const [found, wanted] = [actual.split("\n"), expected.split("\n")];
  const line = wanted.findIndex((text, index) => text !== found[index]);
  assert.ok(actual === expected, `line ${line + 1}: expected ${wanted[line]}, found ${found[line]}`);
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
