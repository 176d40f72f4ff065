// A case to begin with.

import type { Portfolio, Table } from "./portfolio";
import type { Case } from "./store";

/** What stands there until somebody says what their services are. */
const PLACEHOLDER: Table = {
  name: "service",
  kind: "digital",
  team: "team",
  exposure_per_hour: "1000",
  feature_demand: "medium",
};

/** Whether its one service is that of a case to begin with, untouched: rows take its place. */
export const isUntouched = ({ services }: Portfolio): boolean =>
  services.length === 1 && JSON.stringify(services[0]) === JSON.stringify(PLACEHOLDER);

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
    services: [PLACEHOLDER],
  };
  return { ...from, portfolio, scenarios: [] };
}
