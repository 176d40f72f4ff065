// Written by `cargo xtask types` from the types of the core: do not edit.

/** A portfolio in which the model that costs less for one service is given by hand. */
export interface Acceptance {
  readonly ok: true;
  /** Version of whorunsit, and digest of the portfolio that was changed. */
  readonly provenance: Provenance;
  /** The service. */
  readonly service: string;
  /** The model that is given from now on. */
  readonly operating_model: OperatingModel;
  /** Why, as `operating_model_reason` keeps it. */
  readonly reason: string;
  /** The changed portfolio, as TOML text in the portfolio format. */
  readonly portfolio: string;
}

/** Who answers for each service, whose budget pays for its on-call, and what moves between budgets. */
export interface Accountability {
  readonly ok: true;
  /** Version, and digest of the input. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** Every service, in the order of the portfolio. */
  readonly services: readonly ServiceAccountability[];
  /** What each budget pays a year, today and after what is recommended. */
  readonly moves: readonly BudgetMove[];
  /** The inputs without which amounts are missing, as JSON Pointers. */
  readonly missing: readonly string[];
  /** Every default that it rests on. */
  readonly assumptions: readonly Assumption[];
}

/** Who answers and who pays, in short; `accountability` has each service. */
export interface AccountabilityAndBudgets {
  /** How many services there are. */
  readonly services: number;
  /** For how many of them duties, decisions and money part. */
  readonly services_that_part: number;
  /** How many change the one who is accountable. */
  readonly accountable_changes: number;
  /** What moves away from the budget of operations a year; `null` where that is not estimated. */
  readonly moved_from_operations_per_year: Money | null;
}

/** How a cost is accounted. */
export type Accounting = "capex" | "opex" | "lost-revenue";

/** What to do about an answer that is not yes. */
export interface Action {
  /** The question that it follows from, by its code. */
  readonly question: string;
  /** What to do. */
  readonly action: string;
  /**
   * The answer that asks for it: the least that the organisation or a team gives; unknown only where nothing is known.
   */
  readonly because: QuestionAnswer;
  /** The teams that answer so for themselves. */
  readonly teams: readonly string[];
  /** The practice that it comes from. */
  readonly practice: string;
  /** Who does it. */
  readonly who: string;
  /** Whether nobody should go on call before it is done; not so where the portfolio pays for standby. */
  readonly gate: boolean;
  /** What it is worth a year; `null` where money cannot say. */
  readonly worth_per_year: Money | null;
}

/** What an advice rests on. */
export type AdviceBy = "cost" | "wait";

/** One service under one model against the baseline; `null` where that cannot be told. */
export interface AgainstBaseline {
  /** Who runs it. */
  readonly operating_model: OperatingModel;
  /** Whether it is deployed often enough. */
  readonly deployment: boolean | null;
  /** Whether it is available enough. */
  readonly availability: boolean | null;
  /** Whether it is restored soon enough. */
  readonly time_to_restore: boolean | null;
  /** Whether it is learned from soon enough. */
  readonly learning: boolean | null;
  /** Whether all four are. */
  readonly all: boolean | null;
}

/** How specialists may be arranged. */
export type Arrangement = "central" | "embedded-same-people" | "embedded-in-every-team" | "central-with-self-service";

/** What an operating model is judged on. */
export type Aspect = "deployment-throughput" | "service-reliability" | "learning-culture";

/** A default that a result rested on. */
export interface Assumption {
  /** Its stable code, by which services and schedules refer to it. */
  readonly code: string;
  /** Where in the portfolio to give a value of one's own, as a JSON Pointer. */
  readonly path: string;
  /** The value that was assumed. */
  readonly value: string;
  /** Why it is the default. */
  readonly reason: string;
  /** Where it comes from, if a reference profile filled it in. */
  readonly profile?: FromProfile | null;
}

/** Codes of the assumptions that the result rests on. */
export type Assumptions = readonly string[];

/** The services of one exposure band. */
export interface BandShare {
  /** The band's maximum; `null` for what lies above every band. */
  readonly max_per_hour: Money | null;
  /** The band's target. */
  readonly availability_target: string;
  /** How many services fall in it. */
  readonly services: number;
  /** How many that is in percent, to two decimals. */
  readonly percent: string;
}

/** The baseline: what an organisation that runs what it builds reaches at least. */
export interface Baseline {
  /** Deployed at least this often. */
  readonly deployment: string;
  /** Expected to be available at least so much. */
  readonly availability: string;
  /** Restored in less than this, on average. */
  readonly time_to_restore: string;
  /** An insight from production becomes an improvement within this. */
  readonly learning_lead_time: string;
}

/** A range of a histogram. */
export interface Bin {
  /** The least loss in it. */
  readonly at_least: Money;
  /** What is above it; the last range also counts everything larger. */
  readonly below: Money;
  /** How many trials fall in it. */
  readonly trials: number;
}

/** Whose budget pays. */
export type BudgetHolder = "product-team" | "it" | "operations";

/** What one budget pays a year for one cost type. */
export interface BudgetMove {
  /** Whose budget. */
  readonly budget_holder: BudgetHolder;
  /** For what. */
  readonly cost_type: CostType;
  /** As services run today; `null` where an amount is not estimated. */
  readonly today_per_year: Money | null;
  /** As they are recommended to run. */
  readonly after_per_year: Money | null;
  /** What moves to it; below zero where it moves away. */
  readonly moved_per_year: Money | null;
}

/** How a cell was read. */
export type CellStatus = "read" | "not-given" | "asked" | "refused";

/** A failure to rehearse. */
export interface ChaosDay {
  /** The services that fail. */
  readonly services: readonly string[];
  /** How they fail. */
  readonly mode: FailureMode;
  /** The shared cause, where it is one. */
  readonly cause: string | null;
  /** What such failures are expected to lose in a year, as services are recommended to run. */
  readonly at_risk_per_year: Money;
}

/** Which chart to draw. */
export type ChartName =
  | "selector"
  | "costs"
  | "exceedance"
  | "tornado"
  | "map"
  | "scale"
  | "break-even"
  | "workflow"
  | "waterfall"
  | "heat-map"
  | "density"
  | "rota";

/** What a portfolio holds, for those who only want it checked. */
export interface Check {
  readonly ok: true;
  /** Version, and digest of the input. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** How much it holds. */
  readonly counts: Counts;
  /** Every default that answers rest on. */
  readonly assumptions: readonly Assumption[];
}

/** Strategies side by side, and every service under both models. */
export interface Comparison {
  readonly ok: true;
  /** What it can be traced back to. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** Over how many years it compares. */
  readonly horizon_years: number;
  /** Every strategy; the one of least cost is missing where standby pay is not given, or no service can be compared. */
  readonly strategies: readonly StrategyCosts[];
  /** What is recommended, compared with operations running everything. */
  readonly insurance: Insurance;
  /** What both have cost by the end of each month, from month 0, when one-off costs are paid. */
  readonly cash_flow: readonly MonthCosts[];
  /** What it costs to follow the selector instead of least cost, and where they differ. */
  readonly policy_price: PolicyPrice | null;
  /** Every service under both models, in the order of the portfolio. */
  readonly services: readonly ServiceComparison[];
  /** What each product team schedule costs and protects. */
  readonly schedules: readonly ScheduleWorth[];
  /** The inputs that are missing under either model, as JSON Pointers. */
  readonly missing: readonly string[];
  /** What to know about the comparison as a whole. */
  readonly findings: readonly Finding[];
  /** Every default that it rests on. */
  readonly assumptions: readonly Assumption[];
  /**
   * What is recommended compared with how services run today; left out where operations run all of them, and where
   * nothing runs yet.
   */
  readonly against_today?: Insurance | null;
  /** What the reference profile leaves open, if the portfolio has one. */
  readonly outlook?: Outlook | null;
  /** Who runs the services today; left out where operations run all of them. */
  readonly today?: Today;
  /** The portfolio with each of its variants in place of the model that it is a form of. */
  readonly variants?: readonly VariantOutcome[];
}

/**
 * Where the cheaper model changes as one input changes, the others at their means: two neighbouring values, with each
 * of which the portfolio was run again, targets, schedules and what is shared included.
 */
export interface CostFlip {
  /** The key of the input in the format; of what a service shares with others, with its tables, times in seconds. */
  readonly input: string;
  /** The same in words. */
  readonly words: string;
  /** What its values count: `money` in major units, `seconds`, `percent` or a `number`. */
  readonly unit: "money" | "number" | "percent" | "seconds";
  /** Its mean, as things are. */
  readonly now: string;
  /** The last value at which one model is cheaper. */
  readonly last_below: string;
  /** The first value above it at which the other one is; in between both may cost the same. */
  readonly first_above: string;
  /** The model that is cheaper below, as far as to the flip before. */
  readonly cheaper_below: OperatingModel;
  /** The model that is cheaper above, as far as to the flip after. */
  readonly cheaper_above: OperatingModel;
  /** Whether it lies within what the input may turn out to be; `null` where the input is a point. */
  readonly within_estimate: boolean | null;
}

/**
 * What kind of cost it is. All but the last are the premium of the insurance; the last is the loss that is not
 * covered.
 */
export type CostType = "setup" | "transition" | "run" | "incident" | "opportunity";

/** What a portfolio costs under one strategy: every line item, and what they come to. */
export interface Costs {
  readonly ok: true;
  /** What it can be traced back to. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** Over how many years it adds up. */
  readonly horizon_years: number;
  /** Who runs what. */
  readonly strategy: Strategy;
  /** What is paid: setup, transition, run and incident costs. */
  readonly premium: Totals;
  /** What is lost all the same: the opportunity costs. */
  readonly loss: Totals;
  /** All of it, grouped as it was asked for. */
  readonly groups: readonly Group[];
  /** What the steps of the incident workflow cost that people do by hand, the dearest first. */
  readonly manual_steps: readonly ManualStepPrice[];
  /** Every line item, service by service; empty where they were not asked for. */
  readonly line_items: readonly LineItem[];
  /** The inputs without which amounts are missing, as JSON Pointers. */
  readonly missing: readonly string[];
  /** What to know about the costs. */
  readonly findings: readonly Finding[];
  /** Every default that they rest on. */
  readonly assumptions: readonly Assumption[];
}

/** How much a portfolio holds. */
export interface Counts {
  /** Services. */
  readonly services: number;
  /** Teams. */
  readonly teams: number;
  /** Domains. */
  readonly domains: number;
}

/** A demand at which the advice changes. */
export interface DemandFlip {
  /** Requests a week, of all teams together. */
  readonly requests_per_week: string;
  /** The advice beyond it; `null` where no arrangement has a steady state there. */
  readonly advice: Arrangement | null;
}

/** What differs between an old portfolio and a new one. */
export interface Difference {
  readonly ok: true;
  /** Version, and digest of the new portfolio. */
  readonly provenance: Provenance;
  /** The same of the old one. */
  readonly old_provenance: Provenance;
  /** The new portfolio's name. */
  readonly name: string | null;
  /** The currency of the new portfolio's amounts. */
  readonly currency: string;
  /** The currency of the old portfolio's amounts. */
  readonly old_currency: string;
  /** What changed, in sentences. */
  readonly summary: readonly string[];
  /** Every value that changed, that came or that went. */
  readonly inputs: readonly InputChange[];
  /** Every service that is recommended to be run in another way, or that only one of the two has. */
  readonly services: readonly ServiceChange[];
  /** What the old portfolio comes to. */
  readonly old: ScenarioOutcome;
  /** What the new portfolio comes to; `more_than_as_it_is` is what that is more than the old one. */
  readonly new: ScenarioOutcome;
}

/** What line items can be grouped by. */
export type Dimension =
  | "service"
  | "team"
  | "domain"
  | "operating_model"
  | "aspect"
  | "cost_type"
  | "code"
  | "accounting"
  | "budget_holder"
  | "budget_team"
  | "frequency";

/** What everybody is in the reliability of one service. */
export interface Duties {
  /** The team that builds it. */
  readonly product_team: Duty;
  /** Who decides what is built, where the product's budget pays for the team. */
  readonly head_of_product: Duty;
  /** Who decides, where IT pays for the team. */
  readonly head_of_delivery: Duty;
  /** Who decides about operations. */
  readonly head_of_operations: Duty;
  /** Operations' people who run it. */
  readonly application_support: Duty;
}

/** What somebody is in the reliability of a service: the letters of a RACI table, but for consulted. */
export type Duty = "responsible" | "accountable" | "informed";

/** The kinds of work that stand before waves. */
export type EnablingKind = "paved-road" | "workflow-automation" | "training" | "preparation";

/** A point of an exceedance curve. */
export interface Exceedance {
  /** How likely a larger loss is, in percent. */
  readonly percent: string;
  /** The loss. */
  readonly loss: Money;
}

