// The functions as a Node program meets them, imported by the package's own name.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { inspect } from "node:util";

import { parse } from "smol-toml";
import init, {
  Answer,
  chart,
  check,
  compare,
  costs,
  plan,
  PortfolioError,
  recommend,
  run,
  runText,
  scenarios,
  schedules,
  sensitivity,
  simulate,
  words,
} from "whorunsit";

import { costed, retailer, small, thrownBy } from "./common.js";
import { call } from "./modules.js";

test("every command answers, with or without init", async () => {
  for (const command of [recommend, schedules, check, costs, compare, plan, simulate, sensitivity])
    assert.equal(command(small).ok, true);
  assert.equal(scenarios(small, {}).ok, true);
  assert.equal(chart(small, "selector").ok, true);
  await init();
  assert.equal(check(small).ok, true);
});

test("run does what the function of the command's name does, and refuses what there is not", () => {
  for (const command of [recommend, schedules, check, costs, compare, plan, simulate, sensitivity]) {
    assert.equal(run(command.name, costed, { pretty: true }).text, command(costed, { pretty: true }).text);
  }
  const changes = "horizon.years = 5";
  assert.equal(
    run("scenarios", costed, { scenarios: [{ name: "five", changes }] }).text,
    scenarios(costed, { five: changes }).text,
  );
  const seen = [];
  const options = { trials: 1000, progress: (progress) => void seen.push(progress) };
  assert.equal(
    run("chart", costed, { ...options, chart: "exceedance" }).text,
    chart(costed, "exceedance", { trials: 1000 }).text,
  );
  assert.equal(seen.at(-1).done, seen.at(-1).total);
  assert.equal(thrownBy(() => run("simulate", costed, { trials: 1_000_000, progress: () => false })).code, "cancelled");
  assert.equal(thrownBy(() => run("guess", costed)).code, "unknown-command");
  assert.equal(thrownBy(() => run("recommend", costed, { progress: () => {}, trials: 1 })).code, "invalid-options");
});

test("a kept portfolio is answered as a fresh one is, edit by edit", () => {
  const text = new TextDecoder().decode(costed);
  const edits = ["200000", "90000", "90000", "plenty", "200000"].map((exposure) =>
    text.replace('exposure_per_hour = "200000"', `exposure_per_hour = "${exposure}"`),
  );
  const commands = ["recommend", "compare", "schedules", "plan", "costs"];
  const outcome = (command, portfolio, options) => {
    try {
      return runText(command, portfolio, options);
    } catch (error) {
      return error.problems;
    }
  };
  // As TOML it is the largest module that keeps it, as an object the one with money.
  for (const portfolio of edits.flatMap((edited) => [edited, parse(edited)]))
    for (const command of commands)
      for (const options of [{}, { pretty: true, progress: () => true }, { policy: "least-cost" }])
        assert.deepEqual(
          outcome(command, portfolio, { ...options, keep: true }),
          outcome(command, portfolio, options),
          command,
        );
});

test("after an edit, who has the last answer gets the services that have changed", () => {
  const before = parse(new TextDecoder().decode(costed));
  const services = before.services.with(0, { ...before.services[0], feature_demand: "high" });
  const ask = (portfolio, since) => JSON.parse(runText("recommend", portfolio, { keep: true, since }));
  const first = ask(before, 0);
  assert.equal(first.services.length, services.length);
  const { revision, changed, ...told } = ask({ ...before, services }, first.revision);
  assert.equal(revision, first.revision + 1);
  assert.ok(changed.includes(0));
  const whole = JSON.parse(runText("recommend", { ...before, services }));
  const all = [...first.services];
  for (const [index, place] of changed.entries()) all[place] = told.services[index];
  assert.deepEqual({ ...told, services: all }, whole);
  // Of any other revision, everything is told.
  assert.deepEqual(ask({ ...before, services }, first.revision).services, whole.services);
});

test("the package and the core are of one version", () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url)));
  assert.equal(check(small).provenance.version, version);
});

test("text, bytes of any kind and a buffer give the same answer", () => {
  const expected = recommend(retailer).text;
  const bytes = Uint8Array.from(retailer);
  assert.equal(recommend(retailer.toString()).text, expected);
  assert.equal(recommend(bytes).text, expected);
  assert.equal(recommend(bytes.buffer).text, expected);
  assert.equal(recommend(new DataView(bytes.buffer)).text, expected);
  const padded = new Uint8Array([0, ...bytes, 0]);
  assert.equal(recommend(padded.subarray(1, -1)).text, expected);
});

