// Short names for the core's answers.

import type { PortfolioSimulation } from "whorunsit";

export type { Comparison, CostFlip, Costs, Finding, OperatingModel, Recommendation, Schedules, Sensitivity, Simulation } from "whorunsit";

/** What one choice comes to, simulated. */
export type Simulated = PortfolioSimulation["hybrid_at_scale"];