/** The share of all exposure in the most exposed services. */
export interface ExposureInTop {
  /** How many services. */
  readonly services: number;
  /** Percent of the exposure of all. */
  readonly percent: string;
}

/** A factor of a line item. */
export interface Factor {
  /** The exact value, cut after 28 digits where a quotient has no end. */
  readonly value: string;
  /** What it counts; of money, for what. */
  readonly unit: Unit;
  /** The input that it is, or the mean of, as a JSON Pointer; `null` where it is worked out from several. */
  readonly input: string | null;
  /** The quotient that it is exactly, such as `29/6`, where its value is cut. */
  readonly fraction?: string;
}

/** A way in which a service fails. */
export type FailureMode =
  | "in-working-hours"
  | "out-of-hours"
  | "waits-for-working-hours"
  | "manual-steps"
  | "failed-deployment"
  | "shared-cause";

/** The figure that answers an objection, under a code of its own. */
export type Figure =
  | ({ readonly code: "on-call-pay" } & OnCallPay)
  | ({ readonly code: "schedules-on-exposure" } & SchedulesOnExposure)
  | ({ readonly code: "accountability-and-budgets" } & AccountabilityAndBudgets)
  | ({ readonly code: "incident-workflow" } & IncidentWorkflow)
  | ({ readonly code: "unplanned-work" } & UnplannedWork)
  | ({ readonly code: "specialists" } & SpecialistsFigure)
  | ({ readonly code: "pilot" } & Pilot);

/** An input whose knowledge is worth something. */
export interface FindOut {
  /** The key of the input, with its tables. */
  readonly input: string;
  /** The same in words. */
  readonly words: string;
  /**
   * What knowing it exactly saves on average over the horizon whoever then chooses between the two models of each
   * service, with its schedule as recommended. It is not the EVPPI of `sensitivity`, for which every schedule is a
   * choice, too.
   */
  readonly worth: Money;
  /** How far it moves the difference between the models from its low end to its high end, over all services. */
  readonly swing: Money;
  /** Who usually knows it: `service-owner`, `finance`, `operations` or `hr`. */
  readonly known_by: string;
  /** How many services it bears on. */
  readonly services: number;
}

/** Something the user should know. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** A sentence with its figures. It may change from release to release. */
  readonly message: string;
  /** The practice that it comes from. */
  readonly source: string;
  readonly details: FindingDetails;
}

/** The stable code of a finding. */
export type FindingCode =
  | "target-from-exposure"
  | "deployment-from-demand"
  | "model-from-selector"
  | "model-given"
  | "model-from-money"
  | "money-does-not-decide"
  | "schedule-from-target"
  | "exposure-above-highest-band"
  | "exposure-by-quantile"
  | "estimate-too-wide"
  | "down-all-year"
  | "failing-all-year"
  | "demand-above-highest-band"
  | "target-inflated"
  | "target-below-exposure"
  | "policies-disagree"
  | "amber-below-three-nines"
  | "low-value-digital-service"
  | "kind-and-demand-disagree"
  | "four-nines-rarely-needed"
  | "peak-raises-target"
  | "peak-asks-for-other-model"
  | "service-without-team"
  | "team-without-domain"
  | "many-team-schedules"
  | "single-team-domain"
  | "domain-grouped-by-geography"
  | "domain-grouped-by-tooling"
  | "callout-only-pay"
  | "unpaid-on-call"
  | "on-call-funded-by-operations"
  | "standby-not-estimated"
  | "rota-too-small"
  | "rota-not-filled"
  | "shift-not-one-week"
  | "rota-over-quarter-time"
  | "rota-underloaded"
  | "rota-covers-many-services"
  | "too-many-callouts"
  | "working-time-over-limit"
  | "rest-interrupted"
  | "cost-disagrees-with-selector"
  | "target-missed"
  | "dependency-below-target"
  | "required-target-out-of-reach"
  | "least-cost-not-exhaustive"
  | "accounting-may-differ"
  | "models-given"
  | "losses-at-maximum"
  | "pay-rule-never-applies"
  | "standby-leaves-out-working-hours"
  | "opportunity-dominated-by-delay"
  | "opportunity-dominated-by-incidents"
  | "comparison-partial"
  | "services-left-out"
  | "not-comparable"
  | "not-simulated"
  | "sampled-mean-uncertain"
  | "manual-step-costly"
  | "schedule-costs-more-than-it-protects"
  | "pilot-has-nothing-to-move"
  | "plan-beyond-horizon"
  | "wave-over-budget"
  | "team-not-ready"
  | "teams-held-back"
  | "readiness-not-known";

/** The figures that a finding rests on, by name: which of them are there depends on its code. */
export interface FindingDetails {
  /** Whether another team goes first. */
  readonly another_goes_first?: boolean;
  /** The availability target, in percent. */
  readonly availability_target?: string;
  /** What a quarter may cost. */
  readonly budget_per_quarter?: Money;
  /** Callouts expected in a shift. */
  readonly callouts_per_shift?: string;
  /** The target that the exposure asks for, in percent. */
  readonly computed_target?: string;
  /** What it costs a year. */
  readonly cost_per_year?: Money;
  /** The schedule of others that covers it, though it needs none. */
  readonly covered_by?: string | null;
  /** What decided on the schedule: `target`, `exposure-band`, `minimum`, `money`. */
  readonly decided_by?: ScheduleBy;
  /** What value that comes late loses a year. */
  readonly delay_per_year?: Money;
  /** The name of the demand band. */
  readonly demand_band?: string;
  /** How often to deploy. */
  readonly deployment_target?: string;
  /** The domain. */
  readonly domain?: string;
  /** The share of time that it is expected to be available, in percent. */
  readonly expected_availability?: string;
  /** What an hour of failure loses. */
  readonly exposure_per_hour?: Money;
  /** What the other model loses more. */
  readonly extra_loss_over_horizon?: Money;
  /** What the target costs more standby a year; negative if less. */
  readonly extra_standby_per_year?: Money | null;
  /** Deployments a year that fail. */
  readonly failed_deployments_per_year?: string;
  /** Features wanted a month; `null` if a demand band is named. */
  readonly features_per_month?: string | null;
  /** The first of them. */
  readonly first?: string;
  /** The first of them, as a JSON Pointer. */
  readonly first_input?: string;
  /** Whether it is held back; otherwise none of its services changes over. */
  readonly held_back?: boolean;
  /** The upper end as a multiple of the lower one. */
  readonly high_over_low?: string;
  /** How available it can be at most, in percent. */
  readonly highest_availability?: string;
  /** Years that are compared. */
  readonly horizon_years?: number;
  /** Hours a week. */
  readonly hours_per_week?: string;
  /** Hours a year. */
  readonly hours_per_year?: string;
  /** What incidents lose a year. */
  readonly incident_loss_per_year?: Money;
  /** Incidents a year, at their mean. */
  readonly incidents_per_year?: string;
  /** The key of the service in the format. */
  readonly input?: string;
  /** How often a person's rest is broken a year. */
  readonly interruptions_per_year?: string;
  /** The kind of service. */
  readonly kind?: Kind;
  /** What is lost a year in all. */
  readonly loss_per_year?: Money;
  /** The highest that a demand band goes. */
  readonly max_features_per_month?: string;
  /** The highest exposure of the band. */
  readonly max_per_hour?: Money;
  /** Whether the mean of the estimate is above its 95th percentile. */
  readonly mean_above_p95?: boolean;
  /** The mean of the estimated exposure. */
  readonly mean_exposure_per_hour?: Money;
  /** What is not in place. */
  readonly missing_gates?: readonly GateCode[];
  /** How many inputs are missing. */
  readonly missing_inputs?: number;
  /** What the change costs once. */
  readonly one_off?: Money;
  /** The operating model of the service. */
  readonly operating_model?: OperatingModel;
  /** The operating model that is asked for instead. */
  readonly other_model?: OperatingModel;
  /** Whether the other model is expected to meet the target. */
  readonly other_model_meets?: boolean;
  /** The policy that would choose the other model. */
  readonly other_policy?: Policy;
  /** How many other services. */
  readonly other_services?: number;
  /** The schedule out of hours. */
  readonly out_of_hours?: OutOfHours;
  /** Whether the amounts lack what is not estimated. */
  readonly partial?: boolean;
  /** Whose pay it is. */
  readonly pay_of?: Payer;
  /** The peak; `null` for the rest of the year. */
  readonly peak?: string | null;
  /** The availability target in the peak, in percent. */
  readonly peak_target?: string;
  /** People who share the rota. */
  readonly people?: number;
  /** People whom the rota would need. */
  readonly people_needed?: number;
  /** People on call at once. */
  readonly people_on_call?: number;
  /** The part of the mean that rests on draws rarer than one trial, in percent. */
  readonly percent_of_mean?: string;
  /** The part of the time that each person is on call, in percent. */
  readonly percent_of_time?: string;
  /** The selection policy. */
  readonly policy?: Policy;
  /** What the other model pays less premium; negative if more. */
  readonly premium_saved_over_horizon?: Money;
  /** What it protects a year. */
  readonly protects_per_year?: Money;
  /** Which quantile decides. */
  readonly quantile?: string;
  /** Quarters of the horizon. */
  readonly quarters?: number;
  /** Months of the plan's enabling work after which it could be ready; `null` if a date is known, or none. */
  readonly ready_after_months?: number | null;
  /** The day on which it could be ready by the plan's enabling work; `null` if not known. */
  readonly ready_on?: string | null;
  /** The reason as the portfolio gives it. */
  readonly reason?: string | null;
  /** Whether incidents are given that a year has no room for. */
  readonly refused?: boolean;
  /** The place of the rule of standby pay, from 1. */
  readonly rule?: number;
  /** What the other model costs less. */
  readonly saved_over_horizon?: Money;
  /** The schedule. */
  readonly schedule?: string;
  /** The operating model that the selector would choose. */
  readonly selected_model?: OperatingModel;
  /** The service. */
  readonly service?: string;
  /** How many services. */
  readonly services?: number;
  /** How long a shift lasts. */
  readonly shift?: string;
  /** Shifts of each person a year. */
  readonly shifts_per_year?: string;
  /** The manual step. */
  readonly step?: string;
  /** The team. */
  readonly team?: string;
  /** Teams with a schedule of their own. */
  readonly team_schedules?: number;
  /** How many teams. */
  readonly teams?: number;
  /** What a manual step may cost a year. */
  readonly threshold_per_year?: Money;
  /** Whether both models cost the same; otherwise it is not estimated. */
  readonly tied?: boolean;
  /** How many trials. */
  readonly trials?: number;
  /** What may or may not be in place. */
  readonly unknown_gates?: readonly GateCode[];
  /** The service that takes most of the availability. */
  readonly weakest?: string;
  /** How available that service is, in percent. */
  readonly weakest_availability?: string;
  /** Whether that is expected of it; otherwise it is its target. */
  readonly weakest_is_expected?: boolean;
}

/** How often it is paid. */
export type Frequency = "one-off" | "yearly";

/** Where an assumption comes from that a reference profile filled in. */
export interface FromProfile {
  /** The profile's name. */
  readonly name: string;
  /** The version of its values. */
  readonly version: number;
  /** The key of the value in it. */
  readonly key: string;
  /** How much of it is known: `sourced`, `derived` or `judgement`. */
  readonly basis: string;
  /** Where it comes from, with the year; `judgement` where no public source says so. */
  readonly source: string;
  /**
   * Which end of the range favours operations, `low` or `high`, the other one product teams; `null` where neither
   * does.
   */
  readonly operations_end: string | null;
  /** Who usually knows it: `service-owner`, `finance`, `operations` or `hr`. */
  readonly known_by: string;
}

/** One thing that must be in place before a team changes over. */
export interface Gate {
  /** Which one. */
  readonly code: GateCode;
  /** Whether it is in place: yes, no, or unknown. */
  readonly in_place: QuestionAnswer;
  /** What says so. */
  readonly because: string;
}

/** What must be in place before a team changes over. */
export type GateCode = "fair-pay" | "three-people" | "runbooks" | "telemetry";

/** One cell of the map of exposure and incidents a year. */
export interface GridCell {
  /** The exposure per hour. */
  readonly exposure_per_hour: Money;
  /** Incidents a year. */
  readonly incidents_per_year: string;
  /** The difference there. */
  readonly difference: Money;
  /** The model that costs less there. */
  readonly cheaper_model: OperatingModel | null;
}

