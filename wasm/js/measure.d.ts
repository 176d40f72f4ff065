/**
 * Measuring: what really happened in production, from exports of incidents, deployments and work. Rows go in, figures, estimates
 * and a review come out. Nothing leaves the machine.
 *
 * ```js
 * import init, { measure } from "whorunsit/measure";
 *
 * await init();
 * const { services, portfolio_text } = measure(await file.bytes(), { portfolio, name: file.name });
 * ```
 */

import type { Answer, ModuleSource, OperatingModel, Portfolio, Progress, Provenance } from "./types.js";

export { Answer, PortfolioError } from "./types.js";
export type { Portfolio, Progress };

/** The text of an export (never the name of a file) or its bytes: CSV, or JSON as a list or as lines. */
export type Export = string | ArrayBufferView | ArrayBuffer;

/** How an export is read; what is left out is for the core to choose. */
export interface ReadingOptions {
  /** What the export of incidents is called: comments of estimates name it. */
  readonly name?: string;
  /** A mapping that comes with whorunsit, such as `servicenow`; the one that fits the header best if left out. */
  readonly mapping?: string | null;
  /** The text of a mapping of one's own. */
  readonly mapping_text?: string | null;
  /** Fields taken from other columns: `{ service: "cmdb_ci" }`. */
  readonly columns?: Readonly<Record<string, string>> | null;
  /** The time zone of dates without an offset, such as `Europe/London`. */
  readonly time_zone?: string | null;
  readonly date_formats?: readonly string[] | null;
  readonly encoding?: string | null;
  readonly separator?: string | null;
  /** Only incidents of these priorities. */
  readonly priorities?: readonly number[] | null;
  /** The first day of the period, such as `2026-01-01`; that of the first date if left out. */
  readonly from?: string | null;
  /** Its last day. */
  readonly to?: string | null;
  /** The time zone of working hours and days. */
  readonly calendar_time_zone?: string | null;
  /** The operating model of incidents that do not say theirs. */
  readonly operating_model?: OperatingModel | null;
  /** Services that moved to the other operating model, and on which day. */
  readonly moved?: Readonly<Record<string, string>> | null;
  /** Write the answer's JSON over several lines. */
  readonly pretty?: boolean;
  /** Is told how many bytes are read; `false` ends it with a `PortfolioError` of the code `cancelled`. */
  readonly progress?: ((progress: Progress) => unknown) | null;
}

/** The name of a chart of what happened. */
export type MeasureChart = "time-to-restore" | "hours-of-week" | "error-budget" | "fit" | "rework";

/** What is drawn; each chart is a Vega-Lite specification with its data in it. */
export interface DrawingOptions {
  /** The charts: `error-budget` needs a portfolio, `rework` a review with work items. */
  readonly charts?: readonly MeasureChart[] | null;
  /** The service that charts of incidents are of; otherwise all, and for `error-budget` the one that used most of its own. */
  readonly service?: string | null;
  /** Draw them for a narrow page. */
  readonly compact?: boolean | null;
}

/** What `measure` takes besides. */
export interface MeasureOptions extends ReadingOptions, DrawingOptions {
  /** What the incidents are held against; `portfolio_text` is then its text with measured estimates. */
  readonly portfolio?: Portfolio | null;
}

