// What several fields choose from.

import { MODELS as CODES } from "../answers";
import { MODEL_NAMES } from "../format";
import { isTable, tables, text, type Portfolio } from "../portfolio";

export const ANSWERS = ["yes", "partly", "no", "unknown"];
export const MODELS = CODES.map((model) => [model, MODEL_NAMES[model] ?? model] as const);
export const ASPECTS = [
  ["deployment-throughput", "Deployment throughput"],
  ["service-reliability", "Service reliability"],
  ["learning-culture", "Learning culture"],
] as const;
/** The core's reference profiles. */
export const PROFILES: readonly (readonly [string, string])[] = [
  ["digital-retail", "online retail"],
  ["saas", "software as a service"],
  ["bank", "a bank"],
  ["public-body", "a public body"],
  ["internal-systems", "systems used inside"],
];
export const PRESETS = ["incident-io-survey", "pci-pal", "ocado"];
export const STAFF = ["product-team", "operations"];
export const namesOf = (key: string) => (portfolio: Portfolio) =>
  tables(portfolio, key).map((one) => text(one["name"]));
/** The names of the blocks that services share. */
export const blocks =
  (key: string) =>
  (portfolio: Portfolio): readonly string[] => {
    const named = portfolio[key];
    return isTable(named) ? Object.keys(named) : [];
  };