/** The line items that agree in the dimensions that were asked for, of which it has the keys. */
export interface Group {
  /** What is paid once. */
  readonly one_off: Money;
  /** What is paid, or lost, every year. */
  readonly per_year: Money;
  /** Both over the horizon, discounted. */
  readonly over_horizon: Money;
  /** How many line items they are. */
  readonly line_items: number;
  /** Whether at least one of them has no amount. */
  readonly partial: boolean;
  /** How it is accounted. */
  readonly accounting?: Accounting;
  /** What it belongs to. */
  readonly aspect?: Aspect;
  /** Whose budget pays; `null` where nobody's does. */
  readonly budget_holder?: BudgetHolder | null;
  /** The team whose budget pays; in a line item only if it is not the service's. */
  readonly budget_team?: string | null;
  /** What it is for, as a stable code such as `standby`, or one of the portfolio's own. */
  readonly code?: string;
  /** What kind of cost it is. */
  readonly cost_type?: CostType;
  /** The team's domain. */
  readonly domain?: string | null;
  /** How often it is paid. */
  readonly frequency?: Frequency;
  /** The operating model under which it arises. */
  readonly operating_model?: OperatingModel;
  /** The service. */
  readonly service?: string;
  /** The team that builds it. */
  readonly team?: string | null;
}

/** A portfolio in every year of the horizon. */
export interface Growth {
  readonly ok: true;
  /** Version, and digest of the input. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** Every year, the first as the portfolio is. */
  readonly years: readonly GrowthYear[];
  /** The first year in which a service of the year before is run in another way; `null` where none is. */
  readonly first_change: number | null;
  /** The first year in which another strategy costs least; `null` where none does, or that is not estimated. */
  readonly first_other_strategy: number | null;
}

/** What a strategy comes to in one year. */
export interface GrowthCosts {
  /** Which one. */
  readonly strategy: Strategy;
  /** What is paid: run and incident costs. */
  readonly premium_per_year: Money;
  /** What is lost all the same. */
  readonly loss_per_year: Money;
  /** Both together. */
  readonly per_year: Money;
}

/** How many services have one availability target. */
export interface GrowthTarget {
  /** The target. */
  readonly availability_target: string;
  /** How many services. */
  readonly services: number;
}

/** What a year comes to, decided anew. */
export interface GrowthYear {
  /** Which year, from 1. */
  readonly year: number;
  /** How many services there are. */
  readonly services: number;
  /** How many teams there are. */
  readonly teams: number;
  /** What an hour of unavailability of all services loses, the mean where it is an estimate. */
  readonly exposure_per_hour: Money;
  /** How many services have each availability target, the lowest first. */
  readonly targets: readonly GrowthTarget[];
  /** How many services operations are recommended to run. */
  readonly ops_run_it: number;
  /** How many services product teams are recommended to run. */
  readonly you_build_it_you_run_it: number;
  /** Product teams' schedules out of hours. */
  readonly product_team_schedules: number;
  /** People on call out of hours: of product teams and of operations. */
  readonly people_on_call: number;
  /** Standby of the year, of product teams and of operations; `null` where pay is not given. */
  readonly standby_per_year: Money | null;
  /** What each strategy comes to in a year of this size, without what is paid once. */
  readonly strategies: readonly GrowthCosts[];
  /**
   * The strategy that costs least in the year, of those that follow no search; `null` where an amount is not
   * estimated.
   */
  readonly cheapest: Strategy | null;
  /** Services of the year before that are run in another way. */
  readonly changes: readonly RunsChange[];
  /** Whether an amount lacks what is not estimated. */
  readonly partial: boolean;
}

/** How one incident goes, on average. */
export interface IncidentOutlook {
  /** Hours to restore service, of an incident in working hours. */
  readonly hours_to_restore_in_working_hours: string;
  /** Hours to restore service, of an incident out of hours. */
  readonly hours_to_restore_out_of_hours: string;
  /** Hours to restore service, over all incidents. */
  readonly hours_to_restore: string;
  /** What the service loses in an hour of an incident of mean severity. */
  readonly loss_per_hour: Money;
  /** How such an incident ranks; `null` where the portfolio has no loss bands. */
  readonly triage: Triage | null;
  /**
   * The expected loss of a week set against the loss that the target tolerates in it; `null` where incidents a year
   * are not given.
   */
  readonly protection: LossProtection | null;
}

/** What the manual steps of the incident workflow cost, and what automating them would change. */
export interface IncidentWorkflow {
  /** The manual steps, in the order in which to automate them. */
  readonly steps: readonly StepToAutomate[];
  /** What all of them cost a year; `null` where one of them is not estimated. */
  readonly per_year: Money | null;
  /** The same as far as it is estimated. */
  readonly known_per_year: Money;
  /** Hours to restore service on average over all incidents, as services run today. */
  readonly hours_to_restore_today: string | null;
  /** The same as services are recommended to run. */
  readonly hours_to_restore_after: string | null;
  /** The same with every step automated. */
  readonly hours_to_restore_automated: string | null;
}

/** A value that changed. */
export interface InputChange {
  /** What it is, in words. */
  readonly input: string;
  /** Where it stands in the new portfolio, or stood in the old one, as a JSON Pointer. */
  readonly path: string;
  /** What it was; `null` where it was not given. */
  readonly old: string | null;
  /** What it is; `null` where it is given no more. */
  readonly new: string | null;
}

/** What knowing one input exactly would be worth. */
export interface InputInformation {
  /** The key of the input in the format; of what a service shares with others, with its tables. */
  readonly input: string;
  /** What the better choice would save over the horizon, on average over what the input may turn out to be. */
  readonly worth: Money;
}

/** Where a value came from. */
export type InputSource = "given" | "estimated" | "measured" | "preset";

/**
 * You Build It You Run It as an insurance, compared with Ops Run It: the premium that is paid more, and the loss that
 * is avoided. Either may be below zero.
 */
export interface Insurance {
  /** What is paid more once. */
  readonly extra_one_off: Money;
  /** What is paid more every year, standby included. */
  readonly extra_premium_per_year: Money;
  /** The part of it that is standby; `null` where pay is not given. */
  readonly extra_standby_per_year: Money | null;
  /** What is paid more over the horizon. */
  readonly extra_premium_over_horizon: Money;
  /** What is lost less every year. */
  readonly loss_avoided_per_year: Money;
  /** What is lost less over the horizon. */
  readonly loss_avoided_over_horizon: Money;
  /** Loss avoided less extra premium, over the horizon. */
  readonly net_benefit: Money;
  /**
   * Loss avoided for each unit of extra premium over the horizon, to two decimals; `null` where no extra premium is
   * paid.
   */
  readonly ratio: string | null;
  /** The month by whose end the extra cost is made up for; 0 where there is none, `null` where it never is. */
  readonly payback_month: number | null;
  /**
   * The model that costs less over the horizon; `null` where they cost the same, or where one lacks an amount that the
   * other has, so that their difference means nothing.
   */
  readonly cheaper_model: OperatingModel | null;
  /** Whether the recommended model is no dearer; `null` where that cannot be told. */
  readonly agrees: boolean | null;
  /** Whether an amount lacks what is not estimated. */
  readonly partial: boolean;
}

/** A cell that was not read as it stands. */
export interface IntakeCell {
  /** The row of the table, from 1. */
  readonly row: number;
  /** The column, from 1. */
  readonly column: number;
  /** The heading of the column. */
  readonly heading: string;
  /** The service of the row. */
  readonly service: string;
  /** The key of the format. */
  readonly field: string;
  /** What stands there, cut at 80 characters. */
  readonly written: string;
  /** What it was read as. */
  readonly read: string | null;
  /** What became of it. */
  readonly status: CellStatus;
  /** What is to be said of it. */
  readonly message: string | null;
  /** What to do. */
  readonly help: string | null;
}

/** One headed column. */
export interface IntakeColumn {
  /** Its place, from 1. */
  readonly column: number;
  /** Its heading. */
  readonly heading: string;
  /** The key of the format that it was taken for; `null` where it was left out. */
  readonly field: string | null;
  /** The sign before decimals, `point` or `comma`, where something says which it is. */
  readonly decimal: string | null;
  /** Whether the column's own cells say it. */
  readonly decided_by_itself: boolean;
}

/** How many of what. */
export interface IntakeCounts {
  /** Rows below the headings that held something. */
  readonly rows: number;
  /** Services that they name. */
  readonly services: number;
  /** Of these, the ones in the portfolio. */
  readonly in_portfolio: number;
  /** Cells that were taken in. */
  readonly read: number;
  /** Cells that say that there is no value. */
  readonly not_given: number;
  /** Cells that need an answer. */
  readonly asked: number;
  /** Cells that cannot be read. */
  readonly refused: number;
}

/** How a table was read. */
export interface IntakeReport {
  readonly ok: true;
  /** The version of whorunsit and the digest of the table. */
  readonly provenance: Provenance;
  /** What kind of table it was. */
  readonly source: TableSource;
  /** The currency of the amounts; `null` where the table does not say it and nobody else did. */
  readonly currency: string | null;
  /** How many of what. */
  readonly counts: IntakeCounts;
  /** Every headed column, and what it was taken for. */
  readonly columns: readonly IntakeColumn[];
  /** What its owner is to be asked, besides single cells. */
  readonly questions: readonly string[];
  /** What was done with the table as a whole. */
  readonly notes: readonly string[];
  /** Rows that were left out, and why. */
  readonly left_out: readonly LeftOut[];
  /** Cells that were not read as they stand: what they were read as, or why they were not. */
  readonly cells: readonly IntakeCell[];
  /** How many more cells there are of these than are listed. */
  readonly more_cells: number;
}

/** What kind of service it is. */
export type Kind = "digital" | "foundational";

/** What each code of a concept is called. */
export type Labels = Readonly<Record<string, Word>>;

/** A row that was left out. */
export interface LeftOut {
  /** The row of the table, from 1. */
  readonly row: number;
  /** The name that stands in it. */
  readonly name: string;
  /** Why, for programs. */
  readonly reason: LeftOutReason;
  /** Why, for people. */
  readonly message: string;
}

/** Why a row was left out. */
export type LeftOutReason = "no-name" | "totals" | "heading" | "duplicate" | "incomplete" | "invalid";

/** One line of the cost ledger. */
export interface LineItem {
  /** The service. */
  readonly service: string;
  /** The team that builds it. */
  readonly team: string | null;
  /** The team's domain. */
  readonly domain: string | null;
  /** The operating model under which it arises. */
  readonly operating_model: OperatingModel;
  /** What it belongs to. */
  readonly aspect: Aspect;
  /** What kind of cost it is. */
  readonly cost_type: CostType;
  /** What it is for, as a stable code such as `standby`, or one of the portfolio's own. */
  readonly code: string;
  /** How it is accounted. */
  readonly accounting: Accounting;
  /** Whose budget pays; `null` where nobody's does. */
  readonly budget_holder: BudgetHolder | null;
  /** How often it is paid. */
  readonly frequency: Frequency;
  /** What it comes to; `null` where an input is missing. */
  readonly amount: Money | null;
  /** The same over the horizon, discounted. */
  readonly over_horizon: Money | null;
  /** How it came about, in words and figures. */
  readonly basis: string;
  /** What was multiplied. */
  readonly factors: readonly Factor[];
  /** How many services share it. */
  readonly shared_by: number;
  /** What it is a part of, such as a schedule; `null` where it is its service's own. */
  readonly shared_of: string | null;
  /** The tier or the step of the workflow that it is about; `null` where it is about none. */
  readonly label: string | null;
  /** The peak in which it arises; `null` outside them. */
  readonly peak: string | null;
  /** The inputs that are missing, as JSON Pointers. */
  readonly missing: readonly string[];
  /** The team whose budget pays; in a line item only if it is not the service's. */
  readonly budget_team?: string | null;
}

/** How much of a tolerable loss did not happen. */
export interface LossProtection {
  /** The loss that the target tolerates in a week. */
  readonly tolerable_loss: Money;
  /** What of it is not lost; below zero where more is lost than the target tolerates. */
  readonly protected: Money;
  /** That in percent, to nine decimals; `null` where nothing is exposed. */
  readonly percent: string | null;
}

/** What one step of the incident workflow costs a year because people do it by hand. */
export interface ManualStepPrice {
  /** The step. */
  readonly step: string;
  /** The model whose workflow it is part of. */
  readonly operating_model: OperatingModel;
  /** People's time; `null` where it is not estimated for a service. */
  readonly effort_per_year: Money | null;
  /** What its delay loses; `null` where it is not estimated for a service. */
  readonly loss_per_year: Money | null;
  /** Both: what automating it would save; `null` where either is not estimated. */
  readonly per_year: Money | null;
  /** Both as far as they are estimated: what automating it would save at least. */
  readonly known_per_year: Money;
}

