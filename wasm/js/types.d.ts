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
export interface FromProfile {
  /** The profile's name. */
  readonly name: string;
  /** The version of its values. */
  readonly version: number;
  /** The key of the value in it. */
  readonly key: string;
  /** How much of it is known. */
  readonly basis: "sourced" | "derived" | "judgement";
  /** Where it comes from, with the year; `judgement` where no public source says so. */
  readonly source: string;
  /** Which end of the range favours operations, the other one product teams; `null` where neither does. */
  readonly operations_end: "low" | "high" | null;
  /** Who usually knows it. */
  readonly known_by: "service-owner" | "finance" | "operations" | "hr";
}

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
  readonly profile?: FromProfile;
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
  readonly effort_per_year: Money | null;
  /** What its delay loses. */
  readonly loss_per_year: Money | null;
  /** Both: what automating it would save. */
  readonly per_year: Money | null;
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
  /** The enabling work that it needs; left out where it needs none. */
  readonly waits_for?: readonly string[];
}

/** Work that has to be done before waves that need it. */
export interface PlannedWork {
  readonly name: string;
  readonly kind: "paved-road" | "workflow-automation" | "training" | "preparation";
  /** The month at whose start it begins, from 0. */
  readonly month: number;
  /** The month at whose start it is done. */
  readonly done_month: number;
  /** The day on which it is done; left out where the plan has no start. */
  readonly done?: string;
  /** Once, paid when it begins; `null` where the portfolio does not say. */
  readonly one_off: Money | null;
  /** The teams in the plan that need it. */
  readonly needed_by: readonly string[];
  /** What those teams have in place once it is done. */
  readonly opens: readonly GateCode[];
}

/** Something that a team lacks. */
export interface MissingGate {
  readonly code: GateCode;
  /** The month at whose start enabling work has put it in place; `null` where no work does. */
  readonly done_month: number | null;
}

/** A team that is not ready to change over, and stays as it is. */
export interface TeamHeldBack {
  readonly name: string;
  readonly services: readonly string[];
  readonly missing: readonly MissingGate[];
  /** What their changing over would be worth over the horizon. */
  readonly net_benefit: Money;
}

