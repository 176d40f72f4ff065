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
 * A portfolio as an object. Money is a string, a bigint or a whole number; any other number is refused.
 * `Map` and `Set` inside count as object and array; a key whose value is `undefined` counts as left out.
 */
export type PortfolioObject =
  | { readonly [key: string]: unknown }
  | ReadonlyMap<string, unknown>
  | (object & { readonly [Symbol.iterator]?: never; readonly then?: never });

/**
 * What every command takes beside the portfolio. A wrong one is a `PortfolioError` too, whose path, such as
 * `/pretty`, is in the options, not in the portfolio.
 */
export interface Options {
  /** Write the answer's JSON over several lines. */
  readonly pretty?: boolean;
}

/** An exact amount, such as `"200000.10"`. */
export type Money = string;

/** Which model runs a service. */
export type OperatingModel = "you-build-it-you-run-it" | "ops-run-it";

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
export interface Envelope {
  readonly ok: true;
  readonly provenance: Provenance;
  /** The portfolio's name. */
  readonly name: string | null;
  /** The ISO 4217 code of the currency of every amount. */
  readonly currency: string;
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

/** The content of what `recommend` answers. */
export interface Recommendation extends Envelope {
  readonly policy: "sixteen-cell" | "traffic-light";
  readonly services: readonly ServiceRecommendation[];
  readonly schedules: readonly Schedule[];
  readonly on_call: OnCallSummary;
  readonly standby: StandbyCost;
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

/**
 * What a command answered. Its properties are read from the text when one is first asked for, and cannot be
 * changed. To clone it or send it to a worker, take `text` or `toJSON()`.
 */
export type Answer<T extends Envelope = Envelope> = T & {
  /** The JSON text exactly as the core wrote it, the same in every language. */
  readonly text: string;
  /** The content, parsed once and shared by all who ask: copy it before changing it. */
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
 * @throws {TypeError} if an object has no JSON form, or is nested too deeply for one
 */
export function recommend(portfolio: Portfolio, options?: Options): Answer<Recommendation>;

/** Lists the out-of-hours schedules that the portfolio needs and who takes part in each. Throws as `recommend`. */
export function schedules(portfolio: Portfolio, options?: Options): Answer<Schedules>;

/** Checks that the portfolio can be used, without computing anything from it. Throws as `recommend`. */
export function check(portfolio: Portfolio, options?: Options): Answer<Check>;

/**
 * Fetches and starts the compiled module, once. Needed in browsers, does nothing in Node.
 *
 * @param source where `whorunsit_bg.wasm` is (a URL, a request, a response) or its bytes; by default beside this module
 */
export default function init(
  source?: string | URL | Request | Response | BufferSource | WebAssembly.Module | Promise<Response>,
): Promise<void>;
