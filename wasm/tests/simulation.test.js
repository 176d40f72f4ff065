// Simulation and sensitivity: what may be passed, the same bits as everywhere, and how work is stopped.

import assert from "node:assert/strict";
import test from "node:test";
import { Worker } from "node:worker_threads";

import { chart, check, PortfolioError, sensitivity, simulate } from "whorunsit";

import { costed, thrownBy } from "./common.js";
import { call, digest } from "./modules.js";

// As in crates/whorunsit/src/random/tests.rs.
const GOLDEN = "e4703b7af9129e0a182db5061592941c3b12d2069cd689542340bae0726a8e7c";

// A portfolio whose simulation takes long; more incidents than these would outlast the year.
const slow = costed.toString().replace("{ low = 2, likely = 6, high = 15 }", "{ low = 200, likely = 400, high = 500 }");

test("the streams have the golden digest", () => {
  assert.equal(digest(42n), GOLDEN);
  assert.notEqual(digest(43n), GOLDEN);
});

test("what is not said is for the core to choose", () => {
  assert.equal(simulate(costed).text, call("simulate", costed, ""));
  assert.equal(simulate(costed, {}).text, simulate(costed, { trials: null, progress: null, seed: undefined }).text);
  assert.equal(sensitivity(costed).text, call("sensitivity", costed, ""));
});

test("threads and progress change nothing", () => {
  const options = { trials: 2048, seed: 7 };
  const { text } = simulate(costed, options);
  assert.equal(simulate(costed, { ...options, threads: 7 }).text, text);
  assert.equal(simulate(costed, { ...options, progress: () => {} }).text, text);
  assert.equal(simulate(costed, new Map(Object.entries(options))).text, text);
  assert.notEqual(simulate(costed, { ...options, seed: 8 }).text, text);
});

test("seeds are whole, up to 64 bits", () => {
  const most = 2n ** 64n - 1n;
  assert.equal(simulate(costed, { trials: 10, seed: most }).seed, String(most));
  assert.equal(simulate(costed, { trials: 10, seed: String(most) }).seed, String(most));
  assert.equal(sensitivity(costed, { seed: most }).ok, true);
});

test("a precision is reached", () => {
  const { precision_percent, trials } = simulate(costed, { precision: "1.5%" });
  assert.ok(Number(precision_percent) <= 1.5, precision_percent);
  assert.ok(trials > 2048, String(trials));
});

for (const [options, code, path] of [
  [{ trials: 0 }, "number-out-of-range", "/trials"],
  [{ trials: 1e12 }, "number-out-of-range", "/trials"],
  [{ trials: 1.5 }, "wrong-type", "/trials"],
  [{ seed: 2n ** 64n }, "number-out-of-range", "/seed"],
  [{ precision: 0.01 }, "invalid-share", "/precision"],
  [{ threads: "many" }, "wrong-type", "/threads"],
]) {
  test(`the core refuses the options ${JSON.stringify(options, (_, value) => (typeof value === "bigint" ? String(value) : value))}`, () => {
    const error = thrownBy(() => simulate(costed, options));
    assert.ok(error instanceof PortfolioError, String(error));
    assert.deepEqual([error.code, error.path], [code, path]);
  });
}

test("progress grows and ends with all", () => {
  const seen = [];
  const start = performance.now();
  simulate(costed, { trials: 200_000, progress: (progress) => void seen.push(progress) });
  // 20 times a second at most, and at the end of the simulation.
  assert.ok(seen.length >= 2 && seen.length <= (performance.now() - start) / 50 + 2, `${seen.length} times`);
  assert.deepEqual(seen.at(-1), { done: 600_000, total: 600_000 });
  assert.deepEqual(seen, seen.toSorted?.((a, b) => a.done - b.done) ?? seen);
});

test("false from progress cancels, and the package stays usable", () => {
  const start = performance.now();
  let calls = 0;
  const error = thrownBy(() => simulate(slow, { trials: 1_000_000, progress: () => ++calls < 2 }));
  assert.ok(error instanceof PortfolioError, String(error));
  assert.deepEqual([error.code, calls], ["cancelled", 2]);
  assert.ok(performance.now() - start < 30_000);
  assert.equal(check(costed).ok, true);
});