/** An estimate with its interval of 90 %. */
export interface Interval {
  readonly estimate: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Lengths of time, in seconds. */
export interface Lengths {
  readonly count: number;
  readonly median: Interval | null;
  readonly [key: string]: unknown;
}

/** What happened to a service, a team or a group. */
export interface Figures {
  readonly name: string | null;
  readonly incidents: number;
  /** How many are not restored yet. */
  readonly open: number;
  /** Incidents a year. */
  readonly per_year: Interval | null;
  readonly time_to_acknowledge: Lengths | null;
  readonly time_to_restore: Lengths | null;
  readonly out_of_hours: Interval | null;
  readonly reopened: Interval | null;
  readonly [key: string]: unknown;
}

/** A value of the portfolio that a measurement changes. */
export interface WrittenValue {
  /** Where it is, with names in place of numbers: `services.bedroom.incidents_per_year`. */
  readonly path: string;
  /** What was there, as TOML. */
  readonly before: string | null;
  /** What is there now, as TOML. */
  readonly after: string;
  /** Where it comes from. */
  readonly comment: string;
}

/** Rows that were left out for one reason. */
export interface Rejection {
  readonly reason: string;
  readonly count: number;
  readonly [key: string]: unknown;
}

/** What happened in a period; docs/measuring.md has every key. */
export interface Measurement {
  readonly ok: true;
  readonly portfolio: Provenance | null;
  readonly source: {
    readonly name: string;
    readonly mapping: string;
    readonly rows: number;
    /** Rows, and values, that were left out, by reason. */
    readonly rejected: readonly Rejection[];
    readonly [key: string]: unknown;
  };
  readonly period: { readonly from: string; readonly to: string; readonly [key: string]: unknown };
  readonly all: Figures;
  readonly services: readonly Figures[];
  readonly teams: readonly Figures[];
  readonly groups: readonly Figures[];
  /** What was assumed, and why. */
  readonly assumed: readonly string[];
  /** What is written into the portfolio, where there is one. */
  readonly written?: { readonly values: readonly WrittenValue[]; readonly not_written: readonly string[] };
  /** The portfolio with it, as TOML. */
  readonly portfolio_text?: string;
  /** The charts that were asked for, by their names. */
  readonly charts?: Readonly<Partial<Record<MeasureChart, object>>>;
  readonly [key: string]: unknown;
}

/** Tells from an export of incidents what happened, service by service. */
export function measure(incidents: Export, options?: MeasureOptions): Answer<Measurement>;

/** What `triage` takes. */
export interface TriageOptions {
  /** When the incident began: `14:05`, `2026-11-26 14:05`, or a `Date`. */
  readonly since: string | Date;
  /** The time zone of such a time and of working hours; this machine's if left out. */
  readonly time_zone?: string | null;
  /** This machine's clock if left out. */
  readonly now?: string | Date | null;
  readonly pretty?: boolean;
}

/** An incident that goes on. */
export interface OngoingIncident {
  readonly ok: true;
  readonly service: string;
  readonly currency: string;
  readonly since: string;
  /** How many seconds ago that was. */
  readonly seconds: number;
  /** What it has lost so far. */
  readonly lost: string;
  /** What the next hour loses. */
  readonly next_hour: string;
  /** The band that it is in; null where the portfolio has no `[incidents]`. */
  readonly band: string | null;
  /** What that asks for. */
  readonly asks_for: string | null;
  /** In how many seconds it becomes major; null where it is already, or never. */
  readonly major_in_seconds: number | null;
}

/** Tells what an incident of a service has lost so far, and what that asks for. */
export function triage(portfolio: Portfolio, service: string, options: TriageOptions): Answer<OngoingIncident>;

/** What `review` takes besides. */
export interface ReviewOptions extends ReadingOptions, DrawingOptions {
  /** The team that `rework` is of; otherwise those with most work items. */
  readonly team?: string | null;
  readonly deployments?: Export | null;
  readonly work?: Export | null;
  /** Labels or types of unplanned work. */
  readonly unplanned?: readonly string[] | null;
  /** Labels or types of improvement actions. */
  readonly improvements?: readonly string[] | null;
  /** The organisation's own threshold of the rework rate, in percent. */
  readonly threshold_percent?: number | null;
}

/** A review of a period; docs/measuring.md has every key. */
export interface Review {
  readonly ok: true;
  /** The charts that were asked for, by their names. */
  readonly charts?: Readonly<Partial<Record<MeasureChart, object>>>;
  readonly [key: string]: unknown;
}

/** Reviews a period: targets missed, bands that losses contradict, recommendations that measured estimates change. */
export function review(portfolio: Portfolio, incidents: Export, options?: ReviewOptions): Answer<Review>;

/** What `fit` takes besides. */
export interface FitOptions {
  readonly shape?: "lognormal" | "pert" | "observed" | "gamma-poisson" | null;
  readonly unit?: "s" | "min" | "h" | "d" | null;
  /** How many years each count is of. */
  readonly period_years?: number | null;
  readonly pretty?: boolean;
}

/** A distribution that was fitted; docs/measuring.md has every key. */
export interface Fit {
  readonly ok: true;
  /** As a portfolio takes it. */
  readonly estimate: unknown;
  readonly [key: string]: unknown;
}

/** Fits a distribution to values. */
export function fit(values: Iterable<unknown>, options?: FitOptions): Answer<Fit>;

/**
 * The JSON text of what a command answers, with everything but the exports in its options: for what passes it on unread, such as
 * a worker.
 */
export function measureText(
  command: "measure" | "review",
  options: MeasureOptions & ReviewOptions,
  exports: { readonly incidents?: Export; readonly deployments?: Export; readonly work?: Export },
): string;

/**
 * Fetches and starts the module, once. Needed in browsers, does nothing in Node that a call would not do.
 *
 * @param source where `measure_bg.wasm` is, or its bytes; by default beside this module
 */
export default function init(source?: ModuleSource): Promise<void>;
