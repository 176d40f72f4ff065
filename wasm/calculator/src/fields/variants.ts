// Variants of the operating models: what each does otherwise.

import { MODEL_NAMES } from "../format";
import { isTable, tables, text, type Portfolio, type Table } from "../portfolio";
import { plain, type FieldOf, type PartOf, type Section } from "./field";
import { ASPECTS, blocks, MODELS } from "./lists";
import { LINE, NAME, responseAt } from "./parts";

const KEPT = "the model's";

const oneOff = (table: "setup" | "transition", what: string): readonly FieldOf[] =>
  ASPECTS.map(([key, label]) => ({
    key: `${table}.${key}`,
    label: `${what}: ${label.toLowerCase()}`,
    money: true,
    none: KEPT,
  }));

const FIELDS: readonly FieldOf[] = [
  NAME,
  {
    key: "operating_model",
    label: "In place of",
    required: true,
    words: MODELS.map(([model]) => model),
    say: MODEL_NAMES,
  },
  { key: "throughput.hand_off_lead_time", label: "Hand-off lead time", like: "1d", none: KEPT },
  { key: "throughput.effort_per_deployment", label: "Effort per deployment", like: "1h", none: KEPT },
  { key: "throughput.fastest_deployment", label: "Fastest deployment", like: "weekly", none: KEPT, means: plain },
  { key: "throughput.change_failure_rate", label: "Change failure rate", like: "15%", none: KEPT },
  {
    key: "throughput.failed_deployment_recovery_time",
    label: "Failed deployment recovery time",
    like: "1h",
    none: KEPT,
  },
  { key: "learning.lead_time", label: "Learning lead time", like: "2d", none: KEPT },
  { key: "learning.effort_per_improvement", label: "Effort per improvement", like: "8h", none: KEPT },
  { key: "operations_work.effort_per_week", label: "Operations work a week", like: "1h", none: KEPT },
  ...oneOff("setup", "Setup"),
  ...oneOff("transition", "Transition"),
];

/** How a variant responds: by the name of a block, or by tiers of its own. */
const response = (variant: Table, index: number): readonly PartOf[] => {
  const [name, given] = [text(variant["name"]) || `variant ${index + 1}`, variant["response"]];
  const named: PartOf = {
    title: `Response of ${name}`,
    at: ["variants", index],
    fields: [{ key: "response", label: "Response", none: KEPT, names: blocks("responses") }],
  };
  const model = text(variant["operating_model"]);
  const own = responseAt(["variants", index, "response"], model, name);
  return [...(isTable(given) ? [] : [named]), ...(given === undefined || isTable(given) ? own : [])];
};

export const variants = (portfolio: Portfolio): Section => ({
  title: "Variants",
  hint: "Other forms of a model, such as operations with self-service deployment, set beside it in the comparison. A table of a variant takes the place of the model's whole table.",
  parts: [
    { title: "Variants of a model", one: "variant", at: ["variants"], fields: FIELDS },
    ...tables(portfolio, "variants").flatMap((variant, index) => [
      ...response(variant, index),
      {
        title: `Costs of ${text(variant["name"]) || `variant ${index + 1}`}`,
        hint: "Costs besides people's time, paid where its model runs a service.",
        one: "line",
        at: ["variants", index, "recurring_costs"],
        fields: LINE.filter(({ key }) => key !== "operating_model"),
      },
    ]),
  ],
});
