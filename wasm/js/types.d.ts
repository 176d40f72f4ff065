/**
 * Who should run each service in production, and what each choice costs and protects.
 *
 * ```js
 * import init, { recommend } from "whorunsit";
 *
 * await init();
 * const rec = recommend(`
 *   schema = 1
 *   name = "Furniture retailer"
 *   currency = "USD"
 *   [[exposure_bands]]
 *   max_per_hour = "7000"
 *   availability = "95.0"
 *   [[services]]
 *   name = "appointments"
 *   kind = "digital"
 *   exposure_per_hour = "6000"
 *   feature_demand = "high"
 * `);
 * console.log(rec.services[0].operating_model);
 * ```
 */

/** The text of a TOML or JSON portfolio (never the name of a file), its bytes, or an object. */
export type Portfolio = string | ArrayBufferView | ArrayBuffer | PortfolioObject;

/**
 * A portfolio as an object. Money is a string, a bigint or a whole number; any other number is refused, and so is one
 * beyond 2**53, which is not exact.
 * `Map` and `Set` inside count as object and array; a key whose value is `undefined` counts as left out.
 */
export type PortfolioObject =
  | { readonly [key: string]: unknown }
  | ReadonlyMap<string, unknown>
  | (object & { readonly [Symbol.iterator]?: never; readonly then?: never });

/**
 * What every command takes beside the portfolio. A wrong one is a `PortfolioError` too, whose path, such as
 * `/pretty`, is in the options, not in the portfolio; what is no object is a `TypeError`.
 */
export interface Options {
  /** Write the answer's JSON over several lines. */
  readonly pretty?: boolean;
  /** Decide by this policy, instead of the portfolio's own. */
  readonly policy?: Policy | null;
}

/** How targets, or money, become operating models. */
export type Policy = "sixteen-cell" | "traffic-light" | "least-cost";

/** What `costs` takes besides. What is left out is for the core to choose. */
export interface CostsOptions extends Options {
  /** What to group by, one dimension or several; by aspect and cost type if left out. */
  readonly by?: Dimension | readonly Dimension[] | null;
  /** Who runs what; what is recommended (`hybrid-at-scale`) if left out. */
  readonly strategy?: Strategy | null;
  /** Whether to list line items one by one; they are if left out. */
  readonly line_items?: boolean | null;
}

/** What `simulate` takes besides. What is left out is for the core to choose. */
export interface SimulationOptions extends Options {
  /** How many horizons to draw, up to 1 000 000; 10 000 if left out. */
  readonly trials?: number | bigint | null;
  /**
   * Instead, how small the standard error of the mean loss of a year is to be, in percent of that mean, such as
   * `"1%"`: as many trials are drawn as that takes.
   */
  readonly precision?: string | null;
  /** Where the random numbers start, from 0 to 2**64 - 1 (a `bigint` where a number is not exact); 1 if left out. */
  readonly seed?: number | bigint | string | null;
  /** Taken for programs that run elsewhere too: here one thread works, and the answer is the same. */
  readonly threads?: number | bigint | null;
  /**
   * Called up to 20 times a second and at the end. Returning `false` ends the work with a `PortfolioError` of the code
   * `cancelled`; what it throws ends it too, and is thrown on. It cannot call whorunsit.
   */
  readonly progress?: ((progress: Progress) => unknown) | null;
}

/** How far a simulation is. */
export interface Progress {
  /** Trials of services that are done. */
  readonly done: number;
  /** Trials of services that there will be; with `precision` it grows when it takes more. */
  readonly total: number;
}

/** What `sensitivity` takes besides. */
export interface SensitivityOptions extends Options {
  /** Where the draws behind the worth of information start, from 0 to 2**64 - 1; 1 if left out. */
  readonly seed?: number | bigint | string | null;
}

/** What `chart` takes besides: for `exceedance`, also what `simulate` takes. */
export interface ChartOptions extends SimulationOptions {
  /**
   * The service of `costs`, `exceedance`, `tornado` or `map`. Left out, the first two draw the portfolio, and the others
   * the service whose models differ most in cost.
   */
  readonly service?: string | null;
}

/**
 * A chart: the operating model selector with the services in it; costs by type; how likely a year loses more than an
 * amount; what uncertain inputs do to the difference between the models; which model is cheaper, by exposure and
 * incidents a year; what standby costs as teams are added; what the transition plan has cost by the end of each month.
 */
export type ChartName = "selector" | "costs" | "exceedance" | "tornado" | "map" | "scale" | "break-even";

/**
 * The changes of each scenario by its name: an object, text or bytes as a portfolio is, but only with what is to be
 * different. They are merged into the portfolio as a JSON Merge Patch is: tables key by key, services and the like by
 * their names (`{ services: { bedroom: { feature_demand: "low" } } }`), and `null` removes. A `Map` keeps the order of
 * names such as `"2"`, which an object does not.
 */
export type ScenarioChanges = { readonly [name: string]: Portfolio } | ReadonlyMap<string, Portfolio>;

/** An exact amount, such as `"200000.10"`. */
export type Money = string;

/** Which model runs a service. */
export type OperatingModel = "you-build-it-you-run-it" | "ops-run-it";

/**
 * A rule for who runs what: operations everything; product teams everything, each with a schedule of its own; the
 * selector's models with a schedule for every team that runs something; the same with schedules chosen on exposure,
 * which is what is recommended; whatever costs least, as far as it is for sale.
 */
export type Strategy =
  | "all-ops-run-it"
  | "all-you-build-it-you-run-it"
  | "hybrid-with-team-schedules"
  | "hybrid-at-scale"
  | "least-cost";