test("only false cancels", () => {
  for (const value of [undefined, null, 0, "", NaN]) {
    assert.equal(simulate(costed, { trials: 10, progress: () => value }).trials, 10);
  }
});

test("what progress throws is thrown on, whatever it is", () => {
  for (const thrown of [new RangeError("enough"), undefined, "text"]) {
    let caught = "nothing";
    try {
      simulate(slow, {
        progress: () => {
          throw thrown;
        },
      });
    } catch (error) {
      caught = error;
    }
    assert.equal(caught, thrown);
  }
  assert.equal(check(costed).ok, true);
});

test("progress is a function, which cannot call the package", () => {
  assert.throws(() => simulate(costed, { progress: 1 }), { name: "TypeError", message: "progress is a function" });
  assert.throws(() => simulate(costed, { trials: 10, progress: () => check(costed) }), { message: /at work already/ });
  assert.throws(() => sensitivity(costed, { progress: () => {} }), {
    name: "TypeError",
    message: /cannot hold a function/,
  });
});

test("a worker simulates, tells progress and is stopped from outside", async (context) => {
  const code = `
    import { parentPort, workerData } from "node:worker_threads";
    import { simulate } from ${JSON.stringify(import.meta.resolve("whorunsit"))};
    const stop = new Int32Array(workerData.stop);
    const progress = (progress) => (parentPort.postMessage(progress), Atomics.load(stop, 0) === 0);
    try {
      simulate(workerData.portfolio, { trials: 1_000_000, progress });
    } catch (error) {
      parentPort.postMessage({ code: error.code });
    }`;
  const stop = new SharedArrayBuffer(4);
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
    workerData: { portfolio: slow, stop },
  });
  context.after(() => worker.terminate());
  const messages = [];
  await new Promise((resolve, reject) => {
    worker.on("error", reject);
    worker.on("message", (message) => {
      messages.push(message);
      Atomics.store(new Int32Array(stop), 0, 1);
      if ("code" in message) resolve();
    });
  });
  assert.ok(messages.length > 1 && messages[0].total === 3_000_000, JSON.stringify(messages));
  assert.deepEqual(messages.at(-1), { code: "cancelled" });
});

test("sensitivity says where it flips", () => {
  const { services } = sensitivity(costed);
  const appointments = services.find(({ name }) => name === "appointments");
  assert.equal(appointments.tornado[0].input, "incidents_per_year");
  assert.equal(appointments.grid.length, 81);
  assert.equal(thrownBy(() => sensitivity(costed, { trials: 1 })).code, "invalid-options");
});

test("a chart is a specification, and may be watched", () => {
  const { name, spec } = chart(costed, "tornado", { service: "bedroom" });
  assert.deepEqual([name, spec.background], ["tornado", "transparent"]);
  assert.equal(chart(costed, "scale").text, call("chart", costed, '{"chart":"scale"}'));
  assert.equal(
    chart(costed, "scale", new Map([["pretty", true]])).text,
    call("chart", costed, '{"pretty":true,"chart":"scale"}'),
  );
  const seen = [];
  const options = { trials: 1024, seed: 3, progress: (progress) => void seen.push(progress) };
  assert.equal(chart(costed, "exceedance", options).ok, true);
  assert.equal(seen.at(-1).done, 3072);
  assert.equal(
    thrownBy(() => chart(slow, "exceedance", { progress: () => false, trials: 1_000_000 })).code,
    "cancelled",
  );
});

for (const [args, code, path] of [
  [[], "missing-key", "/chart"],
  [["pie"], "unknown-word", "/chart"],
  [["scale", { service: "bedroom" }], "invalid-options", "/service"],
  [["scale", { seed: 1 }], "invalid-options", "/seed"],
  [["tornado", { service: "bedrom" }], "unknown-service", "/service"],
]) {
  test(`the core refuses the chart ${JSON.stringify(args)}`, () => {
    const error = thrownBy(() => chart(costed, ...args));
    assert.ok(error instanceof PortfolioError, String(error));
    assert.deepEqual([error.code, error.path], [code, path]);
  });
}
