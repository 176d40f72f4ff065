// Shapes of the core's answers that the package has no types for yet, and short names for those that it has.

import type { Assumption, Comparison, Costs, Finding, Money, OperatingModel, OutOfHours, Recommendation, Schedules } from "whorunsit";

export type { Assumption, Comparison, Costs, Finding, OperatingModel, Recommendation, Schedules };

export interface Spread {
  readonly mean: Money;
  readonly standard_error: Money;
  readonly standard_deviation: Money;
  readonly p5: Money;
  readonly p50: Money;
  readonly p95: Money;
}

export interface Risk {
  readonly spread: Spread;
  readonly value_at_risk_95: Money;
  readonly conditional_value_at_risk_95: Money;
  readonly value_at_risk_99: Money;
  readonly conditional_value_at_risk_99: Money;
  readonly exceedance: readonly { readonly percent: string; readonly loss: Money }[];
}

export interface Simulated {
  readonly cost_over_horizon: Spread;
  readonly year_loss: Risk;
  readonly worst_incident: Risk;
  readonly meets_target_percent: string | null;
}

export interface CostFlip {
  readonly input: string;
  readonly now: string;
  readonly value: string;
  readonly cheaper_below: OperatingModel;
  readonly cheaper_above: OperatingModel;
  readonly within_estimate: boolean | null;
}

export interface Simulation {
  readonly provenance: { readonly version: string; readonly input_sha256: string | null };
  readonly currency: string;
  readonly horizon_years: number;
  readonly trials: number;
  readonly seed: string;
  readonly precision_percent: string | null;
  readonly portfolio: {
    readonly hybrid_at_scale: Simulated;
    readonly all_ops_run_it: Simulated;
    readonly difference: Spread;
    readonly cheaper_percent: string;
  };
  readonly services: readonly {
    readonly name: string;
    readonly ops_run_it: Simulated;
    readonly you_build_it_you_run_it: Simulated;
    readonly difference: Spread;
    readonly you_build_it_cheaper_percent: string;
  }[];
  readonly summary: readonly string[];
  readonly findings: readonly Finding[];
  readonly assumptions: readonly Assumption[];
}

export interface SelectionFlip {
  readonly input: string;
  readonly above: boolean;
  readonly value: string;
  readonly operating_model: OperatingModel;
  readonly out_of_hours: OutOfHours | null;
}

export interface Sensitivity {
  readonly services: readonly {
    readonly name: string;
    readonly flips: { readonly selection: readonly SelectionFlip[]; readonly cost: readonly CostFlip[] };
  }[];
}