/** What an operating model is judged on. */
export type Aspect = "deployment-throughput" | "service-reliability" | "learning-culture";

/** What kind of cost it is; all but the last are the premium of the insurance, the last is what is lost all the same. */
export type CostType = "setup" | "transition" | "run" | "incident" | "opportunity";

/** How a cost is accounted. */
export type Accounting = "capex" | "opex" | "lost-revenue";

/** Whose budget pays. */
export type BudgetHolder = "product-team" | "it" | "operations";

/** How often it is paid. */
export type Frequency = "one-off" | "yearly";

/** What line items can be grouped by. */
export type Dimension = keyof Dimensions;

/** What a service that its product team runs needs out of hours. */
export type OutOfHours = "none" | "domain" | "team";

/** What an answer can be traced back to. */
export interface Provenance {
  /** The version of whorunsit. */
  readonly version: string;
  /** The SHA-256 of the input's bytes, as `sha256sum` prints it. */
  readonly input_sha256: string | null;
}

/** What the answers of all commands have. Keys may be added in any version, to any part of an answer. */
export interface Traced {
  readonly ok: true;
  readonly provenance: Provenance;
}

/** What the answers of all commands but `chart` have: besides, whose amounts they are. */
export interface Header extends Traced {
  /** The portfolio's name. */
  readonly name: string | null;
  /** The ISO 4217 code of the currency of every amount. */
  readonly currency: string;
}

/** What the answers of most commands have: besides, what they rest on. */
export interface Envelope extends Header {
  /** Every default that the answer rests on; those of single services are in `recommend`'s only. */
  readonly assumptions: readonly Assumption[];
}

/** A default that an answer rests on. */
export interface Assumption {
  /** Its stable code, by which services and schedules refer to it. */
  readonly code: string;
  /** Where in the portfolio to give a value of one's own, as a JSON Pointer. */
  readonly path: string;
  /** The value that was assumed. */
  readonly value: string;
  /** Why it is the default. */
  readonly reason: string;
}

/** Something the user should know. */
export interface Finding {
  readonly code: string;
  readonly severity: "reason" | "caution" | "warning";
  readonly message: string;
  readonly source: string;
}

/** Unavailability that a target tolerates in one period. */
export interface Tolerable {
  /** Seconds, exact. */
  readonly seconds: string;
  /** Money lost in that time. */
  readonly loss: Money;
}

/** What one peak changes for a service. */
export interface PeakRecommendation {
  readonly name: string;
  /** Its first day, such as `"2026-11-27"`. */
  readonly from: string;
  /** Its last day. */
  readonly to: string;
  readonly exposure_per_hour: Money;
  readonly availability_target: string;
  readonly out_of_hours: OutOfHours | null;
}

/**
 * One choice as an insurance, compared with another: the premium that is paid more, and the loss that is avoided.
 * Either may be below zero.
 */
export interface Insurance {
  /** What is paid more once. */
  readonly extra_one_off: Money;
  /** What is paid more every year, standby included. */
  readonly extra_premium_per_year: Money;
  /** The part of it that is standby. */
  readonly extra_standby_per_year: Money | null;
  /** What is paid more over the horizon. */
  readonly extra_premium_over_horizon: Money;
  /** What is lost less every year. */
  readonly loss_avoided_per_year: Money;
  /** What is lost less over the horizon. */
  readonly loss_avoided_over_horizon: Money;
  /** Loss avoided less extra premium, over the horizon. */
  readonly net_benefit: Money;
  /** Loss avoided for each unit of extra premium, to two decimals; `null` where no extra premium is paid. */
  readonly ratio: string | null;
  /** The month by whose end the extra cost is made up for; 0 where there is none, `null` where it never is. */
  readonly payback_month: number | null;
  /** The model that costs less over the horizon; `null` where they cost the same, or where that cannot be told. */
  readonly cheaper_model: OperatingModel | null;
  /** Whether the recommended model is no dearer; `null` where that cannot be told. */
  readonly agrees: boolean | null;
  /** Whether an amount lacks what is not estimated. */
  readonly partial: boolean;
}

/** The recommendation for one service. */
export interface ServiceRecommendation {
  readonly name: string;
  readonly kind: "digital" | "foundational";
  readonly team: string | null;
  /** The mean where it is an estimate. */
  readonly exposure_per_hour: Money;
  /** Its demand band. */
  readonly feature_demand: string;
  /** A share of time, in percent, such as `"99.9"`. */
  readonly availability_target: string;
  /** `monthly`, `fortnightly`, `weekly`, `daily`, or such as `every 10 days`. */
  readonly deployment_target: string;
  readonly operating_model: OperatingModel;
  /** What it needs out of hours; `null` where operations cover it. */
  readonly out_of_hours: OutOfHours | null;
  /** The name of the schedule that covers it in a normal week; `null` where callouts wait. */
  readonly schedule: string | null;
  readonly tolerable_unavailability: {
    readonly week: Tolerable;
    readonly "30_days": Tolerable;
    readonly "90_days": Tolerable;
    readonly "365_days": Tolerable;
  };
  /**
   * What You Build It You Run It costs more than Ops Run It, and what it protects; `null` where the portfolio has no
   * costs.
   */
  readonly insurance: Insurance | null;
  readonly peaks: readonly PeakRecommendation[];
  /** The reasons, and what else to know. */
  readonly findings: readonly Finding[];
  /** Codes of the assumptions that it rests on. */
  readonly assumptions: readonly string[];
}

