// What the tests share.

import { readFileSync } from "node:fs";

export const repository = new URL("../../", import.meta.url);

export const retailer = readFileSync(new URL("examples/furniture-retailer.toml", repository));

export const costed = readFileSync(new URL("examples/furniture-retailer-costs.toml", repository));

export const small = `
schema = 1
name = "Furniture retailer"
currency = "USD"

[[exposure_bands]]
max_per_hour = "7000"
availability = "95.0"

[[services]]
name = "appointments"
kind = "digital"
exposure_per_hour = "6000"
feature_demand = "high"
`;

/** What the tests need of an outcome that should be an error. */
export function thrownBy(action) {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
