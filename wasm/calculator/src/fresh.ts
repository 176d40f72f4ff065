// A case to begin with.

import type { Portfolio } from "./portfolio";
import type { Case } from "./store";

/** One service and nothing else, within the same bands: what costs depend on is for the reader to give. */
export function fresh(from: Case, name = "My organisation", currency = "USD"): Case {
  const { exposure_bands } = from.portfolio;
  const portfolio: Portfolio = {
    schema: 1,
    name,
    currency,
    exposure_bands: exposure_bands ?? [],
    domains: [{ name: "domain" }],
    teams: [{ name: "team", domain: "domain" }],
    services: [{ name: "service", kind: "digital", team: "team", exposure_per_hour: "1000", feature_demand: "medium" }],
  };
  return { ...from, portfolio, scenarios: [] };
}
