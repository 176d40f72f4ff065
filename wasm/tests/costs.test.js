// The commands about costs, and what may be passed to them.

import assert from "node:assert/strict";
import test from "node:test";

import { compare, costs, plan, PortfolioError, recommend, scenarios } from "whorunsit";

import { costed, small, thrownBy } from "./common.js";
import { call } from "./modules.js";

test("what is not said is for the core to choose", () => {
  assert.equal(costs(costed).text, call("costs", costed, ""));
  assert.equal(compare(costed).text, call("compare", costed, ""));
  assert.equal(scenarios(costed, {}).text, call("scenarios", costed, ""));
  assert.equal(plan(costed).text, call("plan", costed, ""));
  assert.equal(costs(costed, { by: undefined, strategy: null, line_items: null }).text, costs(costed).text);
});

test("costs are grouped by one dimension or several", () => {
  assert.equal(costs(costed, { by: "team" }).text, costs(costed, { by: ["team"] }).text);
  const [group] = costs(costed, { by: ["team", "frequency"] }).groups;
  assert.deepEqual(Object.keys(group).slice(0, 2), ["team", "frequency"]);
  assert.equal(costs(costed, { by: [] }).groups.length, 1);
});

test("costs of a strategy without line items", () => {
  const ledger = costs(costed, { strategy: "least-cost", line_items: false });
  assert.equal(ledger.strategy, "least-cost");
  assert.deepEqual(ledger.line_items, []);
});

for (const [options, code, path] of [
  [{ by: "teem" }, "unknown-word", "/by"],
  [{ by: ["team", "teem"] }, "unknown-word", "/by/1"],
  [{ by: 1 }, "wrong-type", "/by"],
  [{ strategy: "cheapest" }, "unknown-word", "/strategy"],
  [{ line_items: "no" }, "wrong-type", "/line_items"],
  [{ lineItems: false }, "unknown-key", "/lineItems"],
]) {
  test(`the core refuses the options ${JSON.stringify(options)}`, () => {
    const error = thrownBy(() => costs(costed, options));
    assert.ok(error instanceof PortfolioError, String(error));
    assert.deepEqual([error.code, error.path], [code, path]);
  });
}

test("other commands take no such options", () => {
  for (const run of [() => compare(costed, { by: "team" }), () => scenarios(costed, {}, { strategy: "least-cost" })]) {
    assert.equal(thrownBy(run).code, "invalid-options");
  }
  assert.equal(thrownBy(() => scenarios(costed, {}, "pretty")).name, "TypeError");
  assert.equal(thrownBy(() => scenarios(costed, {}, { pretty: "very" })).path, "/pretty");
});

test("what is missing is null", () => {
  const ledger = costs(small);
  assert.ok(ledger.premium.partial && ledger.missing.length > 0);
  for (const { amount, missing } of ledger.line_items) assert.equal(amount === null, missing.length > 0);
  assert.equal(thrownBy(() => costs(small, { strategy: "least-cost" })).code, "missing-key");
  assert.equal(recommend(small).insurance, null);
  assert.deepEqual(recommend(costed).insurance, compare(costed).insurance);
});

test("changes are text, bytes of any kind or an object", () => {
  const text = 'on_call.product_teams.standby.amount = "300"';
  const bytes = new TextEncoder().encode(text);
  const object = { on_call: { product_teams: { standby: { amount: 300n } } } };
  const outcomes = [text, bytes, bytes.buffer, Buffer.from(text), object, new Map(Object.entries(object))].map(
    (changes) => scenarios(costed, { "cheaper standby": changes }).text,
  );
  assert.equal(new Set(outcomes).size, 1);
  const [, { name, standby_per_year }] = scenarios(costed, { "cheaper standby": text }).scenarios;
  // 52 weeks of one schedule at 300, and of operations at 400.
  assert.deepEqual([name, standby_per_year], ["cheaper standby", "36400"]);
});

test("null removes, and a map keeps its order", () => {
  const answer = scenarios(
    costed,
    new Map([
      ["2", { services: { appointments: null } }],
      ["1", {}],
    ]),
    { pretty: true },
  );
  assert.ok(answer.text.startsWith("{\n"));
  assert.deepEqual(
    answer.scenarios.map(({ name }) => name),
    ["as it is", "2", "1"],
  );
  const [{ service, to }] = answer.scenarios[1].changes;
  assert.deepEqual([service, to], ["appointments", null]);
});

test("a scenario that breaks the portfolio is named", () => {
  const broken = { services: { bedroom: { exposure_per_hour: 0.5 } } };
  const error = thrownBy(() => scenarios(costed, { fine: {}, broken }));
  assert.ok(error instanceof PortfolioError, String(error));
  assert.match(error.problems[0].message, /^in scenario `broken`: /);
  assert.deepEqual([error.path, error.problems[0].line], ["/services/2/exposure_per_hour", null]);
});

test("changes that cannot be read are refused", () => {
  for (const changes of ["x = ", "\ud800"]) {
    assert.ok(thrownBy(() => scenarios(costed, { a: changes })) instanceof PortfolioError);
  }
  for (const [changes, message] of [
    [new Uint8Array([0xff]), /scenario "a" is not UTF-8/],
    [1, /scenario "a" is text/],
    [null, /scenario "a" is text/],
    [[], /scenario "a" is text/],
    [Promise.resolve({}), /scenario "a" is text/],
    [{ b: () => {} }, /scenario "a" cannot hold a function, at key "b"/],
  ]) {
    assert.throws(() => scenarios(costed, { a: changes }), { name: "TypeError", message });
  }
  for (const list of [undefined, null, "text", [], new Set()]) {
    assert.throws(() => scenarios(costed, list), { name: "TypeError", message: /scenarios are an object/ });
  }
});

test("the plan ends where its last month does", () => {
  const answer = plan(costed);
  assert.equal(answer.more_than_staying, answer.months.at(-1).difference);
  assert.deepEqual(
    answer.waves.flatMap(({ teams }) => teams.map(({ name }) => name)),
    ["bedroom", "appointments"],
  );
});