/** One published rule against one rota. */
export interface RotaCheck {
  readonly rule: string;
  readonly status: "met" | "broken" | "not-estimated";
  /** What was measured, in words. */
  readonly measured: string;
}

/** The people who take turns in one schedule, and how they fare. */
export interface Rota {
  /** How many they are; `null` where the portfolio does not say. */
  readonly participants: number | null;
  /** A duration, such as `"1w"`. */
  readonly shift: string;
  /** For each person. */
  readonly weeks_on_call_per_year: string | null;
  /** For each person. */
  readonly percent_of_time: string | null;
  readonly callouts_per_shift: string | null;
  readonly checks: readonly RotaCheck[];
  /** Inputs that are missing for what is not estimated. */
  readonly missing: readonly string[];
}

/** People on call for a set of services out of hours. */
export interface Schedule {
  /** Such as `domain home`, `team bedroom`, `service wiki` or `operations`. */
  readonly name: string;
  readonly kind: "domain" | "team" | "operations";
  /** The teams that take turns; empty for operations. */
  readonly teams: readonly string[];
  /** The services it covers. */
  readonly services: readonly string[];
  /** At once. */
  readonly people_on_call: number;
  readonly days_per_year: string;
  /** `null` where pay is not given. */
  readonly standby_cost_per_year: Money | null;
  readonly rota: Rota;
  readonly findings: readonly Finding[];
  /** Codes of the assumptions that it rests on. */
  readonly assumptions: readonly string[];
}

/** Who is on call, in short; peaks are left aside. */
export interface OnCallSummary {
  readonly teams_in_working_hours: readonly string[];
  readonly product_team_schedules: number;
  readonly product_team_people: number;
  readonly operations_people: number;
  readonly schedules_if_every_team_had_one: number;
}

/** What standby costs a year, peaks included; `null` where pay is not given. */
export interface StandbyCost {
  readonly product_teams_cost_per_year: Money | null;
  readonly operations_cost_per_year: Money | null;
  /** Both together, as far as they are estimated. */
  readonly cost_per_year: Money | null;
  /** Whether the total lacks what is not estimated. */
  readonly partial: boolean;
  /** The inputs that are missing, as JSON Pointers. */
  readonly missing: readonly string[];
}

/** The services of one exposure band. */
export interface BandShare {
  /** `null` for what lies above every band. */
  readonly max_per_hour: Money | null;
  readonly availability_target: string;
  /** How many services fall in it. */
  readonly services: number;
  /** How many that is, to two decimals. */
  readonly percent: string;
}

/** Schedules and what they cost. */
export interface ScaleCost {
  readonly schedules: number;
  readonly standby_cost_per_year: Money | null;
}