/** Something that a team lacks. */
export interface MissingGate {
  /** What it is. */
  readonly code: GateCode;
  /** The month at whose start enabling work has put it in place; `null` where no work does. */
  readonly done_month: number | null;
}

/** An input that is not given. */
export interface MissingInput {
  /** The key of the input, with its tables. */
  readonly input: string;
  /** The same in words. */
  readonly words: string;
  /** Who usually knows it: `service-owner`, `finance`, `operations` or `hr`. */
  readonly known_by: string;
  /** Whether it is given, and more than a year has room for. */
  readonly refused: boolean;
  /** In how many places it is missing. */
  readonly places: number;
  /** The first of them, as a JSON Pointer. */
  readonly first: string;
}

/** What one service costs under one model, standby aside. */
export interface ModelCosts {
  /** How often it would be deployed. */
  readonly deployment: string;
  /** Paid once, to set the model up. */
  readonly setup: Money;
  /** Paid once, to change over. */
  readonly transition: Money;
  /** Paid every year, standby aside. */
  readonly run: Money;
  /** Paid every year, for responding to incidents. */
  readonly incident: Money;
  /** Lost every year. */
  readonly opportunity: Money;
  /** Setup, transition, run and incident costs over the horizon. */
  readonly premium_over_horizon: Money;
  /** Opportunity costs over the horizon. */
  readonly loss_over_horizon: Money;
  /** How an incident goes; `null` where the model's response is not given. */
  readonly incidents: IncidentOutlook | null;
  /** Expected availability in percent; `null` where the response or the incidents a year are not given. */
  readonly expected_availability: string | null;
  /** Whether the expected availability, as `selection.availability` reads it, meets the target. */
  readonly meets_target: boolean | null;
  /** Whether an amount lacks what is not estimated. */
  readonly partial: boolean;
  /** The inputs that are missing, as JSON Pointers. */
  readonly missing: readonly string[];
  /**
   * What it is where an incident in which a part is still served counts less; absent where `full_outage_share` is not
   * given.
   */
  readonly partial_outages?: PartialOutages | null;
}

/** An exact amount: text, or a whole number; never a float. */
export type Money = string;

/** A 95 % interval of an amount: of 100 simulations with other seeds, the intervals of 95 hold the true value. */
export interface MoneyInterval {
  /** Its lower end. */
  readonly at_least: Money;
  /** Its upper end. */
  readonly at_most: Money;
}

/** From the 5th to the 95th percentile of what trials came to. */
export interface MoneyRange {
  /** One trial in twenty is below this. */
  readonly p5: Money;
  /** The median. */
  readonly p50: Money;
  /** One trial in twenty is above this. */
  readonly p95: Money;
}

/** What two strategies have cost by the end of a month, premium and loss together, discounted. */
export interface MonthCosts {
  /** Months from the start. */
  readonly month: number;
  /** What is recommended. */
  readonly hybrid_at_scale: Money;
  /** Operations running everything. */
  readonly all_ops_run_it: Money;
}

/** What to find out next. */
export interface NextSteps {
  readonly ok: true;
  /** Version, and digest of the input. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** Over how many years amounts are. */
  readonly horizon_years: number;
  /**
   * Whether the same model is cheaper at both ends of what a reference profile leaves open; `null` without a profile.
   */
  readonly settled: boolean | null;
  /** Both ends and the middle; empty without a profile. */
  readonly ends: readonly OutlookEnd[];
  /** The inputs whose knowledge is worth most, the worthiest first; empty where no input is a range. */
  readonly find_out: readonly FindOut[];
  /** The inputs that are missing, each once, whoever lacks it. */
  readonly missing: readonly MissingInput[];
}

/** One objection, answered with the organisation's own figures. */
export interface ObjectionReadiness {
  /** Its stable code. */
  readonly code: string;
  /** The objection as people say it. */
  readonly objection: string;
  /** What the answers decide in the plan; `null` where they decide nothing. */
  readonly gates: string | null;
  /** Each question with its answers. */
  readonly answers: readonly QuestionAnswered[];
  /** How far it is answered. */
  readonly score: Score;
  /** What the figure says, in one sentence. */
  readonly says: string;
  /** The figure of this portfolio. */
  readonly figure: Figure;
  /** What to do, the most pressing first; empty where every answer is yes. */
  readonly actions: readonly Action[];
}

/** What people on call are paid a year, and how their rotas fare. */
export interface OnCallPay {
  /** Every schedule of product teams. */
  readonly schedules: readonly SchedulePay[];
  /**
   * Nights a year on which the people of the team that is most on call are on call each, in all schedules of their
   * team; `null` where that is not estimated of any team.
   */
  readonly most_nights_per_person: string | null;
  /** What a week on call pays in standby; `null` where pay is not given. */
  readonly standby_per_week: Money | null;
  /** What published presets in the portfolio's currency pay for the same week. */
  readonly presets: readonly PresetPay[];
}

/** Who is on call, in short. */
export interface OnCallSummary {
  /** Teams that cover their own services in working hours, at no standby cost. */
  readonly teams_in_working_hours: readonly string[];
  /** Product teams' schedules out of hours, peaks aside. */
  readonly product_team_schedules: number;
  /** People of product teams on call out of hours, peaks aside. */
  readonly product_team_people: number;
  /** People of operations on call out of hours. */
  readonly operations_people: number;
  /** Schedules there would be if every team that runs services had its own. */
  readonly schedules_if_every_team_had_one: number;
}

/** Who runs a service in production. */
export type OperatingModel = "ops-run-it" | "you-build-it-you-run-it";

/** Who is on call out of hours for a service that its product team runs. */
export type OutOfHours = "none" | "domain" | "team";

/** What a profile leaves open. */
export interface Outlook {
  /**
   * What You Build It You Run It for all services costs more than Ops Run It for all, by whom the values of the
   * profile favour: operations, neither, product teams.
   */
  readonly ends: readonly OutlookEnd[];
  /** Whether the same model is cheaper at both ends. */
  readonly settled: boolean;
  /** What to find out first, the worthiest first. */
  readonly find_out: readonly FindOut[];
}

/** What the models cost where the values of a profile favour somebody. */
export interface OutlookEnd {
  /** Whom they favour: `operations`, `neither` or `product-teams`. */
  readonly favours: string;
  /**
   * What You Build It You Run It for all services costs more than Ops Run It for all over the horizon, below zero
   * where it costs less.
   */
  readonly difference: Money;
  /** Services for which You Build It You Run It is cheaper. */
  readonly you_build_it_cheaper: number;
}

/** Expected availability where not every incident is a full outage. */
export interface PartialOutages {
  /** In percent, where requests that are served in part count as served: only full outages are unavailability. */
  readonly served: string;
  /** In percent, where an incident counts by its mean severity. */
  readonly weighted: string;
}

/** Where duties, decisions and money part. */
export type Parting = "pays-but-does-not-decide" | "responsible-but-unaccountable" | "built-and-run-apart";

/** Whose pay a finding speaks of. */
export type Payer = "product-teams" | "operations";

/** What one peak changes. */
export interface PeakRecommendation {
  /** The peak's name. */
  readonly name: string;
  /** Its first day; `null` for a peak by hours. */
  readonly from: string | null;
  /** Its last day; `null` for a peak by hours. */
  readonly to: string | null;
  /** Its exposure per hour, the mean where it is an estimate. */
  readonly exposure_per_hour: Money;
  /** The availability target in the window. */
  readonly availability_target: string;
  /** What the service needs out of hours in the window; `null` where operations cover it. */
  readonly out_of_hours: OutOfHours | null;
  /** Its hours in every week, if it has some in place of days. */
  readonly hours?: string | null;
}

/** A 95 % interval of a probability, in percent. */
export interface PercentInterval {
  /** Its lower end. */
  readonly at_least_percent: string;
  /** Its upper end. */
  readonly at_most_percent: string;
}

/**
 * For each percentile of a spread, an interval that holds the true one 95 times in 100; `null` where there are too few
 * trials to tell.
 */
export interface PercentileIntervals {
  /** Of the 5th percentile. */
  readonly p5: MoneyInterval | null;
  /** Of the median. */
  readonly p50: MoneyInterval | null;
  /** Of the 95th percentile. */
  readonly p95: MoneyInterval | null;
}

/** Which team goes first. */
export interface Pilot {
  /** Every team that changes over, the pilot first. */
  readonly candidates: readonly PilotCandidate[];
}

/** One team that could be the pilot. */
export interface PilotCandidate {
  /** Its place, from 1. */
  readonly rank: number;
  /** The team, or the service that names none. */
  readonly name: string;
  /** The services that change over with it. */
  readonly services: readonly string[];
  /** Whether it may change over: as its gates say. */
  readonly may_change_over: boolean | null;
  /** What changing over is worth over the horizon; `null` where that cannot be told. */
  readonly net_benefit: Money | null;
  /** Setup and transition; `null` where an amount is not estimated. */
  readonly one_off: Money | null;
  /**
   * By how much its net benefit is above that of the next candidate with the same readiness; `null` for the last of
   * them, and where it cannot be told.
   */
  readonly ahead_by: Money | null;
  /** Its place if net benefit alone decided. */
  readonly rank_by_net_benefit: number;
  /** Its place if what is paid once alone decided, the least first. */
  readonly rank_by_one_off: number;
}

/** One month of the plan; amounts are discounted to its start. */
export interface PlanMonth {
  /** The month, from 0. */
  readonly month: number;
  /** What the plan costs in it, premium and loss together, one-off costs of its wave included. */
  readonly cost: Money;
  /** What the plan has cost by its end. */
  readonly cumulative: Money;
  /** What staying as things are today would have cost by its end. */
  readonly staying: Money;
  /** The plan against staying, by its end; below zero where the plan has cost less. */
  readonly difference: Money;
}

/** Work that has to be done before waves that need it. */
export interface PlannedWork {
  /** What it is called. */
  readonly name: string;
  /** What kind of work it is. */
  readonly kind: EnablingKind;
  /** The month at whose start it begins, from 0. */
  readonly month: number;
  /** The month at whose start it is done. */
  readonly done_month: number;
  /** What it costs once, paid when it begins; `null` where the portfolio does not say. */
  readonly one_off: Money | null;
  /** The teams in the plan that need it, in the order in which they change over. */
  readonly needed_by: readonly string[];
  /** What those teams have in place once it is done. */
  readonly opens: readonly GateCode[];
  /** The day on which it is done; left out where the plan has no start. */
  readonly done?: string | null;
}

/** The rule by which targets become an operating model. */
export type Policy = "sixteen-cell" | "traffic-light" | "least-cost";

/** One service that least cost runs or covers in another way. */
export interface PolicyDifference {
  /** The service's name. */
  readonly service: string;
  /** What is recommended. */
  readonly recommended: Runs;
  /** What costs least. */
  readonly least_cost: Runs;
  /** How much less premium it pays over the horizon, what services share aside; below zero where it pays more. */
  readonly premium_saved: Money;
  /** How much less it loses over the horizon; below zero where it loses more. */
  readonly loss_avoided: Money;
  /** Both together. */
  readonly saved: Money;
  /** The same in words. */
  readonly reason: string;
}

/** What it costs to follow the selector instead of what costs least. */
export interface PolicyPrice {
  /** What least cost saves over the horizon. */
  readonly over_horizon: Money;
  /** The part of it that is standby. */
  readonly standby_saved: Money;
  /**
   * The part of it that is of other costs that services share, such as lines of the portfolio's own; the rest is the
   * sum over the services below.
   */
  readonly other_shared_saved: Money;
  /** Every service that least cost runs or covers in another way, the largest saving first. */
  readonly differences: readonly PolicyDifference[];
}

/** The portfolio as a whole: what is recommended, and operations running everything. */
export interface PortfolioSimulation {
  /** What is recommended. */
  readonly hybrid_at_scale: Simulated;
  /** Operations running everything. */
  readonly all_ops_run_it: Simulated;
  /** What is recommended less operations running everything, over the horizon; below zero where it is cheaper. */
  readonly difference: Spread | null;
  /** How likely what is recommended is cheaper, in percent; never 0 or 100. */
  readonly cheaper_percent: string | null;
  /** How far off that may be, as there are only so many trials. */
  readonly cheaper_interval: PercentInterval | null;
  /** In how many trials, in percent of them, both cost the same to the minor unit. */
  readonly tied_percent: string | null;
}

/** What a published preset pays. */
export interface PresetPay {
  /** The preset's name. */
  readonly name: string;
  /** Who published it. */
  readonly source: string;
  /** Standby of a typical week. */
  readonly standby_per_week: Money;
}

/** The version that worked a result out, and the input that it was worked out from. */
export interface Provenance {
  /** The version of whorunsit. */
  readonly version: string;
  /** The SHA-256 of the input's bytes, as `sha256sum` prints it; `null` for a portfolio put together in code. */
  readonly input_sha256: string | null;
}

