// What a first visit shows.

import example from "#example";

import type { Case } from "./store";

export const FIRST: Case = { portfolio: example, scenarios: [], trials: "10000", seed: "1" };