/** Standby with the first so many teams of the portfolio, under three policies. */
export interface ScalePoint {
  readonly teams: number;
  readonly every_team: ScaleCost;
  readonly on_exposure: ScaleCost;
  readonly operations: ScaleCost;
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

/** What line items can agree in. */
export interface Dimensions {
  readonly service: string;
  /** The team that builds the service. */
  readonly team: string | null;
  /** The domain of the team. */
  readonly domain: string | null;
  /** The operating model under which the cost arises. */
  readonly operating_model: OperatingModel;
  readonly aspect: Aspect;
  readonly cost_type: CostType;
  /** What it is for, as a stable code such as `standby`. */
  readonly code: string;
  readonly accounting: Accounting;
  readonly budget_holder: BudgetHolder | null;
  readonly frequency: Frequency;
}

/** The line items that agree in the dimensions that were asked for: it has the keys of those. */
export interface Group extends Totals, Partial<Dimensions> {}

/** One line of the cost ledger. */
export interface LineItem extends Dimensions {
  /** Paid once, or every year, as its frequency says; `null` where an input is missing. */
  readonly amount: Money | null;
  /** What it comes to over the horizon, discounted; `null` where an input is missing. */
  readonly over_horizon: Money | null;
  /** The formula of the amount with its numbers, rounded for people. */
  readonly basis: string;
  /** The exact factors whose product, divided by `shared_by`, is the amount before it is rounded. */
  readonly factors: readonly string[];
  /** Among how many services the amount is split; 1 where it is the service's own. */
  readonly shared_by: number;
  /** The inputs without which there is no amount, as JSON Pointers. */
  readonly missing: readonly string[];
}

/** What one step of the incident workflow costs a year because people do it by hand. */
export interface ManualStep {
  readonly step: string;
  /** The model whose workflow it is part of. */
  readonly operating_model: OperatingModel;
  /** People's time. */
  readonly effort_per_year: Money;
  /** What its delay loses. */
  readonly loss_per_year: Money;
  /** Both: what automating it would save. */
  readonly per_year: Money;
}

/** What one strategy costs and protects. */
export interface StrategyCosts {
  readonly strategy: Strategy;
  /** How many services operations run. */
  readonly ops_run_it: number;
  /** How many services product teams run. */
  readonly you_build_it_you_run_it: number;
  /** Product teams' schedules out of hours, peaks aside. */
  readonly product_team_schedules: number;
  /** People on call out of hours, peaks aside: of product teams and of operations. */
  readonly people_on_call: number;
  /** Standby a year, as far as it is estimated. */
  readonly standby_per_year: Money | null;
  /** How many services are expected to miss their availability target, of those that can be told. */
  readonly targets_missed: number | null;
  /** What is paid: setup, transition, run and incident costs. */
  readonly premium: Totals;
  /** What is lost all the same: the opportunity costs. */
  readonly loss: Totals;
  /** Premium and loss over the horizon. */
  readonly over_horizon: Money;
  /** By how much that is more than what is recommended; below zero where it is less. */
  readonly more_than_recommended: Money;
  /** All of it by how it is accounted. */
  readonly by_accounting: readonly Group[];
  /** All of it by whose budget pays. */
  readonly by_budget_holder: readonly Group[];
}

/** What two strategies have cost by the end of a month, premium and loss together, discounted. */
export interface MonthCosts {
  /** Months from the start; in month 0 one-off costs are paid. */
  readonly month: number;
  /** What is recommended. */
  readonly hybrid_at_scale: Money;
  /** Operations running everything. */
  readonly all_ops_run_it: Money;
}

/** Who runs a service, and who is on call for it out of hours. */
export interface Runs {
  readonly operating_model: OperatingModel;
  /** `null` where operations cover it. */
  readonly out_of_hours: OutOfHours | null;
}

/** One service that least cost runs or covers in another way than is recommended. */
export interface PolicyDifference {
  readonly service: string;
  readonly recommended: Runs;
  readonly least_cost: Runs;
  /** How much less premium it pays over the horizon, standby aside; below zero where it pays more. */
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
  /** The part of it that is standby; the rest is the sum over the differences. */
  readonly standby_saved: Money;
  /** The largest saving first. */
  readonly differences: readonly PolicyDifference[];
}

/** How much of the loss that a target tolerates in a week is not lost. */
export interface LossProtection {
  /** The loss that the target tolerates in a week. */
  readonly tolerable_loss: Money;
  /** What of it is not lost; below zero where more is lost than the target tolerates. */
  readonly protected: Money;
  /** That in percent, to nine decimals; `null` where nothing is exposed. */
  readonly percent: string | null;
}

/** How one incident goes, on average. */
export interface IncidentOutlook {
  readonly hours_to_restore_in_working_hours: string;
  readonly hours_to_restore_out_of_hours: string;
  /** Over all incidents. */
  readonly hours_to_restore: string;
  /** What the service loses in an hour of an incident of mean severity. */
  readonly loss_per_hour: Money;
  /** How such an incident ranks; `null` where the portfolio has no loss bands. */
  readonly triage: "high" | "medium" | "low" | null;
  /** `null` where incidents a year are not given. */
  readonly protection: LossProtection | null;
}

/** What one service costs under one model, standby aside. */
export interface ModelCosts {
  /** How often it would be deployed: `monthly`, `daily`, or such as `every 10 days`. */
  readonly deployment: string;
  /** Paid once, to set the model up. */
  readonly setup: Money;
  /** Paid once, to change over. */
  readonly transition: Money;
  /** Paid every year. */
  readonly run: Money;
  /** Paid every year, for responding to incidents. */
  readonly incident: Money;
  /** Lost every year. */
  readonly opportunity: Money;
  /** Setup, transition, run and incident costs over the horizon. */
  readonly premium_over_horizon: Money;
  /** Opportunity costs over the horizon. */
  readonly loss_over_horizon: Money;
  /** `null` where the model's response is not given. */
  readonly incidents: IncidentOutlook | null;
  /** In percent, to six decimals; `null` where the response or the incidents a year are not given. */
  readonly expected_availability: string | null;
  /** Whether that meets the target. */
  readonly meets_target: boolean | null;
  /** Whether an amount lacks what is not estimated. */
  readonly partial: boolean;
  /** The inputs that are missing, as JSON Pointers. */
  readonly missing: readonly string[];
}

/**
 * One service under both models. A difference is what the portfolio as a whole would cost more or lose less: a service
 * that leaves operations saves nothing of their rotas unless it is the last.
 */
export interface ServiceComparison {
  readonly name: string;
  readonly team: string | null;
  /** What is recommended. */
  readonly operating_model: OperatingModel;
  /** In percent, such as `"99.9"`. */
  readonly availability_target: string;
  readonly ops_run_it: ModelCosts;
  readonly you_build_it_you_run_it: ModelCosts;
  /** What You Build It You Run It costs more than Ops Run It, standby included, and what it protects. */
  readonly insurance: Insurance;
  readonly findings: readonly Finding[];
}

/** What a product team schedule costs a year, and what would be lost more without it. */
export interface ScheduleWorth {
  readonly name: string;
  /** `null` where pay is not given. */
  readonly standby_cost_per_year: Money | null;
  /** What incidents of its services would cost and lose more, if they waited for working hours. */
  readonly protects_per_year: Money | null;
}

/** A service that is run in another way than in the portfolio as it is. */
export interface ScenarioChange {
  readonly service: string;
  /** How it is run as it is; `null` where the scenario adds it. */
  readonly from: Runs | null;
  /** How it is run in the scenario; `null` where the scenario removes it. */
  readonly to: Runs | null;
}

/** What one scenario comes to, with what is recommended in it. */
export interface ScenarioOutcome {
  /** `as it is` for the portfolio without changes. */
  readonly name: string;
  /** How many services operations run. */
  readonly ops_run_it: number;
  /** How many services product teams run. */
  readonly you_build_it_you_run_it: number;
  /** Product teams' schedules out of hours. */
  readonly product_team_schedules: number;
  /** How many services are expected to miss their availability target. */
  readonly targets_missed: number | null;
  /** For how many services the other model costs less. */
  readonly disagreements: number;
  /** As far as it is estimated. */
  readonly standby_per_year: Money | null;
  /** Setup, transition, run and incident costs. */
  readonly premium_over_horizon: Money;
  /** What is lost all the same. */
  readonly loss_over_horizon: Money;
  /** Both together. */
  readonly over_horizon: Money;
  /** By how much that is more than as it is; below zero where it is less. */
  readonly more_than_as_it_is: Money | null;
  /** `null` where standby pay is not given. */
  readonly least_cost_over_horizon: Money | null;
  readonly horizon_years: number;
  /** Services that are run in another way than as it is, or that only one of the two has. */
  readonly changes: readonly ScenarioChange[];
  /** Whether an amount lacks what is not estimated. */
  readonly partial: boolean;
}

/** One team that changes over, or a service that names none. */
export interface WaveTeam {
  readonly name: string;
  /** The services that change over with it. */
  readonly services: readonly string[];
  /** Their setup and transition. */
  readonly one_off: Money;
  /** What their changing over is worth over the horizon, each by itself: loss avoided less extra premium. */
  readonly net_benefit: Money;
}

/** The teams that change over at the start of a quarter. */
export interface Wave {
  /** From 0, the pilot's. */
  readonly quarter: number;
  /** The month at whose start they change over, from 0. */
  readonly month: number;
  /** In order. */
  readonly teams: readonly WaveTeam[];
  /** Setup and transition of all of them. */
  readonly one_off: Money;
  /** Product teams' schedules out of hours from then on. */
  readonly product_team_schedules: number;
  /** What everything costs a year from then on, premium and loss together. */
  readonly per_year: Money;
}

/** One month of a transition plan; amounts are discounted to its start. */
export interface PlanMonth {
  /** From 0. */
  readonly month: number;
  /** What the plan costs in it, premium and loss together, one-off costs of its wave included. */
  readonly cost: Money;
  /** What the plan has cost by its end. */
  readonly cumulative: Money;
  /** What operations running everything would have cost by its end. */
  readonly staying: Money;
  /** The plan against staying, by its end; below zero where the plan has cost less. */
  readonly difference: Money;
}

/** How an uncertain amount is spread over the trials. */
export interface Spread {
  readonly mean: Money;
  /** Two times in three the true mean is no further away. */
  readonly standard_error: Money;
  /** Of a single trial. */
  readonly standard_deviation: Money;
  /** One trial in twenty is below this. */
  readonly p5: Money;
  /** The median. */
  readonly p50: Money;
  /** One trial in twenty is above this. */
  readonly p95: Money;
  /** How far off the percentiles may be, as there are only so many trials. */
  readonly intervals: PercentileIntervals;
  /** The mean by its formula, which no trial disturbs; `null` where there is none. */
  readonly exact_mean: Money | null;
  /** The standard deviation of a single trial by its formula; `null` where there is none. */
  readonly exact_standard_deviation: Money | null;
  /**
   * How much of the exact mean rests on draws rarer than one in all the trials, in percent: where it is more than a few
   * percent, neither the sampled mean nor its standard error can be trusted. `null` where it is not known.
   */
  readonly mean_beyond_trials_percent: string | null;
}

/** A 95 % interval of an amount. */
export interface MoneyInterval {
  readonly at_least: Money;
  readonly at_most: Money;
}

/** A 95 % interval of a probability, in percent. */
export interface PercentInterval {
  readonly at_least_percent: string;
  readonly at_most_percent: string;
}

/** For each percentile of a spread, its 95 % interval; `null` where there are too few trials to tell. */
export interface PercentileIntervals {
  readonly p5: MoneyInterval | null;
  readonly p50: MoneyInterval | null;
  readonly p95: MoneyInterval | null;
}

/** A point of an exceedance curve. */
export interface Exceedance {
  /** How likely a larger loss is, in percent. */
  readonly percent: string;
  readonly loss: Money;
}

/** A range of a histogram. */
export interface Bin {
  readonly at_least: Money;
  /** The last range also counts everything larger. */
  readonly below: Money;
  /** How many trials fall in it. */
  readonly trials: number;
}

/** A loss of one year, with its tail. */
export interface Risk {
  readonly spread: Spread;
  /** In 95 % of the trials the loss is no larger. */
  readonly value_at_risk_95: Money;
  /** The mean of the worst 5 % of the trials. */
  readonly conditional_value_at_risk_95: Money;
  /** In 99 % of the trials the loss is no larger. */
  readonly value_at_risk_99: Money;
  /** The mean of the worst 1 % of the trials. */
  readonly conditional_value_at_risk_99: Money;
  /** From likely to rare. */
  readonly exceedance: readonly Exceedance[];
  /** Ranges of equal width; empty where every trial loses the same. */
  readonly histogram: readonly Bin[];
}

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
  readonly meets_target_interval: PercentInterval | null;
}