/** An answer to a question of the questionnaire. */
export type QuestionAnswer = "yes" | "partly" | "no" | "unknown";

/** One question, as the organisation and its teams answer it. */
export interface QuestionAnswered {
  /** Its stable code. */
  readonly code: string;
  /** The question. */
  readonly question: string;
  /** What the organisation answers. */
  readonly organisation: QuestionAnswer;
  /** The teams that answer for themselves. */
  readonly teams: readonly TeamAnswer[];
}

/** Which questions were asked. */
export interface Questions {
  /** The version of the questionnaire. */
  readonly version: number;
  /** Its language. */
  readonly language: string;
  /** Where it comes from. */
  readonly source: string;
  /** How many of its questions the organisation or a team answers. */
  readonly answered: number;
  /** How many there are. */
  readonly questions: number;
}

/** How ready an organisation is for what is recommended. */
export interface Readiness {
  readonly ok: true;
  /** Version, and digest of the input. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** Over how many years net benefits are worked out. */
  readonly horizon_years: number;
  /** Which questions were asked. */
  readonly questionnaire: Questions;
  /** Where services stand against the baseline, today and after what is recommended. */
  readonly standing: Standing;
  /** The seven objections. */
  readonly objections: readonly ObjectionReadiness[];
  /** The three actions to take next, of all objections. */
  readonly next_actions: readonly Action[];
  /** Every team that is recommended to run a service, and what it has in place. */
  readonly teams: readonly TeamReadiness[];
  /** Which failures to rehearse first, by what they put at risk. */
  readonly chaos_days: readonly ChaosDay[];
  /** The inputs without which amounts are missing, as JSON Pointers. */
  readonly missing: readonly string[];
  /** Every default that it rests on. */
  readonly assumptions: readonly Assumption[];
}

/** Who should run each service of a portfolio, and what on-call follows from it. */
export interface Recommendation {
  readonly ok: true;
  /** What it can be traced back to. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** The selection policy in force. */
  readonly policy: Policy;
  /** Every service, in the order of the portfolio. */
  readonly services: readonly ServiceRecommendation[];
  /** Every out-of-hours schedule: domains', teams', then operations'. */
  readonly schedules: readonly Schedule[];
  /** Who is on call, in short. */
  readonly on_call: OnCallSummary;
  /** What standby costs a year. */
  readonly standby: StandbyCost;
  /** Over how many years `insurance` compares; `null` where the portfolio has no costs. */
  readonly horizon_years: number | null;
  /** What is recommended compared with operations running everything; `null` where the portfolio has no costs. */
  readonly insurance: Insurance | null;
  /** How the services spread over the exposure bands. */
  readonly exposure_distribution: readonly BandShare[];
  /** What to know about the portfolio as a whole. */
  readonly findings: readonly Finding[];
  /** Every default that the result rests on. */
  readonly assumptions: readonly Assumption[];
  /**
   * What is recommended compared with how services run today; left out where operations run all of them, where nothing
   * runs yet, and where the portfolio has no costs.
   */
  readonly against_today?: Insurance | null;
  /** What the reference profile leaves open, if the portfolio has one. */
  readonly outlook?: Outlook | null;
  /** Who runs the services today; left out where operations run all of them. */
  readonly today?: Today;
}

/** The decision record of a portfolio, or of one of its services: the figures of the other answers, side by side. */
export interface Report {
  readonly ok: true;
  /** Version, and digest of the portfolio. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The service that it is about; `null` for the portfolio. */
  readonly service: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** Over how many years costs are compared; `null` where the portfolio has no costs. */
  readonly horizon_years: number | null;
  /** How many trials the ranges rest on; `null` where the portfolio has no costs. */
  readonly trials: number | null;
  /** Where their random numbers started. */
  readonly seed: string | null;
  /** The question. */
  readonly question: string;
  /** The decision. */
  readonly decision: ReportDecision;
  /** What there was to choose from; empty where the portfolio has no costs. */
  readonly options: readonly ReportOption[];
  /** Whether an amount of the options lacks what is not estimated. */
  readonly partial: boolean;
  /** Every service, or the one that it is about. */
  readonly services: readonly ReportService[];
  /** Who disagrees with what is recommended: the money, and the other policy. */
  readonly disagreements: readonly ReportFinding[];
  /** The grid that services are placed in. */
  readonly selector: Selector;
  /** What is recommended by whose budget pays and loses. */
  readonly by_budget_holder: readonly Group[];
  /** What each budget pays a year, today and after what is recommended; of the whole portfolio. */
  readonly moves: readonly BudgetMove[];
  /** Who is on call out of hours. */
  readonly schedules: readonly ReportSchedule[];
  /** What follows for people, in sentences. */
  readonly consequences: readonly string[];
  /** What else asks for a look. */
  readonly findings: readonly ReportFinding[];
  /** Every value that the portfolio gives. */
  readonly inputs: readonly ReportInput[];
  /** The inputs that are missing, as JSON Pointers. */
  readonly missing: readonly string[];
  /** Every default that it rests on. */
  readonly assumptions: readonly Assumption[];
  /** When to decide again; `null` where nobody said. */
  readonly review_on: string | null;
  /**
   * The portfolio with each of its variants in place of the model that it is a form of; none where it is about one
   * service.
   */
  readonly variants?: readonly VariantOutcome[];
}

/** What was decided, and how sure that is. */
export interface ReportDecision {
  /** By which policy. */
  readonly policy: Policy;
  /** Who should run what, what that saves, and where the money disagrees. */
  readonly sentences: readonly string[];
  /** How sure that is. */
  readonly sure: readonly string[];
  /** Models that the portfolio gives instead of leaving them to the policy. */
  readonly by_hand: readonly ReportFinding[];
}

/** Something to know, and about what. */
export interface ReportFinding {
  /** The service or schedule; `null` where it is about the whole. */
  readonly about: string | null;
  /** What to know. */
  readonly finding: Finding;
}

/** One value that a portfolio gives. */
export interface ReportInput {
  /** Where it stands in the portfolio, as a JSON Pointer. */
  readonly path: string;
  /** What it is, in words: `bedroom: exposure per hour`. */
  readonly input: string;
  /** Its value, in words. */
  readonly value: string;
  /** Where it came from. */
  readonly source: InputSource;
  /** What its table notes, such as whose figure it is. */
  readonly note: string | null;
}

/** A choice: a strategy for the portfolio, or a model for one service. */
export interface ReportOption {
  /** Its name. */
  readonly name: string;
  /** The strategy, of a portfolio. */
  readonly strategy: Strategy | null;
  /** The model, of a service. */
  readonly operating_model: OperatingModel | null;
  /** Whether it is what is recommended. */
  readonly recommended: boolean;
  /** Paid over the horizon; of a service, standby aside. */
  readonly premium_over_horizon: Money;
  /** Lost over the horizon. */
  readonly loss_over_horizon: Money;
  /** Both together. */
  readonly over_horizon: Money;
  /** What it costs more than what is recommended, standby included; `null` where that is not estimated. */
  readonly more_than_recommended: Money | null;
  /** Whether it is what is recommended, or every service is run and covered as that is. */
  readonly same_as_recommended: boolean;
  /** How far its costs may range; `null` where it is not simulated. */
  readonly range: MoneyRange | null;
  /** Whether an amount lacks what is not estimated. */
  readonly partial: boolean;
}

/** One schedule in short. */
export interface ReportSchedule {
  /** Its name. */
  readonly name: string;
  /** The services it covers. */
  readonly services: readonly string[];
  /** People on call at once. */
  readonly people_on_call: number;
  /** How many people take turns; `null` where the portfolio does not say. */
  readonly participants: number | null;
  /** What standby costs a year; `null` where pay is not given. */
  readonly standby_cost_per_year: Money | null;
}

/** One service. */
export interface ReportService {
  /** Its name. */
  readonly name: string;
  /** Digital or foundational. */
  readonly kind: Kind;
  /** The team that builds it. */
  readonly team: string | null;
  /** Its exposure per hour, the mean where it is an estimate. */
  readonly exposure_per_hour: Money;
  /** Its exposure band, by its place. */
  readonly exposure_band: number;
  /** Its demand band. */
  readonly feature_demand: string;
  /** Its availability target. */
  readonly availability_target: string;
  /** How often it should be deployed. */
  readonly deployment_target: string;
  /** Who should run it. */
  readonly operating_model: OperatingModel;
  /** Whether the portfolio gives that by hand. */
  readonly by_hand: boolean;
  /** What it needs out of hours; `null` where operations cover it. */
  readonly out_of_hours: OutOfHours | null;
  /** The schedule that covers it: its own, or that of others; `null` where none does. */
  readonly schedule: string | null;
  /** What You Build It You Run It costs more than Ops Run It, and what it protects. */
  readonly insurance: Insurance | null;
  /** What the recommended model costs less than the other one over the horizon; `null` where that is not estimated. */
  readonly saves: Money | null;
  /** You Build It You Run It less Ops Run It over the horizon, in trials; below zero where it is cheaper. */
  readonly difference: MoneyRange | null;
  /** How likely the recommended model is the cheaper one, in percent; `null` where it is not simulated. */
  readonly cheaper_percent: string | null;
  /** What everybody is in its reliability. */
  readonly duties: Duties;
  /** Whose budget pays for its on-call; `null` where nobody is on standby for it. */
  readonly paid_by: BudgetHolder | null;
  /** Its budget line for on-call; `null` where that is not estimated. */
  readonly on_call_per_year: Money | null;
  /** Why, in sentences. */
  readonly reasons: readonly string[];
}

/** A loss that is zero or more, with its tail. */
export interface Risk {
  /** How it is spread. */
  readonly spread: Spread;
  /** Value at risk: in 95 % of the trials the loss is no larger. */
  readonly value_at_risk_95: Money;
  /** Conditional value at risk: the mean of the worst 5 % of the trials. */
  readonly conditional_value_at_risk_95: Money;
  /** In 99 % of the trials the loss is no larger. */
  readonly value_at_risk_99: Money;
  /** The mean of the worst 1 % of the trials. */
  readonly conditional_value_at_risk_99: Money;
  /** How likely a loss above an amount is, from likely to rare. */
  readonly exceedance: readonly Exceedance[];
  /** How many trials fall in each of some ranges of equal width. */
  readonly histogram: readonly Bin[];
}

/** A roadmap, with the page that says it. */
export interface Roadmap {
  readonly ok: true;
  /** Version, and digest of the input. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** The first day; `null` where the portfolio does not say, and months are counted. */
  readonly start: string | null;
  /** What happens when: enabling work, set-up, change-over, and when it has paid for itself. */
  readonly steps: readonly RoadmapStep[];
  /** Every team that changes over, the best pilot first. */
  readonly candidates: readonly PilotCandidate[];
  /** Teams that are not ready and stay as they are, with what they lack. */
  readonly held_back: readonly TeamHeldBack[];
  /** The form of `document`. */
  readonly format: RoadmapFormat;
  /** The page. */
  readonly document: string;
  /** Every default that it rests on. */
  readonly assumptions: readonly Assumption[];
}

/** The form of a roadmap's document; Markdown unless it is said. */
export type RoadmapFormat = "markdown" | "html" | "mermaid" | "jira";

/** Something that happens in a roadmap. */
export interface RoadmapStep {
  /** What kind of step it is. */
  readonly kind: StepKind;
  /** What it is called. */
  readonly name: string;
  /** The month at whose start it begins, from 0. */
  readonly month: number;
  /** The month at whose start it ends; the same for what happens on one day. */
  readonly end_month: number;
  /** The day on which it begins; `null` where the plan has no start. */
  readonly date: string | null;
  /** The day on which it ends. */
  readonly end_date: string | null;
  /** The teams that it is about. */
  readonly teams: readonly string[];
  /** The services that it is about. */
  readonly services: readonly string[];
  /** What it costs once; `null` where that is not estimated, or nothing is paid then. */
  readonly one_off: Money | null;
}

/** The people who take turns in one schedule, and how they fare. */
export interface Rota {
  /** How many people take turns; `null` where the portfolio does not say. */
  readonly participants: number | null;
  /** How long a shift lasts. */
  readonly shift: string;
  /** Weeks on call a year, for each person. */
  readonly weeks_on_call_per_year: string | null;
  /** Percent of the time on call, for each person. */
  readonly percent_of_time: string | null;
  /** Callouts out of hours expected in one shift; `null` where a service covered gives no incidents. */
  readonly callouts_per_shift: string | null;
  /** Each published rule against this rota. */
  readonly checks: readonly RotaCheck[];
  /** Inputs that are missing for what is not estimated. */
  readonly missing: readonly string[];
}

