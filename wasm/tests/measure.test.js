// Measuring as a Node program meets it, imported by the package's own name.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import init, { fit, measure, PortfolioError, review, triage } from "whorunsit/measure";

import { thrownBy } from "./common.js";

const here = (path) => readFileSync(new URL(`../../${path}`, import.meta.url));
const log = here("examples/exports/servicenow-event-log.csv");
const retailer = here("examples/furniture-retailer-costs.toml");
const period = { from: "2025-01-01", to: "2026-06-30", time_zone: "Europe/London" };

test("an export is measured, without a portfolio and against one", async () => {
  await init();
  const alone = measure(log, period);
  assert.equal(alone.portfolio, null);
  assert.ok(alone.services.length >= 3 && alone.all.incidents > 0);
  const held = measure(log, { ...period, portfolio: retailer, name: "incidents.csv" });
  assert.deepEqual(
    held.services.map(({ name }) => name),
    ["ecommerce-platform", "appointments", "bedroom"],
  );
  assert.match(held.portfolio_text, /# measured: \d+ incidents?, incidents\.csv, 2025-01-01 to 2026-06-30/u);
  assert.equal(held.written.values[0].path, "services.ecommerce-platform.incidents_per_year");
  assert.ok(Object.isFrozen(held.services[0]));
});

test("charts that are asked for come with the answer", () => {
  const { charts } = measure(log, {
    ...period,
    portfolio: retailer,
    service: "bedroom",
    charts: ["fit", "error-budget"],
  });
  assert.deepEqual(Object.keys(charts), ["error-budget", "fit"]);
  assert.deepEqual(charts["error-budget"].title.text, ["bedroom has 97.1 % of its error budget of Q2 2026 left"]);
  assert.equal(measure(log, period).charts, undefined);
  assert.equal(thrownBy(() => measure(log, { ...period, charts: ["rework"] })).code, "nothing-to-draw");
});

test("what is wrong is a PortfolioError with code, message and help", () => {
  assert.equal(thrownBy(() => measure("<!doctype html><title>Sign in</title>", {})).constructor, PortfolioError);
  assert.equal(thrownBy(() => measure(log, { ...period, from: "January" })).code, "invalid-option");
  assert.equal(thrownBy(() => measure(log, { mapping: "servicenou" })).code, "unknown-mapping");
  assert.equal(thrownBy(() => measure(undefined, period)).code, "missing-option");
  assert.equal(thrownBy(() => triage(retailer, "kitchen", { since: "14:05" })).code, "unknown-service");
  assert.match(thrownBy(() => measure(42, {})).message, /an export of incidents is text, its bytes/u);
});

test("progress is told, and ends it", () => {
  const rows = Array.from({ length: 30_000 }, (_, at) => `${at},shop,2026-01-05 10:00,2026-01-05 11:00`);
  const large = ["id,service,opened,restored", ...rows].join("\n");
  const seen = [];
  measure(large, { ...period, progress: (progress) => void seen.push(progress) });
  assert.ok(seen.length > 0 && seen.every(({ done, total }) => done <= total));
  assert.equal(thrownBy(() => measure(large, { progress: () => false })).code, "cancelled");
  assert.equal(measure(log, period).ok, true);
});

test("an incident, a review and a fit", () => {
  const now = new Date("2026-11-26T15:35:00Z");
  const found = triage(retailer, "Bedroom", { since: "14:05", now, time_zone: "UTC" });
  assert.equal(found.asks_for, "minor: restore by the next working day");
  assert.equal(Math.round(Number(found.lost)), 92500);
  assert.equal(triage(retailer, "bedroom", { since: new Date(Date.now() - 3_600_000) }).seconds, 3600);
  const reviewed = review(retailer, log, period);
  assert.equal(reviewed.ok, true);
  const fitted = fit([10, 20, 40, 80, 160], { unit: "min" });
  assert.equal(fitted.estimate.p5, "6min 36s");
  assert.equal(thrownBy(() => fit([1, Number.NaN])).constructor, PortfolioError);
});