/**
 * The portfolio as a whole: what is recommended, and operations running everything. What rests on an input that is not
 * given is `null`.
 */
export interface PortfolioSimulation {
  readonly hybrid_at_scale: Simulated;
  readonly all_ops_run_it: Simulated;
  /** What is recommended less operations running everything, over the horizon; below zero where it is cheaper. */
  readonly difference: Spread | null;
  /** How likely what is recommended is cheaper, in percent; never 0 or 100. */
  readonly cheaper_percent: string | null;
  readonly cheaper_interval: PercentInterval | null;
  /** In how many trials, in percent of them, both cost the same to the minor unit. */
  readonly tied_percent: string | null;
}

/**
 * Where the cheaper model changes as one input changes, the others at their means: two neighbouring values, with each of
 * which the portfolio was run again, targets, schedules and what is shared included.
 */
export interface CostFlip {
  /** The key of the input in the format. */
  readonly input: string;
  /** Its mean, as things are. */
  readonly now: string;
  /** The last value at which `cheaper_below` is cheaper. */
  readonly last_below: string;
  /** The first value above it at which `cheaper_above` is; in between both may cost the same. */
  readonly first_above: string;
  readonly cheaper_below: OperatingModel;
  readonly cheaper_above: OperatingModel;
  /** Whether it lies within what the input may turn out to be; `null` where the input is a point. */
  readonly within_estimate: boolean | null;
}