/** One published rule against one rota. */
export interface RotaCheck {
  /** The rule. */
  readonly rule: RotaRule;
  /** Whether the rota keeps it. */
  readonly status: RuleStatus;
  /** What was measured, in words. */
  readonly measured: string;
}

/** A published rule for rotas. */
export type RotaRule =
  | "playbook-three-people"
  | "playbook-one-week-shifts"
  | "google-sre-quarter-time"
  | "google-sre-two-incidents"
  | "uk-working-time-48-hours"
  | "uk-working-time-11-hours-rest";

/** Whether a rota keeps a rule. */
export type RuleStatus = "met" | "broken" | "not-estimated";

/** Who runs a service, and who is on call for it out of hours. */
export interface Runs {
  /** Who runs it. */
  readonly operating_model: OperatingModel;
  /** Who is on call out of hours; `null` where operations cover it. */
  readonly out_of_hours: OutOfHours | null;
}

/** A service that is run in another way than before. */
export interface RunsChange {
  /** The service. */
  readonly service: string;
  /** How it was run. */
  readonly from: Runs;
  /** How it is run. */
  readonly to: Runs;
}

/** Schedules and what they cost. */
export interface ScaleCost {
  /** Schedules, or rotas of operations. */
  readonly schedules: number;
  /** A planning year of standby; `null` where pay is not given. */
  readonly standby_cost_per_year: Money | null;
}

/** Standby with the first so many teams of the portfolio. */
export interface ScalePoint {
  /** How many teams, in the order of the portfolio. */
  readonly teams: number;
  /** Every team has its own schedule: the linear cost R(n), a pitfall. */
  readonly every_team: ScaleCost;
  /** Schedules chosen on exposure, and operations' rotas for what operations run. */
  readonly on_exposure: ScaleCost;
  /** Operations run everything: R(1). */
  readonly operations: ScaleCost;
}

/** A service that is run in another way than in the portfolio as it is. */
export interface ScenarioChange {
  /** The service. */
  readonly service: string;
  /** How it is run as it is; `null` where the scenario adds the service. */
  readonly from: Runs | null;
  /** How it is run in the scenario; `null` where it removes the service. */
  readonly to: Runs | null;
}

/** What one scenario comes to. */
export interface ScenarioOutcome {
  /** The scenario's name; `as it is` for the portfolio without changes. */
  readonly name: string;
  /** How many services operations are recommended to run. */
  readonly ops_run_it: number;
  /** How many services product teams are recommended to run. */
  readonly you_build_it_you_run_it: number;
  /** Product teams' schedules out of hours. */
  readonly product_team_schedules: number;
  /** How many services are expected to miss their availability target. */
  readonly targets_missed: number | null;
  /**
   * For how many services the other model costs less than the recommended one; `null` where that cannot be told of
   * one.
   */
  readonly disagreements: number | null;
  /** Standby a year, of product teams and of operations; `null` where pay is not given. */
  readonly standby_per_year: Money | null;
  /** Setup, transition, run and incident costs of what is recommended, over the horizon. */
  readonly premium_over_horizon: Money;
  /** What is lost all the same over the horizon. */
  readonly loss_over_horizon: Money;
  /** Both together. */
  readonly over_horizon: Money;
  /**
   * By how much that is more than for the portfolio as it is; below zero where it is less. `null` where the two have
   * other horizons, or lack other inputs.
   */
  readonly more_than_as_it_is: Money | null;
  /** What least cost comes to over the horizon; `null` where standby pay is not given. */
  readonly least_cost_over_horizon: Money | null;
  /** The horizon, in years. */
  readonly horizon_years: number;
  /**
   * Services that are recommended to be run in another way than in the portfolio as it is, or that only one of the two
   * has.
   */
  readonly changes: readonly ScenarioChange[];
  /** Whether an amount lacks what is not estimated. */
  readonly partial: boolean;
}

/** A portfolio and changed forms of it, side by side. */
export interface Scenarios {
  readonly ok: true;
  /** What it can be traced back to: the portfolio without changes. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** The portfolio as it is, then every scenario. */
  readonly scenarios: readonly ScenarioOutcome[];
}

/** One schedule: people on call for a set of services out of hours. */
export interface Schedule {
  /** Its name: `domain home`, `team bedroom`, `service wiki` (a service without a team) or `operations`. */
  readonly name: string;
  /** Who shares it. */
  readonly kind: ScheduleKind;
  /** The teams that take turns. */
  readonly teams: readonly string[];
  /** The services it covers. */
  readonly services: readonly string[];
  /** People on call at once. */
  readonly people_on_call: number;
  /**
   * Days of the planning year it is in force: fewer than all of them where only a peak needs it, or where a peak
   * replaces it.
   */
  readonly days_per_year: string;
  /** Standby of the people on call, for those days; `null` where pay is not given. */
  readonly standby_cost_per_year: Money | null;
  /** The people behind it. */
  readonly rota: Rota;
  /** What to know about it. */
  readonly findings: readonly Finding[];
  /** Defaults it rests on. */
  readonly assumptions: Assumptions;
}

/** What decided on a schedule. */
export type ScheduleBy = "target" | "exposure-band" | "minimum" | "money";

/** Who shares a schedule. */
export type ScheduleKind = "domain" | "team" | "operations";

/** What the people of one schedule are paid a year each, and how often they are on call. */
export interface SchedulePay {
  /** The schedule's name. */
  readonly schedule: string;
  /** How many people take turns; `null` where the portfolio does not say. */
  readonly participants: number | null;
  /** Standby a year of each. */
  readonly standby_per_person: Money | null;
  /** Callouts a year of each. */
  readonly callouts_per_person: Money | null;
  /** Nights a year on which each is on call. */
  readonly nights_per_person: string | null;
  /** Weekends a year on which each is on call. */
  readonly weekends_per_person: string | null;
  /** Callouts expected in one shift. */
  readonly callouts_per_shift: string | null;
  /** The published rules that the rota breaks. */
  readonly rules_broken: readonly RotaRule[];
}

/** What a schedule costs a year, and what would be lost more without it. */
export interface ScheduleWorth {
  /** The schedule's name. */
  readonly name: string;
  /** Standby of a whole year, whatever peaks replace; `null` where pay is not given. */
  readonly standby_cost_per_year: Money | null;
  /**
   * What incidents of its services would cost and lose more, if they waited for working hours; `null` where that is
   * not estimated for one of them.
   */
  readonly protects_per_year: Money | null;
}

/** The schedules of a portfolio, their people and their cost. */
export interface Schedules {
  readonly ok: true;
  /** What it can be traced back to. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** Every out-of-hours schedule: domains', teams', then operations'. */
  readonly schedules: readonly Schedule[];
  /** Who is on call, in short. */
  readonly on_call: OnCallSummary;
  /** What standby costs a year. */
  readonly standby: StandbyCost;
  /** What standby costs as teams are added, under three policies. */
  readonly scale: readonly ScalePoint[];
  /** What to know about on-call as a whole. */
  readonly findings: readonly Finding[];
  /** Every default that the result rests on. */
  readonly assumptions: readonly Assumption[];
}

/** What standby costs under three policies, and how few services hold most of the exposure. */
export interface SchedulesOnExposure {
  /** Teams with services. */
  readonly teams: number;
  /** Every team has its own schedule: the linear cost R(n). */
  readonly every_team: ScaleCost | null;
  /** Schedules chosen on exposure, as recommended; those of services without a team and of peaks too. */
  readonly on_exposure: ScaleCost | null;
  /** Standby that choosing on exposure saves a year; `null` where pay is not given. */
  readonly saved_per_year: Money | null;
  /** Services that need a schedule of their team's own. */
  readonly critical_services: number;
  /** How few services hold four fifths of the exposure. */
  readonly services_with_four_fifths: number;
  /**
   * The share of the exposure in the most exposed services, after each tenth of the services: a Lorenz curve from the
   * top.
   */
  readonly exposure_in_top: readonly ExposureInTop[];
}

/**
 * How far an objection is answered. Yes counts whole, partly counts half, no counts nothing; unknown does not count.
 */
export interface Score {
  /** Percent of the known answers, those of teams among them; `null` where nothing is known. */
  readonly percent: string | null;
  /** What that means. */
  readonly meaning: ScoreMeaning;
  /** How many answers are known. */
  readonly known: number;
  /** How many are not. */
  readonly unknown: number;
}

/** What a score means. */
export type ScoreMeaning = "answered" | "in-part" | "stands" | "unknown";

/** Where the selection changes. */
export interface SelectionFlip {
  /** The key of the input: `exposure_per_hour` or `feature_demand`. */
  readonly input: "exposure_per_hour" | "feature_demand";
  /** Whether it changes above this value or, for an exposure, at or below it. */
  readonly above: boolean;
  /** The value: an exposure, or the name of a demand band. */
  readonly value: string;
  /** Who would run the service. */
  readonly operating_model: OperatingModel;
  /** Who would be on call for it out of hours; `null` where operations cover it. */
  readonly out_of_hours: OutOfHours | null;
}

/** The operating model selector. */
export interface Selector {
  /** Exposure bands, ascending. */
  readonly rows: readonly SelectorRow[];
  /** Demand bands, ascending. */
  readonly columns: readonly SelectorColumn[];
}

/** One demand band. */
export interface SelectorColumn {
  /** Its name. */
  readonly feature_demand: string;
  /** How often its services should be deployed. */
  readonly deployment_target: string;
}

/** One exposure band. */
export interface SelectorRow {
  /** The most that a service of it loses in an hour. */
  readonly max_per_hour: Money;
  /** Its target. */
  readonly availability_target: string;
  /** Which model the policy chooses, for each demand band. */
  readonly models: readonly OperatingModel[];
}

/** How the comparison of each service depends on its inputs. */
export interface Sensitivity {
  readonly ok: true;
  /** What it can be traced back to. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** Over how many years it compares. */
  readonly horizon_years: number;
  /** Every service whose models can be compared, in the order of the portfolio. */
  readonly services: readonly ServiceSensitivity[];
  /** What to know about it. */
  readonly findings: readonly Finding[];
  /** Every default that it rests on. */
  readonly assumptions: readonly Assumption[];
}

/** One service: duties, budget line, and where they part. */
export interface ServiceAccountability {
  /** The service's name. */
  readonly name: string;
  /** Digital or foundational. */
  readonly kind: Kind;
  /** The team that builds it. */
  readonly team: string | null;
  /** Who should run it. */
  readonly operating_model: OperatingModel;
  /** What everybody is, as it is recommended. */
  readonly duties: Duties;
  /** What everybody is, as it runs today; `null` where nobody runs it yet. */
  readonly duties_today: Duties | null;
  /** Whose budget pays for its on-call; `null` where nobody is on standby for it. */
  readonly paid_by: BudgetHolder | null;
  /** Its share of standby a year; `null` where pay is not given. */
  readonly standby_per_year: Money | null;
  /** Its callouts a year; `null` where they are not estimated. */
  readonly callouts_per_year: Money | null;
  /** Its budget line: both. */
  readonly on_call_per_year: Money | null;
  /** Where duties, decisions and money part. */
  readonly partings: readonly Parting[];
}

/** A service that is run in another way. */
export interface ServiceChange {
  /** The service. */
  readonly service: string;
  /** How it was to be run; `null` where the old portfolio does not have it. */
  readonly from: Runs | null;
  /** How it is to be run; `null` where the new portfolio does not have it. */
  readonly to: Runs | null;
  /** The reasons that hold now and did not before. */
  readonly because: readonly string[];
  /** The reasons that held before and do no more. */
  readonly no_longer: readonly string[];
}

/** One service under both models. */
export interface ServiceComparison {
  /** The service's name. */
  readonly name: string;
  /** The team that builds it. */
  readonly team: string | null;
  /** What is recommended. */
  readonly operating_model: OperatingModel;
  /** The availability target in force. */
  readonly availability_target: string;
  /** Under Ops Run It. */
  readonly ops_run_it: ModelCosts;
  /** Under You Build It You Run It. */
  readonly you_build_it_you_run_it: ModelCosts;
  /** What You Build It You Run It costs more than Ops Run It, standby included, and what it protects. */
  readonly insurance: Insurance;
  /** What to know about it. */
  readonly findings: readonly Finding[];
}

/** Where the selection and the cheaper model of one service change, one input at a time. */
export interface ServiceFlips {
  /** Where the selector chooses another model or schedule, as exposure or demand change. */
  readonly selection: readonly SelectionFlip[];
  /** Where the cheaper model changes; inputs that change nothing, or would have to be below zero, are not listed. */
  readonly cost: readonly CostFlip[];
}