/** The teams that change over at the start of a quarter. */
export interface Wave {
  /** From 0, the pilot's. */
  readonly quarter: number;
  /** The month at whose start they change over, from 0. */
  readonly month: number;
  /** The month at whose start set-up begins and is paid; left out where it takes no time. */
  readonly set_up_month?: number;
  /** The day on which they change over; left out where the plan has no start. */
  readonly date?: string;
  /** The day on which set-up begins; left out where it takes no time or the plan has no start. */
  readonly set_up_date?: string;
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
  /** The first day of the plan; left out where the portfolio does not say. */
  readonly start?: string;
  /** Work that waves need before them; left out where there is none. */
  readonly enabling?: readonly PlannedWork[];
  /** The pilot, then one wave in each quarter. */
  readonly waves: readonly Wave[];
  /** Teams that are not ready, and stay as they are; left out where there is none. */
  readonly held_back?: readonly TeamHeldBack[];
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

/** What `intake` takes besides. */
export interface IntakeOptions {
  /** Write the answer's JSON over several lines. */
  readonly pretty?: boolean;
  /** What the portfolio is to be called. */
  readonly name?: string | null;
  /** The currency of the amounts; by default the one whose sign the table bears. */
  readonly currency?: string | null;
  /** For headings, the key that their column is to be taken for; null leaves it out. */
  readonly columns?: Readonly<Record<string, string | null>> | null;
  /** The sign before decimals, where the table does not show it. */
  readonly decimal?: "point" | "comma" | null;
  /** What one unit of a foreign currency is worth. */
  readonly rates?: Readonly<Record<string, string>> | null;
}

/** What was taken in of a table, and how it was read. */
export interface Intake extends Traced {
  readonly currency: string | null;
  readonly counts: Readonly<Record<"rows" | "services" | "in_portfolio" | "read" | "not_given" | "asked" | "refused", number>>;
  readonly columns: readonly { column: number; heading: string; field: string | null; decimal: string | null; decided_by_itself: boolean }[];
  readonly questions: readonly string[];
  readonly notes: readonly string[];
  readonly left_out: readonly { row: number; name: string; reason: string; message: string }[];
  readonly cells: readonly {
    row: number; column: number; heading: string; service: string; field: string; written: string; read: string | null;
    status: "read" | "not-given" | "asked" | "refused"; message: string | null; help: string | null;
  }[];
  readonly more_cells: number;
  /** The services as tables of the format, whether or not they are complete. */
  readonly services: readonly Readonly<Record<string, unknown>>[];
  /** A portfolio of the complete ones; null where there is none yet. */
  readonly portfolio: Readonly<Record<string, unknown>> | null;
}

/** Takes a table of services in: delimited text, or `{ rows }`. Throws where it is no table or has no column that is known. */
export function intake(table: Portfolio | { readonly rows: readonly (readonly unknown[])[] }, options?: IntakeOptions): Answer<Intake>;

/** A way in which a service fails. */
export type FailureMode = "in-working-hours" | "out-of-hours" | "waits-for-working-hours" | "manual-steps" | "shared-cause";

/** A failure to rehearse. */
export interface ChaosDay {
  /** What such failures are expected to lose in a year, as services are recommended to run. */
  readonly at_risk_per_year: Money;
  /** The shared cause, where it is one. */
  readonly cause: string | null;
  /** How they fail. */
  readonly mode: FailureMode;
  /** The services that fail. */
  readonly services: readonly string[];
}

/** An answer to a question of the questionnaire. */
export type QuestionAnswer = "yes" | "partly" | "no" | "unknown";

/** What to do about an answer that is not yes. */
export interface Action {
  /** What to do. */
  readonly action: string;
  /** The answer that asks for it: the least that the organisation or a team gives; unknown only where nothing is known. */
  readonly because: QuestionAnswer;
  /** Whether nobody should go on call before it is done; not so where the portfolio pays for standby. */
  readonly gate: boolean;
  /** The practice that it comes from. */
  readonly practice: string;
  /** The question that it follows from, by its code. */
  readonly question: string;
  /** The teams that answer so for themselves. */
  readonly teams: readonly string[];
  /** Who does it. */
  readonly who: string;
  /** What it is worth a year; `None` where money cannot say. */
  readonly worth_per_year: Money | null;
}

/** What one team answers for itself. */
export interface TeamAnswer {
  /** Its answer. */
  readonly answer: QuestionAnswer;
  /** The team. */
  readonly team: string;
}

/** One question, as the organisation and its teams answer it. */
export interface QuestionAnswered {
  /** Its stable code. */
  readonly code: string;
  /** What the organisation answers. */
  readonly organisation: QuestionAnswer;
  /** The question. */
  readonly question: string;
  /** The teams that answer for themselves. */
  readonly teams: readonly TeamAnswer[];
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

/** What the people of one schedule are paid a year each, and how often they are on call. */
export interface SchedulePay {
  /** Callouts a year of each. */
  readonly callouts_per_person: Money | null;
  /** Callouts expected in one shift. */
  readonly callouts_per_shift: string | null;
  /** Nights a year on which each is on call. */
  readonly nights_per_person: string | null;
  /** How many people take turns; `None` where the portfolio does not say. */
  readonly participants: number | null;
  /** The published rules that the rota breaks. */
  readonly rules_broken: readonly string[];
  /** The schedule's name. */
  readonly schedule: string;
  /** Standby a year of each. */
  readonly standby_per_person: Money | null;
  /** Weekends a year on which each is on call. */
  readonly weekends_per_person: string | null;
}

/** What people on call are paid a year, and how their rotas fare. */
export interface OnCallPay {
  /** What published presets in the portfolio's currency pay for the same week. */
  readonly presets: readonly PresetPay[];
  /** Every schedule of product teams. */
  readonly schedules: readonly SchedulePay[];
  /** What a week on call pays in standby; `None` where pay is not given. */
  readonly standby_per_week: Money | null;
}

/** The share of all exposure in the most exposed services. */
export interface ExposureInTop {
  /** Percent of the exposure of all. */
  readonly percent: string;
  /** How many services. */
  readonly services: number;
}

/** What standby costs under three policies, and how few services hold most of the exposure. */
export interface SchedulesOnExposure {
  /** Services that need a schedule of their team's own. */
  readonly critical_services: number;
  /** Every team has its own schedule: the linear cost R(n). */
  readonly every_team: ScaleCost | null;
  /** The share of the exposure in the most exposed services, after each tenth of the services: a Lorenz curve from the top. */
  readonly exposure_in_top: readonly ExposureInTop[];
  /** Schedules chosen on exposure. */
  readonly on_exposure: ScaleCost | null;
  /** Standby that choosing on exposure saves a year; `None` where pay is not given. */
  readonly saved_per_year: Money | null;
  /** How few services hold four fifths of the exposure. */
  readonly services_with_four_fifths: number;
  /** Teams with services. */
  readonly teams: number;
}

/** Who answers and who pays, in short; `accountability` has each service. */
export interface AccountabilityAndBudgets {
  /** How many change the one who is accountable. */
  readonly accountable_changes: number;
  /** What moves away from the budget of operations a year; `None` where that is not estimated. */
  readonly moved_from_operations_per_year: Money | null;
  /** How many services there are. */
  readonly services: number;
  /** For how many of them duties, decisions and money part. */
  readonly services_that_part: number;
}

/** A manual step of the incident workflow. */
export interface StepToAutomate {
  /** What automating it costs once; `None` where the portfolio does not say. */
  readonly automation_cost: Money | null;
  /** How much longer each incident lasts because of it. */
  readonly delay: string | null;
  /** How long somebody is busy with it in each incident. */
  readonly effort: string | null;
  /** The model whose workflow it is part of. */
  readonly operating_model: OperatingModel;
  /** What it costs a year: people's time, and what its delay loses. Automating it saves that. */
  readonly per_year: Money | null;
  /** What automating it saves a year for each unit that it costs, to two decimals. */
  readonly saved_for_each_unit: string | null;
  /** The step. */
  readonly step: string;
}

/** What the manual steps of the incident workflow cost, and what automating them would change. */
export interface IncidentWorkflow {
  /** The same as services are recommended to run. */
  readonly hours_to_restore_after: string | null;
  /** The same with every step automated. */
  readonly hours_to_restore_automated: string | null;
  /** Hours to restore service on average over all incidents, as services run today. */
  readonly hours_to_restore_today: string | null;
  /** What all of them cost a year; `None` where incidents are not estimated. */
  readonly per_year: Money | null;
  /** The manual steps, in the order in which to automate them. */
  readonly steps: readonly StepToAutomate[];
}

/** Unplanned work of one team. */
export interface TeamRework {
  /** Callouts expected in one shift of its schedule, of all services that the schedule covers. */
  readonly callouts_per_shift: string | null;
  /** What that costs a year, as the ledger books it; `None` where an input is missing. */
  readonly cost_per_year: Money | null;
  /** Weeks of the whole team that halving it frees for features in a year, to one decimal. */
  readonly halving_frees_weeks: string | null;
  /** The share of its time that goes into unplanned work; `None` where nobody measures it. */
  readonly rework_rate: string | null;
  /** The team. */
  readonly team: string;
}

/** Unplanned work of all teams. */
export interface UnplannedWork {
  /** What unplanned work costs a year, of the teams of which it is estimated; `None` where it is of none. */
  readonly cost_per_year: Money | null;
  /** What halving it would save. */
  readonly halving_saves_per_year: Money | null;
  /** How many teams it is not estimated for. */
  readonly not_estimated: number;
  /** Every team with services, in the order of the portfolio. */
  readonly teams: readonly TeamRework[];
}

/** How specialists may be arranged. */
export type Arrangement = "central" | "embedded-same-people" | "embedded-in-every-team" | "central-with-self-service";

/** What an advice rests on. */
export type AdviceBy = "cost" | "wait";

/** A demand at which the advice changes. */
export interface DemandFlip {
  /** The advice beyond it; `None` where no arrangement has a steady state there. */
  readonly advice: Arrangement | null;
  /** Requests a week, of all teams together. */
  readonly requests_per_week: string;
}

/** One arrangement of specialists. */
export interface SpecialistOption {
  /** Which one. */
  readonly arrangement: Arrangement;
  /** What features lose a year by waiting. */
  readonly delay_per_year: Money | null;
  /** Working hours that a request waits on average; `None` where they cannot keep up: the queue grows without end. */
  readonly hours_of_wait: string | null;
  /** How many specialists it takes. */
  readonly people: number;
  /** Both; `None` where one of them is not estimated. */
  readonly per_year: Money | null;
  /** Requests a week that people work on, of all teams together. */
  readonly requests_per_week: string;
  /** Percent of the requests that wait; `None` where they cannot keep up. */
  readonly requests_that_wait: string | null;
  /** What the specialists, and self-service, cost a year. */
  readonly staff_per_year: Money | null;
  /** Percent of their time that specialists are busy; 100 and more where they cannot keep up. */
  readonly utilisation: string;
}

/** What one group of specialists comes to in each arrangement. */
export interface SpecialistAdvice {
  /** The arrangement to choose; `None` where none has a steady state. */
  readonly advice: Arrangement | null;
  /** Whether the advice is the least cost, or the least wait because a cost is not given. */
  readonly advice_by: AdviceBy;
  /** The demand above which the advice would be another; `None` where it is the same up to four times today's. */
  readonly changes_above: DemandFlip | null;
  /** The demand below which the advice would be another; `None` where it is the same down to none at all. */
  readonly changes_below: DemandFlip | null;
  /** Inputs that are missing for what is not estimated. */
  readonly missing: readonly string[];
  /** What the specialists are called. */
  readonly name: string;
  /** Every arrangement there is to choose from. */
  readonly options: readonly SpecialistOption[];
  /** What self-service saves a year against the central team; `None` where that is not estimated. */
  readonly self_service_saves_per_year: Money | null;
  /** How many product teams ask them. */
  readonly teams: number;
}

/** How specialists are best arranged. */
export interface SpecialistsFigure {
  /** Each group of specialists that the portfolio names. */
  readonly specialists: readonly SpecialistAdvice[];
}

/** One team that could be the pilot. */
export interface PilotCandidate {
  /** By how much its net benefit is above that of the next candidate with the same readiness; `None` for the last of them, and where it cannot be told. */
  readonly ahead_by: Money | null;
  /** Whether it may change over: as its gates say. */
  readonly may_change_over: boolean | null;
  /** The team, or the service that names none. */
  readonly name: string;
  /** What changing over is worth over the horizon; `None` where that cannot be told. */
  readonly net_benefit: Money | null;
  /** Setup and transition; `None` where an amount is not estimated. */
  readonly one_off: Money | null;
  /** Its place, from 1. */
  readonly rank: number;
  /** Its place if net benefit alone decided. */
  readonly rank_by_net_benefit: number;
  /** Its place if what is paid once alone decided, the least first. */
  readonly rank_by_one_off: number;
  /** The services that change over with it. */
  readonly services: readonly string[];
}

/** Which team goes first. */
export interface Pilot {
  /** Every team that changes over, the pilot first. */
  readonly candidates: readonly PilotCandidate[];
}

/** The figure that answers an objection, under a code of its own. */
export type Figure =
  | ({ readonly code: "on-call-pay" } & OnCallPay)
  | ({ readonly code: "schedules-on-exposure" } & SchedulesOnExposure)
  | ({ readonly code: "accountability-and-budgets" } & AccountabilityAndBudgets)
  | ({ readonly code: "incident-workflow" } & IncidentWorkflow)
  | ({ readonly code: "unplanned-work" } & UnplannedWork)
  | ({ readonly code: "specialists" } & SpecialistsFigure)
  | ({ readonly code: "pilot" } & Pilot);

/** What a score means. */
export type ScoreMeaning = "answered" | "in-part" | "stands" | "unknown";

/** How far an objection is answered. */
export interface Score {
  /** How many answers are known. */
  readonly known: number;
  /** What that means. */
  readonly meaning: ScoreMeaning;
  /** Percent of the known answers, those of teams among them; `None` where nothing is known. */
  readonly percent: string | null;
  /** How many are not. */
  readonly unknown: number;
}

/** One objection, answered with the organisation's own figures. */
export interface ObjectionReadiness {
  /** What to do, the most pressing first; empty where every answer is yes. */
  readonly actions: readonly Action[];
  /** Each question with its answers. */
  readonly answers: readonly QuestionAnswered[];
  /** Its stable code. */
  readonly code: string;
  /** The figure of this portfolio. */
  readonly figure: Figure;
  /** What the answers decide in the plan; `None` where they decide nothing. */
  readonly gates: string | null;
  /** The objection as people say it. */
  readonly objection: string;
  /** What the figure says, in one sentence. */
  readonly says: string;
  /** How far it is answered. */
  readonly score: Score;
}

/** Which questions were asked. */
export interface Questions {
  /** How many of its questions the organisation or a team answers. */
  readonly answered: number;
  /** Its language. */
  readonly language: string;
  /** How many there are. */
  readonly questions: number;
  /** Where it comes from. */
  readonly source: string;
  /** The version of the questionnaire. */
  readonly version: number;
}

/** How many services reach the baseline; those of which it cannot be told are in none of the counts. */
export interface StandingCounts {
  /** All four. */
  readonly all: number;
  /** Available enough. */
  readonly availability: number;
  /** Deployed often enough. */
  readonly deployment: number;
  /** Learned from soon enough. */
  readonly learning: number;
  /** Services of which at least one of the four cannot be told. */
  readonly not_estimated: number;
  /** Restored soon enough. */
  readonly time_to_restore: number;
}

/** The baseline: what an organisation that runs what it builds reaches at least. */
export interface Baseline {
  /** Expected to be available at least so much. */
  readonly availability: string;
  /** Deployed at least this often. */
  readonly deployment: string;
  /** An insight from production becomes an improvement within this. */
  readonly learning_lead_time: string;
  /** Restored in less than this, on average. */
  readonly time_to_restore: string;
}

/** One service under one model against the baseline; `None` where that cannot be told. */
export interface AgainstBaseline {
  /** Whether all four are. */
  readonly all: boolean | null;
  /** Whether it is available enough. */
  readonly availability: boolean | null;
  /** Whether it is deployed often enough. */
  readonly deployment: boolean | null;
  /** Whether it is learned from soon enough. */
  readonly learning: boolean | null;
  /** Who runs it. */
  readonly operating_model: OperatingModel;
  /** Whether it is restored soon enough. */
  readonly time_to_restore: boolean | null;
}

/** Whether it is clear who should run a service. */
export type Verdict = "clearly-operations" | "clearly-its-team" | "needs-thought";

/** One service against the baseline. */
export interface ServiceStanding {
  /** As it is recommended to run. */
  readonly after: AgainstBaseline;
  /** The findings for which it needs thought. */
  readonly because: readonly string[];
  /** The service's name. */
  readonly name: string;
  /** As it runs today; `None` where nobody runs it yet. */
  readonly today: AgainstBaseline | null;
  /** Whether it is clear who should run it. */
  readonly verdict: Verdict;
}

/** Where services stand against the baseline, today and after what is recommended. */
export interface Standing {
  /** How many would. */
  readonly after: StandingCounts;
  /** What they are held against. */
  readonly baseline: Baseline;
  /** Services that are clearly for operations to run. */
  readonly clearly_operations: number;
  /** Services that are clearly for their product teams to run. */
  readonly clearly_their_teams: number;
  /** Services that need thought: selector, other policy and money do not all say the same. */
  readonly need_thought: number;
  /** Every service, in the order of the portfolio. */
  readonly services: readonly ServiceStanding[];
  /** How many services reach it today. */
  readonly today: StandingCounts;
}

/** What must be in place before a team changes over. */
export type GateCode = "fair-pay" | "three-people" | "runbooks" | "telemetry";

/** One thing that must be in place before a team changes over. */
export interface Gate {
  /** What says so. */
  readonly because: string;
  /** Which one. */
  readonly code: GateCode;
  /** Whether it is in place: yes, no, or unknown. */
  readonly in_place: QuestionAnswer;
}

/** One team that is to run what it builds, and what it has in place for that. */
export interface TeamReadiness {
  /** Whether the portfolio lets it change over although a gate is shut. */
  readonly forced: boolean;
  /** Each gate. */
  readonly gates: readonly Gate[];
  /** Whether it may change over: not while a gate is shut, unless that is forced; `None` while a gate is unknown and none is shut. */
  readonly may_change_over: boolean | null;
  /** The team. */
  readonly name: string;
  /** The services that it is recommended to run. */
  readonly services: readonly string[];
}

/** The content of what `ready` answers. */
export interface Readiness extends Envelope {
  /** Which failures to rehearse first, by what they put at risk. */
  readonly chaos_days: readonly ChaosDay[];
  /** Over how many years net benefits are worked out. */
  readonly horizon_years: number;
  /** The inputs without which amounts are missing, as JSON Pointers. */
  readonly missing: readonly string[];
  /** The three actions to take next, of all objections. */
  readonly next_actions: readonly Action[];
  /** The seven objections. */
  readonly objections: readonly ObjectionReadiness[];
  /** Which questions were asked. */
  readonly questionnaire: Questions;
  /** Where services stand against the baseline, today and after what is recommended. */
  readonly standing: Standing;
  /** Every team that is recommended to run a service, and what it has in place. */
  readonly teams: readonly TeamReadiness[];
}

/** What one budget pays a year for one cost type. */
export interface BudgetMove {
  /** As they are recommended to run. */
  readonly after_per_year: Money | null;
  /** Whose budget. */
  readonly budget_holder: BudgetHolder;
  /** For what. */
  readonly cost_type: CostType;
  /** What moves to it; below zero where it moves away. */
  readonly moved_per_year: Money | null;
  /** As services run today; `None` where an amount is not estimated. */
  readonly today_per_year: Money | null;
}

/** What somebody is in the reliability of a service: the letters of a RACI table, but for consulted. */
export type Duty = "responsible" | "accountable" | "informed";

/** What everybody is in the reliability of one service. */
export interface Duties {
  /** Operations' people who run it. */
  readonly application_support: Duty;
  /** Who decides, where IT pays for the team. */
  readonly head_of_delivery: Duty;
  /** Who decides about operations. */
  readonly head_of_operations: Duty;
  /** Who decides what is built, where the product's budget pays for the team. */
  readonly head_of_product: Duty;
  /** The team that builds it. */
  readonly product_team: Duty;
}

/** Where duties, decisions and money part. */
export type Parting = "pays-but-does-not-decide" | "responsible-but-unaccountable" | "built-and-run-apart";

/** One service: duties, budget line, and where they part. */
export interface ServiceAccountability {
  /** Its callouts a year; `None` where they are not estimated. */
  readonly callouts_per_year: Money | null;
  /** What everybody is, as it is recommended. */
  readonly duties: Duties;
  /** What everybody is, as it runs today; `None` where nobody runs it yet. */
  readonly duties_today: Duties | null;
  /** Digital or foundational. */
  readonly kind: string;
  /** The service's name. */
  readonly name: string;
  /** Its budget line: both. */
  readonly on_call_per_year: Money | null;
  /** Who should run it. */
  readonly operating_model: OperatingModel;
  /** Whose budget pays for its on-call; `None` where nobody is on standby for it. */
  readonly paid_by: BudgetHolder | null;
  /** Where duties, decisions and money part. */
  readonly partings: readonly Parting[];
  /** Its share of standby a year; `None` where pay is not given. */
  readonly standby_per_year: Money | null;
  /** The team that builds it. */
  readonly team: string | null;
}

/** The content of what `accountability` answers. */
export interface Accountability extends Envelope {
  /** The inputs without which amounts are missing, as JSON Pointers. */
  readonly missing: readonly string[];
  /** What each budget pays a year, today and after what is recommended. */
  readonly moves: readonly BudgetMove[];
  /** Every service, in the order of the portfolio. */
  readonly services: readonly ServiceAccountability[];
}

/** What `ready` takes besides. */
export interface ReadyOptions extends Options {
  /** Answers to the questionnaire in place of the portfolio's own: TOML or JSON text, or an object with the keys of `[readiness]`. */
  readonly answers?: string | object;
}

/** Answers the seven objections with the portfolio's own figures. Throws as `recommend`. */
export function ready(portfolio: Portfolio, options?: ReadyOptions): Answer<Readiness>;

/** Tells who is accountable for each service, whose budget pays, and what moves between budgets. Throws as `recommend`. */
export function accountability(portfolio: Portfolio, options?: Options): Answer<Accountability>;

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