test("the text is the facade's own", () => {
  assert.equal(recommend(retailer).text, call("recommend", retailer, ""));
});

test("an object is a portfolio", () => {
  const portfolio = {
    schema: 1,
    currency: "USD",
    exposure_bands: [{ max_per_hour: "7000", availability: "95.0" }],
    services: [{ name: "a", kind: "digital", exposure_per_hour: 6000n, feature_demand: "high" }],
  };
  assert.equal(check(portfolio).ok, true);
  assert.equal(check(new Map(Object.entries(portfolio))).ok, true);
});

for (const [kind, value] of [
  ["nothing", undefined],
  ["null", null],
  ["a number", 1],
  ["a list", []],
  ["a function", () => {}],
  ["a promise", Promise.resolve({})],
  ["a blob", new Blob([])],
  ["a date", new Date(0)],
  ["a pattern", /a/],
  ["an error", new Error("a")],
  ["a URL", new URL("file:///a")],
  ["a boxed string", Object("schema = 1")],
  ["a set", new Set()],
  ["an answer", recommend(small)],
]) {
  test(`${kind} is no portfolio`, () => {
    assert.throws(() => recommend(value), { name: "TypeError", message: /a portfolio is text/ });
  });
}

test("what has no JSON form is refused", () => {
  assert.throws(() => recommend({ a: { b: () => {} } }), {
    name: "TypeError",
    message: /cannot hold a function, at key "b"/,
  });
  let deep = {};
  for (let depth = 0; depth < 200_000; depth += 1) deep = { deep };
  assert.throws(() => recommend(deep), { name: "TypeError", message: /nested this deeply/ });
  const circle = {};
  circle.circle = circle;
  assert.throws(() => recommend(circle), { name: "TypeError", message: /circular/ });
  assert.throws(() => recommend(small, { pretty: Symbol("x") }), { name: "TypeError", message: /options cannot hold/ });
});

test("an answer's keys are its properties", () => {
  const rec = recommend(small);
  assert.ok(rec instanceof Answer);
  assert.equal(rec.services, rec.toJSON().services);
  assert.equal(runText("recommend", small), rec.text);
  assert.equal(typeof rec.services[0].exposure_per_hour, "string");
  assert.equal(rec.nothing, undefined);
  assert.ok("services" in rec && !("nothing" in rec));
  assert.deepEqual(Object.keys(rec), Object.keys(JSON.parse(rec.text)));
  assert.deepEqual({ ...rec }, JSON.parse(rec.text));
  assert.equal(JSON.stringify(rec), JSON.stringify(JSON.parse(rec.text)));
  assert.equal(`${rec}`, rec.text);
  assert.equal(inspect(rec), inspect(JSON.parse(rec.text)));
});

test("an answer can be awaited, cloned and posted, and cannot be changed at any depth", async () => {
  const rec = recommend(small);
  assert.equal(await rec, rec);
  for (const change of [
    () => (rec.services = []),
    () => (rec.other = 1),
    () => (rec.text = ""),
    () => delete rec.services,
    () => Object.defineProperty(rec, "a", {}),
    () => rec.services.push(1),
    () => (rec.services[0].name = "b"),
    () => (rec.toJSON().services[0].name = "b"),
    () => Object.setPrototypeOf(rec, null),
  ]) {
    assert.throws(change, { name: "TypeError" });
  }
  assert.deepEqual(structuredClone(rec), JSON.parse(rec.text));
  const { port1, port2 } = new MessageChannel();
  const arrived = new Promise((resolve) => port2.once("message", resolve));
  port1.postMessage(rec);
  assert.deepEqual(await arrived, JSON.parse(rec.text));
  port1.close();
});

test("a command is text", () => {
  for (const command of [1, null, undefined, {}, ["recommend"], Symbol("x"), Object("recommend")]) {
    for (const asked of [run, runText])
      assert.throws(() => asked(command, small), {
        name: "TypeError",
        message: /^a command is text, such as "recommend", not (a|null)/,
      });
  }
  assert.equal(recommend(small).ok, true);
});