/** One service under both models, which face the same incidents. */
export interface ServiceSimulation {
  readonly name: string;
  /** What is recommended. */
  readonly operating_model: OperatingModel;
  readonly ops_run_it: Simulated;
  readonly you_build_it_you_run_it: Simulated;
  /**
   * What You Build It You Run It adds elsewhere over the horizon: schedules, operations' rotas, and siblings that gain its
   * cover; below zero where it saves more than it adds. It is part of the difference, and of neither cost.
   */
  readonly elsewhere: Money | null;
  /**
   * You Build It You Run It less Ops Run It, over the horizon, with what it adds elsewhere; below zero where it is
   * cheaper. `null` where an input is missing.
   */
  readonly difference: Spread | null;
  /** How likely You Build It You Run It is cheaper, in percent; never 0 or 100. */
  readonly you_build_it_cheaper_percent: string | null;
  readonly you_build_it_cheaper_interval: PercentInterval | null;
  /** In how many trials, in percent of them, both cost the same to the minor unit. */
  readonly tied_percent: string | null;
  /** The exposure and the incidents a year at which the cheaper model changes. */
  readonly flips: readonly CostFlip[];
  /** How much variance the common incidents take from the difference, in percent. */
  readonly variance_reduction_percent: string | null;
}

/** What one uncertain input does to the difference, the others at their means. */
export interface Swing {
  /** The key of the input in the format. */
  readonly input: string;
  /** The least of a range, the 5th percentile of an interval. */
  readonly low: string;
  /** The greatest of a range, the 95th percentile of an interval. */
  readonly high: string;
  readonly difference_at_low: Money;
  readonly difference_at_high: Money;
  /** How far apart these are. */
  readonly swing: Money;
  /** Whether the cheaper model changes between them. */
  readonly flips: boolean;
}

/** Where the selection changes. */
export interface SelectionFlip {
  readonly input: "exposure_per_hour" | "feature_demand";
  /** Whether it changes above this value or, for an exposure, at or below it. */
  readonly above: boolean;
  /** An exposure, or the name of a demand band. */
  readonly value: string;
  /** Who would run the service. */
  readonly operating_model: OperatingModel;
  /** What it would need out of hours; `null` where operations cover it. */
  readonly out_of_hours: OutOfHours | null;
}

/** Where the selection and the cheaper model of one service change, one input at a time. */
export interface ServiceFlips {
  readonly selection: readonly SelectionFlip[];
  readonly cost: readonly CostFlip[];
}

/** What knowing one input exactly would be worth. */
export interface InputInformation {
  /** The key of the input in the format. */
  readonly input: string;
  /** What the better choice would save over the horizon, on average. */
  readonly worth: Money;
}

/** One cell of the map of exposure and incidents a year. */
export interface GridCell {
  readonly exposure_per_hour: Money;
  readonly incidents_per_year: string;
  readonly difference: Money;
  /** `null` where both cost the same. */
  readonly cheaper_model: OperatingModel | null;
}

/**
 * How the comparison of one service depends on its inputs. Differences are You Build It You Run It less Ops Run It over
 * the horizon; below zero, You Build It You Run It is cheaper.
 */
export interface ServiceSensitivity {
  readonly name: string;
  /** What is recommended. */
  readonly operating_model: OperatingModel;
  /** The model that costs less over the horizon; `null` where they cost the same. */
  readonly cheaper_model: OperatingModel | null;
  /** With every input at its mean. */
  readonly difference: Money;
  /** One-way swings of the inputs that are uncertain, the widest first. */
  readonly tornado: readonly Swing[];
  readonly flips: ServiceFlips;
  /**
   * The expected value of perfect information: what knowing all uncertain inputs exactly would be worth to whoever chooses
   * what costs least for this service, all others as recommended.
   */
  readonly evpi: Money;
  /** The expected value of partial perfect information: of one input alone, the worthiest first. */
  readonly evppi: readonly InputInformation[];
  /** 9 exposures times 9 rates of incidents; empty where incidents lose nothing. */
  readonly grid: readonly GridCell[];
}

/** The content of what `recommend` answers. */
export interface Recommendation extends Envelope {
  readonly policy: Policy;
  readonly services: readonly ServiceRecommendation[];
  readonly schedules: readonly Schedule[];
  readonly on_call: OnCallSummary;
  readonly standby: StandbyCost;
  /** Over how many years `insurance` compares; `null` where the portfolio has no costs. */
  readonly horizon_years: number | null;
  /** What is recommended, compared with operations running everything; `null` where the portfolio has no costs. */
  readonly insurance: Insurance | null;
  readonly exposure_distribution: readonly BandShare[];
  /** About the portfolio as a whole. */
  readonly findings: readonly Finding[];
}

/** The content of what `schedules` answers. */
export interface Schedules extends Envelope {
  readonly schedules: readonly Schedule[];
  readonly on_call: OnCallSummary;
  readonly standby: StandbyCost;
  readonly scale: readonly ScalePoint[];
  /** About on-call as a whole. */
  readonly findings: readonly Finding[];
}