/** Who should run one service. */
export interface ServiceRecommendation {
  /** The service's name. */
  readonly name: string;
  /** Digital or foundational. */
  readonly kind: Kind;
  /** The team that builds it. */
  readonly team: string | null;
  /** Its exposure per hour, the mean where it is an estimate. */
  readonly exposure_per_hour: Money;
  /** Its demand band. */
  readonly feature_demand: string;
  /** The availability target in force. */
  readonly availability_target: string;
  /** How often it should be deployed. */
  readonly deployment_target: string;
  /** Who should run it. */
  readonly operating_model: OperatingModel;
  /** What it needs out of hours; `null` where operations cover it. */
  readonly out_of_hours: OutOfHours | null;
  /** The name of the schedule that covers it out of hours; `null` where callouts wait. */
  readonly schedule: string | null;
  /** The unavailability that the target tolerates. */
  readonly tolerable_unavailability: Tolerance;
  /**
   * What You Build It You Run It costs more than Ops Run It, and what it protects; `null` where the portfolio has no
   * costs.
   */
  readonly insurance: Insurance | null;
  /** What changes for its peaks. */
  readonly peaks: readonly PeakRecommendation[];
  /** The reasons, and what else to know. */
  readonly findings: readonly Finding[];
  /** Defaults it rests on. */
  readonly assumptions: Assumptions;
}

/** How the comparison of one service depends on its inputs. */
export interface ServiceSensitivity {
  /** The service's name. */
  readonly name: string;
  /** What is recommended. */
  readonly operating_model: OperatingModel;
  /** The model that costs less over the horizon; `null` where they cost the same. */
  readonly cheaper_model: OperatingModel | null;
  /** The difference with every input at its mean. */
  readonly difference: Money;
  /** One-way swings of the inputs that are uncertain, the widest first. */
  readonly tornado: readonly Swing[];
  /** Where the selection and the cheaper model change. */
  readonly flips: ServiceFlips;
  /**
   * The expected value of perfect information: what knowing all uncertain inputs exactly would be worth to whoever
   * chooses the model and schedule of this service that cost least, all others as recommended.
   */
  readonly evpi: Money;
  /**
   * The expected value of partial perfect information: what knowing one of them exactly would be worth, the worthiest
   * first. None is worth more than all.
   */
  readonly evppi: readonly InputInformation[];
  /** The difference for exposures and incidents a year around their means; empty where incidents lose nothing. */
  readonly grid: readonly GridCell[];
}

/** One service under both models. */
export interface ServiceSimulation {
  /** The service's name. */
  readonly name: string;
  /** What is recommended. */
  readonly operating_model: OperatingModel;
  /** Under Ops Run It. */
  readonly ops_run_it: Simulated;
  /** Under You Build It You Run It. */
  readonly you_build_it_you_run_it: Simulated;
  /**
   * What You Build It You Run It adds elsewhere over the horizon: schedules, operations' rotas, and siblings that gain
   * its cover; below zero where it saves more than it adds. It is part of the difference, and of neither cost.
   */
  readonly elsewhere: Money | null;
  /**
   * You Build It You Run It less Ops Run It, over the horizon, with what it adds elsewhere; below zero where it is
   * cheaper. Both face the same incidents.
   */
  readonly difference: Spread | null;
  /** How likely You Build It You Run It is cheaper, in percent; never 0 or 100. */
  readonly you_build_it_cheaper_percent: string | null;
  /** How far off that may be, as there are only so many trials. */
  readonly you_build_it_cheaper_interval: PercentInterval | null;
  /** In how many trials, in percent of them, both cost the same to the minor unit. */
  readonly tied_percent: string | null;
  /**
   * The exposure and the incidents a year at which the cheaper model changes, all other inputs at their means; empty
   * where no value changes it, or where the models cannot be compared.
   */
  readonly flips: readonly CostFlip[];
  /** How much variance the common incidents take from the difference, in percent of what it would be without them. */
  readonly variance_reduction_percent: string | null;
}

/** One service against the baseline. */
export interface ServiceStanding {
  /** The service's name. */
  readonly name: string;
  /** As it runs today; `null` where nobody runs it yet. */
  readonly today: AgainstBaseline | null;
  /** As it is recommended to run. */
  readonly after: AgainstBaseline;
  /** Whether it is clear who should run it. */
  readonly verdict: Verdict;
  /** The findings for which it needs thought. */
  readonly because: readonly string[];
}

/** How much a [`Finding`](crate::finding::Finding) matters. */
export type Severity = "reason" | "caution" | "warning";

/** What one choice comes to. What rests on an input that is not given is `null`. */
export interface Simulated {
  /** Premium and loss over the horizon; of a service, standby aside. */
  readonly cost_over_horizon: Spread | null;
  /** What incidents lose in one year. */
  readonly year_loss: Risk | null;
  /** The incident of a year that loses most: of a portfolio, in all services that it hits. */
  readonly worst_incident: Risk | null;
  /** How likely a year meets the availability target, in percent, never 0 or 100; `null` for the portfolio. */
  readonly meets_target_percent: string | null;
  /** How far off that may be, as there are only so many trials. */
  readonly meets_target_interval: PercentInterval | null;
}

/** How sure the comparison of operating models is. */
export interface Simulation {
  readonly ok: true;
  /** What it can be traced back to. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** How long a trial lasts. */
  readonly horizon_years: number;
  /** How many trials there were. */
  readonly trials: number;
  /** Where the random numbers started. */
  readonly seed: string;
  /**
   * The standard error of the recommendation's mean loss of a year, in percent of that mean; `null` where nothing is
   * lost.
   */
  readonly precision_percent: string | null;
  /** The portfolio as a whole. */
  readonly portfolio: PortfolioSimulation;
  /** Every service that can be simulated, in the order of the portfolio. */
  readonly services: readonly ServiceSimulation[];
  /** The results in plain words. */
  readonly summary: readonly string[];
  /** What to know about the simulation. */
  readonly findings: readonly Finding[];
  /** Every default that it rests on. */
  readonly assumptions: readonly Assumption[];
  /** What the reference profile leaves open, if the portfolio has one. */
  readonly outlook?: Outlook | null;
  /** Who runs the services today; left out where operations run all of them. */
  readonly today?: Today;
}

/** What one group of specialists comes to in each arrangement. */
export interface SpecialistAdvice {
  /** What the specialists are called. */
  readonly name: string;
  /** How many product teams ask them. */
  readonly teams: number;
  /** Every arrangement there is to choose from. */
  readonly options: readonly SpecialistOption[];
  /** The arrangement to choose; `null` where none has a steady state. */
  readonly advice: Arrangement | null;
  /** Whether the advice is the least cost, or the least wait because a cost is not given. */
  readonly advice_by: AdviceBy;
  /** The demand below which the advice would be another; `null` where it is the same down to none at all. */
  readonly changes_below: DemandFlip | null;
  /** The demand above which the advice would be another; `null` where it is the same up to four times today's. */
  readonly changes_above: DemandFlip | null;
  /** What self-service saves a year against the central team; `null` where that is not estimated. */
  readonly self_service_saves_per_year: Money | null;
  /** Inputs that are missing for what is not estimated. */
  readonly missing: readonly string[];
}

/** One arrangement of specialists. */
export interface SpecialistOption {
  /** Which one. */
  readonly arrangement: Arrangement;
  /** How many specialists it takes. */
  readonly people: number;
  /** Requests a week that people work on, of all teams together. */
  readonly requests_per_week: string;
  /** Percent of their time that specialists are busy; 100 and more where they cannot keep up. */
  readonly utilisation: string;
  /** Percent of the requests that wait; `null` where they cannot keep up. */
  readonly requests_that_wait: string | null;
  /** Working hours that a request waits on average; `null` where they cannot keep up: the queue grows without end. */
  readonly hours_of_wait: string | null;
  /** What the specialists, and self-service, cost a year. */
  readonly staff_per_year: Money | null;
  /** What features lose a year by waiting. */
  readonly delay_per_year: Money | null;
  /** Both; `null` where one of them is not estimated. */
  readonly per_year: Money | null;
}

/** How specialists are best arranged. */
export interface SpecialistsFigure {
  /** Each group of specialists that the portfolio names. */
  readonly specialists: readonly SpecialistAdvice[];
}

/** How an uncertain amount is spread. */
export interface Spread {
  /** The mean over all trials. */
  readonly mean: Money;
  /** The standard error of the mean: two times in three the true mean is no further away. */
  readonly standard_error: Money;
  /** The standard deviation of a single trial. */
  readonly standard_deviation: Money;
  /** One trial in twenty is below this. */
  readonly p5: Money;
  /** The median. */
  readonly p50: Money;
  /** One trial in twenty is above this. */
  readonly p95: Money;
  /** How far off the percentiles may be, as there are only so many trials. */
  readonly intervals: PercentileIntervals;
  /**
   * The mean by its formula, which no trial disturbs; of costs, the one that `compare` tells. `null` where there is
   * none.
   */
  readonly exact_mean: Money | null;
  /** The standard deviation of a single trial by its formula; `null` where there is none. */
  readonly exact_standard_deviation: Money | null;
  /**
   * How much of the exact mean rests on draws rarer than one in all the trials, in percent: where it is more than a
   * few percent, neither the sampled mean nor its standard error can be trusted. `null` where it is not known.
   */
  readonly mean_beyond_trials_percent: string | null;
}

/** What standby costs a year. */
export interface StandbyCost {
  /** All schedules of product teams; `null` where their pay is not given. */
  readonly product_teams_cost_per_year: Money | null;
  /** All rotas of operations; `null` where their pay is not given. */
  readonly operations_cost_per_year: Money | null;
  /** Both together, as far as they are estimated; `null` where neither is. */
  readonly cost_per_year: Money | null;
  /** Whether the total lacks what is not estimated. */
  readonly partial: boolean;
  /** The inputs that are missing, as JSON Pointers. */
  readonly missing: readonly string[];
}

/** Where services stand against the baseline, today and after what is recommended. */
export interface Standing {
  /** What they are held against. */
  readonly baseline: Baseline;
  /** How many services reach it today. */
  readonly today: StandingCounts;
  /** How many would. */
  readonly after: StandingCounts;
  /** Services that are clearly for operations to run. */
  readonly clearly_operations: number;
  /** Services that are clearly for their product teams to run. */
  readonly clearly_their_teams: number;
  /** Of both, services whose money is not estimated, so that only the policies agree. */
  readonly clear_without_money: number;
  /** Services that need thought: selector, other policy and money do not all say the same. */
  readonly need_thought: number;
  /** Every service, in the order of the portfolio. */
  readonly services: readonly ServiceStanding[];
}

/** How many services reach the baseline; those of which it cannot be told are in none of the counts. */
export interface StandingCounts {
  /** Deployed often enough. */
  readonly deployment: number;
  /** Available enough. */
  readonly availability: number;
  /** Restored soon enough. */
  readonly time_to_restore: number;
  /** Learned from soon enough. */
  readonly learning: number;
  /** All four. */
  readonly all: number;
  /** Services of which at least one of the four cannot be told. */
  readonly not_estimated: number;
}

/** The kinds of steps. */
export type StepKind = "enabling" | "set-up" | "change-over" | "break-even";

/** A manual step of the incident workflow. */
export interface StepToAutomate {
  /** The step. */
  readonly step: string;
  /** The model whose workflow it is part of. */
  readonly operating_model: OperatingModel;
  /** How much longer each incident lasts because of it. */
  readonly delay: string | null;
  /** How long somebody is busy with it in each incident. */
  readonly effort: string | null;
  /**
   * What it costs a year: people's time, and what its delay loses. Automating it saves that; `null` where it is not
   * estimated.
   */
  readonly per_year: Money | null;
  /** What it costs a year as far as that is estimated: what automating it saves at least. */
  readonly known_per_year: Money;
  /** What automating it costs once; `null` where the portfolio does not say. */
  readonly automation_cost: Money | null;
  /**
   * What automating it saves a year for each unit that it costs, to two decimals; at least, where not all of it is
   * estimated.
   */
  readonly saved_for_each_unit: string | null;
}

/** A rule for who runs what. */
export type Strategy =
  | "all-ops-run-it"
  | "all-you-build-it-you-run-it"
  | "hybrid-with-team-schedules"
  | "hybrid-at-scale"
  | "least-cost";

