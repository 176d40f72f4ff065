// What becomes of a panic: in the real module, by a command that only a test build has (cargo xtask wasm --test-hooks).

import assert from "node:assert/strict";
import test from "node:test";

import { repository } from "./common.js";

const js = new URL("target/wasm-test-hooks/js/", repository);
const { recommend, run } = await import(new URL("decide-node.js", js));

const small = {
  schema: 1,
  currency: "USD",
  exposure_bands: [{ max_per_hour: "7000", availability: "95.0" }],
  services: [{ name: "appointments", kind: "digital", exposure_per_hour: "6000", feature_demand: "high" }],
};

test("after a panic the package says so and stays usable", () => {
  const expected = recommend(small).text;
  for (let round = 0; round < 3; round += 1) {
    assert.throws(
      () => run("panic", small),
      (error) => {
        assert.match(error.message, /defect of whorunsit.*please report it.*restarted/s);
        assert.ok(error.cause instanceof WebAssembly.RuntimeError, String(error.cause));
        return true;
      },
    );
    assert.equal(recommend(small).text, expected);
  }
});