/** The content of what `check` answers. */
export interface Check extends Envelope {
  readonly counts: { readonly services: number; readonly teams: number; readonly domains: number };
}

/** The content of what `costs` answers. */
export interface Costs extends Envelope {
  /** Over how many years it adds up. */
  readonly horizon_years: number;
  readonly strategy: Strategy;
  /** What is paid: setup, transition, run and incident costs. */
  readonly premium: Totals;
  /** What is lost all the same: the opportunity costs. */
  readonly loss: Totals;
  /** All of it, grouped as it was asked for. */
  readonly groups: readonly Group[];
  /** The dearest first. */
  readonly manual_steps: readonly ManualStep[];
  /** Service by service; empty where they were not asked for. */
  readonly line_items: readonly LineItem[];
  /** The inputs without which amounts are missing, as JSON Pointers. */
  readonly missing: readonly string[];
  readonly findings: readonly Finding[];
}

/** The content of what `compare` answers. */
export interface Comparison extends Envelope {
  /** Over how many years it compares. */
  readonly horizon_years: number;
  /** The one of least cost is missing where standby pay is not given. */
  readonly strategies: readonly StrategyCosts[];
  /** What is recommended, compared with operations running everything. */
  readonly insurance: Insurance;
  readonly cash_flow: readonly MonthCosts[];
  /** `null` where standby pay is not given, or no service can be compared. */
  readonly policy_price: PolicyPrice | null;
  /** In the order of the portfolio. */
  readonly services: readonly ServiceComparison[];
  /** Product teams' schedules. */
  readonly schedules: readonly ScheduleWorth[];
  /** The inputs that are missing under either model, as JSON Pointers. */
  readonly missing: readonly string[];
  /** About the comparison as a whole. */
  readonly findings: readonly Finding[];
}

/** The content of what `scenarios` answers. */
export interface Scenarios extends Header {
  /** The portfolio as it is, then every scenario. */
  readonly scenarios: readonly ScenarioOutcome[];
}

/** The content of what `plan` answers. */
export interface TransitionPlan extends Envelope {
  /** Over how many years it looks. */
  readonly horizon_years: number;
  /** The pilot, then one wave in each quarter. */
  readonly waves: readonly Wave[];
  /** Every month of the horizon. */
  readonly months: readonly PlanMonth[];
  /**
   * The first month by whose end the plan has cost no more than staying; `null` where the horizon is too short, or
   * where nothing changes over.
   */
  readonly break_even_month: number | null;
  /** By how much the plan costs more than staying over the horizon; below zero where it costs less. */
  readonly more_than_staying: Money;
  /** Whether an amount lacks what is not estimated. */
  readonly partial: boolean;
  readonly findings: readonly Finding[];
}

/** The content of what `simulate` answers. */
export interface Simulation extends Envelope {
  /** How long a trial lasts. */
  readonly horizon_years: number;
  /** How many there were. */
  readonly trials: number;
  /** Where the random numbers started: digits, for it may be more than a number holds. */
  readonly seed: string;
  /** The standard error of the recommendation's mean loss of a year, in percent; `null` where nothing is lost. */
  readonly precision_percent: string | null;
  readonly portfolio: PortfolioSimulation;
  /** Every service that can be simulated, in the order of the portfolio. */
  readonly services: readonly ServiceSimulation[];
  /** The results in plain words. */
  readonly summary: readonly string[];
  readonly findings: readonly Finding[];
}

/** The content of what `sensitivity` answers. */
export interface Sensitivity extends Envelope {
  /** Over how many years it compares. */
  readonly horizon_years: number;
  /** Every service whose models can be compared, in the order of the portfolio. */
  readonly services: readonly ServiceSensitivity[];
  readonly findings: readonly Finding[];
}

/** The content of what `chart` answers. */
export interface Chart extends Traced {
  readonly name: ChartName;
  /** The Vega-Lite specification, data included: a picture, whose amounts are numbers. Its background is transparent. */
  readonly spec: { readonly [key: string]: unknown };
}

/**
 * What a command answered: a frozen object with the keys of its content. `structuredClone` and `postMessage` take it as it
 * is; what arrives is a plain object with the same keys.
 */
export type Answer<T extends Traced = Traced> = T & {
  /** The JSON text exactly as the core wrote it, the same in every language. */
  readonly text: string;
  /** The content alone, frozen all the way down: `structuredClone` it before changing it. */
  toJSON(): T;
};

/** For `instanceof`; an answer comes from a command only. */
export const Answer: { readonly prototype: Answer; [Symbol.hasInstance](value: unknown): value is Answer };

/** One problem of a portfolio, as the core found it. */
export interface Problem {
  /** Stable name of the kind of problem, the same in every language. */
  readonly code: string;
  /** Where in the portfolio, as a JSON Pointer such as `/services/0/exposure_per_hour`. */
  readonly path: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
  /** Line in the text, from 1, if known; never for an object. */
  readonly line: number | null;
  /** Column in that line, from 1, if known. */
  readonly column: number | null;
  /** The offending text as written, if there is one. */
  readonly value: string | null;
}

/**
 * A portfolio that cannot be used. `code`, `path` and `help` are those of the first problem; `message` says where it
 * is and how many more there are; `problems` holds them all, and `toString()` lists the first 20.
 */
export class PortfolioError extends Error {
  /** @throws {TypeError} without any problem */
  constructor(problems: readonly Problem[]);
  readonly problems: readonly Problem[];
  readonly code: string;
  readonly path: string;
  readonly help: string;
}