/** What one strategy costs and protects. */
export interface StrategyCosts {
  /** Which one. */
  readonly strategy: Strategy;
  /** How many services operations run. */
  readonly ops_run_it: number;
  /** How many services product teams run. */
  readonly you_build_it_you_run_it: number;
  /** Product teams' schedules out of hours, peaks aside. */
  readonly product_team_schedules: number;
  /** People on call out of hours, peaks aside: of product teams and of operations. */
  readonly people_on_call: number;
  /** Standby a year, of product teams and of operations; `null` where pay is not given. */
  readonly standby_per_year: Money | null;
  /** How many services are expected to miss their availability target; `null` where that cannot be told of one. */
  readonly targets_missed: number | null;
  /** What is paid: setup, transition, run and incident costs. */
  readonly premium: Totals;
  /** What is lost all the same: the opportunity costs. */
  readonly loss: Totals;
  /** Premium and loss over the horizon. */
  readonly over_horizon: Money;
  /** By how much it costs more over the horizon than what is recommended; below zero where it costs less. */
  readonly more_than_recommended: Money;
  /**
   * Whether every service is run and covered as it is recommended, so that it costs the same whatever inputs are
   * missing.
   */
  readonly same_as_recommended: boolean;
  /** All of it by how it is accounted. */
  readonly by_accounting: readonly Group[];
  /** All of it by whose budget pays. */
  readonly by_budget_holder: readonly Group[];
}

/** What one uncertain input does to the difference, the others at their means. */
export interface Swing {
  /** The key of the input in the format; of what a service shares with others, with its tables. */
  readonly input: string;
  /** The same in words. */
  readonly words: string;
  /** Its low end: the least of a range, the 5th percentile of an interval. */
  readonly low: string;
  /** Its high end: the greatest of a range, the 95th percentile of an interval. */
  readonly high: string;
  /** The difference at its low end. */
  readonly difference_at_low: Money;
  /** The difference at its high end. */
  readonly difference_at_high: Money;
  /** How far apart these are. */
  readonly swing: Money;
  /** Whether the cheaper model changes between them. */
  readonly flips: boolean;
}

/** What kind of table it was. */
export interface TableSource {
  /** `text`, or `rows` where rows of cells were given. */
  readonly format: string;
  /** How its bytes were written: `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`. */
  readonly encoding: string;
  /** Whether it began with a byte order mark. */
  readonly byte_order_mark: boolean;
  /** What stood between cells. */
  readonly delimiter: string | null;
  /** The row of headings, from 1. */
  readonly header_row: number;
  /** How many rows stood above it. */
  readonly rows_above_header: number;
}

/** What one team answers for itself. */
export interface TeamAnswer {
  /** The team. */
  readonly team: string;
  /** Its answer. */
  readonly answer: QuestionAnswer;
}

/** A team that is not ready to change over, and stays as it is. */
export interface TeamHeldBack {
  /** The team. */
  readonly name: string;
  /** The services that stay as they are. */
  readonly services: readonly string[];
  /** What is missing. */
  readonly missing: readonly MissingGate[];
  /** What their changing over would be worth over the horizon. */
  readonly net_benefit: Money;
}

/** One team that is to run what it builds, and what it has in place for that. */
export interface TeamReadiness {
  /** The team. */
  readonly name: string;
  /** The services that it is recommended to run. */
  readonly services: readonly string[];
  /** Each gate. */
  readonly gates: readonly Gate[];
  /**
   * Whether it may change over: not while a gate is shut, unless that is forced; `null` while a gate is unknown and
   * none is shut.
   */
  readonly may_change_over: boolean | null;
  /** Whether the portfolio lets it change over although a gate is shut. */
  readonly forced: boolean;
}

/** Unplanned work of one team. */
export interface TeamRework {
  /** The team. */
  readonly team: string;
  /** The share of its time that goes into unplanned work; `null` where nobody measures it. */
  readonly rework_rate: string | null;
  /** What that costs a year, as the ledger books it; `null` where an input is missing. */
  readonly cost_per_year: Money | null;
  /** Weeks of the whole team that halving it frees for features in a year, to one decimal. */
  readonly halving_frees_weeks: string | null;
  /** Callouts expected in one shift of its schedule, of all services that the schedule covers. */
  readonly callouts_per_shift: string | null;
}

/** Who runs the services today. */
export type Today = "ops-run-it" | "you-build-it-you-run-it" | "nothing" | "mixed";

/** Unavailability that a target tolerates in one period. */
export interface Tolerable {
  /** Seconds, exact. */
  readonly seconds: string;
  /** Money lost in that time at the service's exposure. */
  readonly loss: Money;
}

/** The unavailability that a target tolerates, and the loss that it stands for. */
export interface Tolerance {
  /** In a week. */
  readonly week: Tolerable;
  /** In 30 days. */
  readonly "30_days": Tolerable;
  /** In 90 days. */
  readonly "90_days": Tolerable;
  /** In 365 days. */
  readonly "365_days": Tolerable;
}

/** What line items come to together. */
export interface Totals {
  /** Paid once. */
  readonly one_off: Money;
  /** Paid, or lost, every year. */
  readonly per_year: Money;
  /** Both over the horizon, discounted. */
  readonly over_horizon: Money;
  /** How many line items they are. */
  readonly line_items: number;
  /** Whether at least one of them has no amount because an input is missing. */
  readonly partial: boolean;
}

/** From who runs what today to what is recommended: the pilot first, then waves of teams. */
export interface TransitionPlan {
  readonly ok: true;
  /** What it can be traced back to. */
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The currency of every amount. */
  readonly currency: string;
  /** Over how many years it looks. */
  readonly horizon_years: number;
  /** Who runs the services today, from which the plan starts. */
  readonly today: Today;
  /** The pilot, then one wave in each quarter. */
  readonly waves: readonly Wave[];
  /** Every month of the horizon, from 0, when the pilot's one-off costs are paid. */
  readonly months: readonly PlanMonth[];
  /**
   * The first month by whose end the plan has cost no more than staying; `null` where the horizon is too short, where
   * nothing changes over, or where one of the two lacks an amount that the other has.
   */
  readonly break_even_month: number | null;
  /** By how much the plan costs more than staying over the horizon; below zero where it costs less. */
  readonly more_than_staying: Money;
  /** Whether the plan is to stay as things are: then it costs the same, whatever inputs are missing. */
  readonly stays: boolean;
  /** Whether an amount lacks what is not estimated. */
  readonly partial: boolean;
  /** What to know about the plan. */
  readonly findings: readonly Finding[];
  /** Every default that it rests on. */
  readonly assumptions: readonly Assumption[];
  /** Work that waves need before them; left out where there is none. */
  readonly enabling?: readonly PlannedWork[];
  /** Teams that are not ready, and stay as they are; left out where there is none. */
  readonly held_back?: readonly TeamHeldBack[];
  /** The first day of the plan; left out where the portfolio does not say. */
  readonly start?: string | null;
}

/** How an incident ranks by what it loses until it is over. */
export type Triage = "high" | "medium" | "low";

/** What a factor of a line item counts. Shares are parts of one. */
export type Unit =
  | "amount"
  | "per-hour"
  | "per-callout"
  | "per-feature-week"
  | "per-insight-week"
  | "incidents"
  | "deployments"
  | "failing"
  | "features"
  | "insights"
  | "improvements"
  | "weeks"
  | "months"
  | "seats"
  | "people-a-seat"
  | "incidents-above"
  | "hours-a-week"
  | "hours"
  | "hours-in-working-hours"
  | "hours-out-of-hours"
  | "hours-waiting"
  | "hours-of-work"
  | "weeks-of-lead-time"
  | "people"
  | "of-full-pay"
  | "paid-callouts"
  | "hours-off"
  | "out-of-hours"
  | "reaching"
  | "severity"
  | "at-stake"
  | "revenue"
  | "cancellations"
  | "credits"
  | "regulatory"
  | "manual-fallback"
  | "costs-incurred"
  | "of-the-year"
  | "unplanned"
  | "covered";

/** Unplanned work of all teams. */
export interface UnplannedWork {
  /** Every team with services, in the order of the portfolio. */
  readonly teams: readonly TeamRework[];
  /** What unplanned work costs a year, of the teams of which it is estimated; `null` where it is of none. */
  readonly cost_per_year: Money | null;
  /** What halving it would save. */
  readonly halving_saves_per_year: Money | null;
  /** How many teams it is not estimated for. */
  readonly not_estimated: number;
}

/** What one strategy comes to with a variant. */
export interface VariantCosts {
  /** Which one. */
  readonly strategy: Strategy;
  /** Setup, transition, run and incident costs over the horizon; `null` where nothing of the strategy is estimated. */
  readonly premium_over_horizon: Money | null;
  /** What is lost all the same over the horizon; `null` where nothing of the strategy is estimated. */
  readonly loss_over_horizon: Money | null;
  /** Both together; `null` where nothing of it is estimated. */
  readonly over_horizon: Money | null;
  /**
   * By how much that is more than the same strategy of the portfolio as it is; below zero where it is less. `null`
   * where the two lack other inputs, or the portfolio as it is has no such strategy.
   */
  readonly more_than_as_it_is: Money | null;
  /** How many services are expected to miss their availability target; `null` where that is not estimated of one. */
  readonly targets_missed: number | null;
  /** Whether an amount lacks what is not estimated. */
  readonly partial: boolean;
}

/** What the strategies come to with one variant in place of the model that it is a form of. */
export interface VariantOutcome {
  /** The variant's name. */
  readonly name: string;
  /** The operating model that it is a form of. */
  readonly operating_model: OperatingModel;
  /** Every strategy, in the order of those of the portfolio as it is. */
  readonly strategies: readonly VariantCosts[];
  /** Services that are recommended to be run in another way than in the portfolio as it is. */
  readonly changes: readonly RunsChange[];
  /** The inputs that are missing under either model with the variant, as JSON Pointers. */
  readonly missing: readonly string[];
}

/** Whether it is clear who should run a service. */
export type Verdict = "clearly-operations" | "clearly-its-team" | "needs-thought";

/** The teams that change over at the start of a quarter. */
export interface Wave {
  /** The quarter, from 0; the pilot's. */
  readonly quarter: number;
  /** The month at whose start it changes over, from 0. */
  readonly month: number;
  /** Who changes over, in order. */
  readonly teams: readonly WaveTeam[];
  /** Setup and transition of all of them, and what they are the first to share. */
  readonly one_off: Money;
  /** Product teams' schedules out of hours from then on. */
  readonly product_team_schedules: number;
  /** What everything costs a year from then on, premium and loss together. */
  readonly per_year: Money;
  /** The day on which it changes over; left out where the plan has no start. */
  readonly date?: string | null;
  /** The day on which its set-up begins; left out where it takes no time or the plan has no start. */
  readonly set_up_date?: string | null;
  /** The month at whose start its set-up begins and is paid; left out where set-up takes no time. */
  readonly set_up_month?: number | null;
}

/** One team that changes over. */
export interface WaveTeam {
  /** The team, or the service that names none. */
  readonly name: string;
  /** The services that change over with it. */
  readonly services: readonly string[];
  /** Their setup and transition. */
  readonly one_off: Money;
  /** What their changing over is worth over the horizon, each by itself: loss avoided less extra premium. */
  readonly net_benefit: Money;
  /** The enabling work that it needs; left out where it needs none. */
  readonly waits_for?: readonly string[];
}

/** What a code is called. */
export interface Word {
  /** Its name, with a capital letter. */
  readonly label: string;
  /** What it stands for; `null` where the label says all. */
  readonly sentence: string | null;
}

/** The labels of all codes, by concept: the keys are those that the codes stand under in answers, in the plural. */
export interface Words {
  /** The language, by its ISO 639 code. */
  readonly language: string;
  /** `operating_model`. */
  readonly operating_models: Labels;
  /** `strategy`. */
  readonly strategies: Labels;
  /** `policy`. */
  readonly policies: Labels;
  /** `out_of_hours`. */
  readonly schedules_out_of_hours: Labels;
  /** `kind` of a service. */
  readonly kinds: Labels;
  /** `cost_type`. */
  readonly cost_types: Labels;
  /** `aspect`. */
  readonly aspects: Labels;
  /** `code` of a line item. */
  readonly line_items: Labels;
  /** `unit` of a factor. */
  readonly units: Labels;
  /** `accounting`. */
  readonly accounting: Labels;
  /** `frequency`. */
  readonly frequencies: Labels;
  /** `budget_holder`. */
  readonly budget_holders: Labels;
  /** `pay_of`, in the details of findings. */
  readonly payers: Labels;
  /** `severity` of a finding. */
  readonly severities: Labels;
  /** `code` of a finding. */
  readonly findings: Labels;
  /** `rule` of a rota. */
  readonly rota_rules: Labels;
  /** What a team must have in place. */
  readonly gates: Labels;
  /** `kind` of enabling work. */
  readonly enabling_work: Labels;
  /** `code` of an assumption: the names of defaults. */
  readonly defaults: Labels;
  /** `code` of an objection. */
  readonly objections: Labels;
  /** `code` of a question. */
  readonly questions: Labels;
}
