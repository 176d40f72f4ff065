// Short names for the core's answers.

import type { Comparison, Recommendation } from "whorunsit";

export type {
  Comparison,
  CostFlip,
  Costs,
  CostType,
  Finding,
  OperatingModel as Model,
  Recommendation,
  Schedules,
  Sensitivity,
  Simulated,
  Simulation,
  TransitionPlan,
} from "whorunsit";

/** What is recommended for a service, and what it costs under both models. */
export type ServiceAnswer = Recommendation["services"][number];
export type ServiceCompared = Comparison["services"][number];

export const MODELS = ["you-build-it-you-run-it", "ops-run-it"] as const;
/** Under which key an answer has what a model comes to. */
export const RESULT = { "you-build-it-you-run-it": "you_build_it_you_run_it", "ops-run-it": "ops_run_it" } as const;