/**
 * Recommends who runs each service: targets, operating model and out-of-hours schedule, with reasons.
 *
 * @throws {PortfolioError} with every problem of the portfolio
 * @throws {TypeError} if an object has no JSON form, is nested too deeply for one or holds a whole number beyond 2**53; if
 * options are no object
 */
export function recommend(portfolio: Portfolio, options?: Options): Answer<Recommendation>;

/** Lists the out-of-hours schedules that the portfolio needs and who takes part in each. Throws as `recommend`. */
export function schedules(portfolio: Portfolio, options?: Options): Answer<Schedules>;

/** Checks that the portfolio can be used, without computing anything from it. Throws as `recommend`. */
export function check(portfolio: Portfolio, options?: Options): Answer<Check>;

/**
 * Works out the cost ledger: every line item with what it rests on, and what they come to. An amount whose inputs are
 * missing is `null`, never zero, and every total that lacks it is `partial`. Throws as `recommend`.
 *
 * ```js
 * for (const { team, over_horizon } of costs(portfolio, { by: "team" }).groups) console.log(team, over_horizon);
 * ```
 */
export function costs(portfolio: Portfolio, options?: CostsOptions): Answer<Costs>;

/** Compares strategies over the horizon, and both operating models for every service. Throws as `recommend`. */
export function compare(portfolio: Portfolio, options?: Options): Answer<Comparison>;

/**
 * Compares changed forms of the portfolio with the portfolio as it is.
 *
 * ```js
 * scenarios(portfolio, { "cheaper standby": { on_call: { product_teams: { standby: { amount: "300" } } } } });
 * ```
 *
 * @throws {PortfolioError} also if changes break the portfolio: its messages name the scenario, its paths are in the
 * changed portfolio
 * @throws {TypeError} also if changes are bytes that are not UTF-8
 */
export function scenarios(portfolio: Portfolio, scenarios: ScenarioChanges, options?: Options): Answer<Scenarios>;

/**
 * Plans how services change over from operations to what is recommended: the pilot first, then waves of teams. Throws
 * as `recommend`.
 */
export function plan(portfolio: Portfolio, options?: Options): Answer<TransitionPlan>;

/** What `accept` takes besides. */
export interface AcceptOptions extends Options {
  /** Why, kept in `operating_model_reason`; what the money says if left out. */
  readonly reason?: string | null;
}

/** A portfolio in which the model that costs less for one service is given by hand. */
export interface Acceptance extends Traced {
  readonly service: string;
  readonly operating_model: OperatingModel;
  readonly reason: string;
  /** The changed portfolio, as TOML text. */
  readonly portfolio: string;
}

/**
 * Gives the model that costs less for a service by hand, all other services as recommended. Throws as `recommend`, and
 * where what both models cost it is not estimated, or the same.
 */
export function accept(portfolio: Portfolio, service: string, options?: AcceptOptions): Answer<Acceptance>;

/**
 * Simulates the portfolio under uncertainty: how likely each model is cheaper, and what a bad year loses. The same
 * seed gives the same text on every machine and in every language. It works until it is done: a page runs it in a
 * worker, as the README shows.
 *
 * ```js
 * const { portfolio, summary } = simulate(text, { precision: "1%", progress: ({ done, total }) => done / total < 0.5 });
 * ```
 *
 * @throws {PortfolioError} also if `progress` returns `false`: its `code` is then `cancelled`
 * @throws {TypeError} also if `progress` is no function
 * @throws whatever `progress` throws
 */
export function simulate(portfolio: Portfolio, options?: SimulationOptions): Answer<Simulation>;

/**
 * Works out which inputs swing the comparison of both models, where it flips, and what knowing them better is worth.
 * Throws as `recommend`.
 */
export function sensitivity(portfolio: Portfolio, options?: SensitivityOptions): Answer<Sensitivity>;

/**
 * Draws a chart, as a Vega-Lite specification with its data in it.
 *
 * ```js
 * vegaEmbed("#chart", chart(text, "tornado", { service: "bedroom" }).toJSON().spec);
 * ```
 *
 * @throws {PortfolioError} also where there is nothing to draw
 */
export function chart(portfolio: Portfolio, chart: ChartName, options?: ChartOptions): Answer<Chart>;

/** The options of any command, by the names that the format's documentation gives them, and `progress`. */
export interface RunOptions {
  readonly progress?: SimulationOptions["progress"];
  readonly [option: string]: unknown;
}

/**
 * Runs a command by its name, with everything but the portfolio in its options: for what passes commands on, such as a
 * worker that answers a page. `progress` is called by the commands that simulate.
 *
 * ```js
 * run("chart", portfolio, { chart: "tornado", service: "bedroom" }).text;
 * ```
 *
 * @throws {PortfolioError} also if there is no such command or it has no such option
 */
export function run(command: string, portfolio: Portfolio, options?: RunOptions): Answer;

/**
 * The JSON text of what `run` answers with, which is never read here: for a worker that passes it on. Throws as `run`.
 *
 * ```js
 * self.postMessage(runText("compare", portfolio));
 * ```
 */
export function runText(command: string, portfolio: Portfolio, options?: RunOptions): string;

/**
 * Fetches and starts the compiled module, once. Needed in browsers, does nothing in Node.
 *
 * @param source where `whorunsit_bg.wasm` is (a URL, a request, a response) or its bytes; by default beside this module
 */
export default function init(
  source?: string | URL | Request | Response | BufferSource | WebAssembly.Module | Promise<Response>,
): Promise<void>;