test("options are an object, and say so", () => {
  for (const options of [
    null,
    5,
    "x",
    true,
    [],
    () => {},
    new Date(0),
    Promise.resolve({}),
    new Set(),
    new Uint8Array(1),
    Object("pretty"),
  ]) {
    for (const asked of [
      () => recommend(small, options),
      () => run("recommend", small, options),
      () => chart(small, "selector", options),
      () => scenarios(small, {}, options),
    ]) {
      assert.throws(asked, {
        name: "TypeError",
        message: /^options are an object, such as \{ pretty: true \}, not (a|null)/,
      });
    }
  }
  assert.match(recommend(small, new Map([["pretty", true]])).text, /\n/);
  assert.equal(thrownBy(() => recommend(small, { pretty: 1 })).path, "/pretty");
});

test("a whole number that is not exact is refused wherever it stands, never rounded", () => {
  const refused = {
    name: "TypeError",
    message: /cannot hold the number 1152921504606846976, at key "\w+"[^]*write a bigint or text/,
  };
  assert.throws(() => simulate(costed, { seed: 2 ** 60 }), refused);
  assert.throws(() => run("simulate", costed, { seed: 2 ** 60 }), refused);
  assert.throws(() => recommend({ services: [{ exposure_per_hour: 2 ** 60 }] }), refused);
  assert.throws(() => recommend(new Map([["services", [new Map([["exposure_per_hour", -(2 ** 60)]])]]])), {
    name: "TypeError",
    message: /-1152921504606846976/,
  });
  assert.throws(() => scenarios(costed, { big: { horizon: { years: 2 ** 60 } } }), refused);
  assert.equal(simulate(costed, { seed: 2n ** 60n, trials: 100 }).seed, "1152921504606846976");
});

test("what cannot be used throws one error with every problem", () => {
  const error = thrownBy(() => recommend("schema = 1"));
  assert.ok(error instanceof PortfolioError && error instanceof Error);
  assert.equal(error.name, "PortfolioError");
  const expected = JSON.parse(call("recommend", new TextEncoder().encode("schema = 1"), "")).errors;
  assert.deepEqual(error.problems, expected);
  const { path, message } = expected[0];
  assert.ok(expected.length > 1);
  assert.ok(error.message.startsWith(path) && error.message.endsWith(`: ${message} (and ${expected.length - 1} more)`));
  for (const field of ["code", "path", "help"]) assert.equal(error[field], expected[0][field]);
  for (const problem of expected) {
    for (const text of [String(error), inspect(error)]) {
      assert.ok(text.includes(problem.message) && text.includes(problem.help), text);
    }
  }
});

test("a lone surrogate is refused, in text and in an object", () => {
  for (const lone of ["\ud800", "\udfff", "\udc00\ud800"]) {
    const broken = `# \u{1f600} ä\n${lone}${small}`;
    assert.equal(thrownBy(() => check(broken)).code, "not-utf8");
    assert.throws(() => check({ name: lone }), PortfolioError);
  }
  assert.equal(check(`# \u{1f600}\n${small}`).ok, true);
});

test("an error shows twenty problems at most, and needs one", () => {
  const problem = { code: "c", path: "/p", line: null, column: null, value: null, message: "m", help: "h" };
  const lines = (count) => String(new PortfolioError(Array(count).fill(problem))).split("\n");
  assert.equal(new PortfolioError([problem]).message, "/p: m");
  assert.equal(lines(20).length, 41);
  assert.deepEqual([lines(1000).length, lines(1000).at(-1)], [42, "and 980 more"]);
  assert.throws(() => new PortfolioError([]), { name: "TypeError", message: /needs a problem/ });
});

test("an object has no lines", () => {
  for (const command of [recommend, schedules, check, costs, compare, plan, simulate, sensitivity]) {
    const { problems } = thrownBy(() => command({ schema: 1, currency: "usd" }, { pretty: true }));
    for (const { line, column } of problems) assert.deepEqual([line, column], [null, null]);
  }
  assert.equal(thrownBy(() => check('{"schema": 1, "currency": "usd"}')).problems[0].line, 1);
});

test("labels are those of the core, of no portfolio", () => {
  const { language, operating_models: models, strategies } = words();
  assert.equal(language, "en");
  assert.equal(models["ops-run-it"].label, "Ops Run It");
  assert.equal(strategies["all-ops-run-it"].sentence, "Operations run everything.");
});
