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

import type {
  Acceptance,
  Accountability,
  ChartName,
  Check,
  Comparison,
  Costs,
  Difference,
  Dimension,
  IntakeReport,
  Growth,
  NextSteps,
  Policy,
  Provenance,
  Readiness,
  Recommendation,
  Report,
  Roadmap,
  RoadmapFormat,
  Scenarios,
  Schedules,
  Sensitivity,
  Simulation,
  Strategy,
  TransitionPlan,
  Words,
} from "./answers.js";

// The types of answers are written from the core's: `cargo xtask types`.
export type * from "./answers.js";

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
  /** The text of a reference profile of one's own, which the portfolio names; not taken by `scenarios`, `diff` and `chart`. */
  readonly profile_file?: string | null;
}

/** What `check`, `recommend` and `schedules` take besides. */
export interface DecidingOptions extends Options {
  /**
   * Whether to look at money. With `false`, what only money needs is neither read nor checked, as if the portfolio had no
   * costs, which takes less time. It is if left out.
   */
  readonly money?: boolean | null;
}

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
   * The service of `costs`, `exceedance`, `tornado`, `map`, `workflow` or `density`. Left out, the first two draw the
   * portfolio, `workflow` the first service, and the others the service whose models differ most in cost.
   */
  readonly service?: string | null;
  /** What `waterfall` leads to and `heat-map` shows; what is recommended if left out. */
  readonly strategy?: Strategy | null;
  /** Where `waterfall` starts; operations running everything if left out. */
  readonly against?: Strategy | null;
  /** The schedule of `rota`; the first whose people are known if left out. */
  readonly schedule?: string | null;
  /** Whether it is for a narrow page, such as a telephone's: short lines, one column of legends, few ticks. */
  readonly compact?: boolean | null;
}

/**
 * The changes of each scenario by its name: an object, text or bytes as a portfolio is, but only with what is to be
 * different. They are merged into the portfolio as a JSON Merge Patch is: tables key by key, services and the like by
 * their names (`{ services: { bedroom: { feature_demand: "low" } } }`), and `null` removes. A `Map` keeps the order of
 * names such as `"2"`, which an object does not.
 */
export type ScenarioChanges = { readonly [name: string]: Portfolio } | ReadonlyMap<string, Portfolio>;

/** What the answers of all commands have. Keys may be added in any version, to any part of an answer. */
export interface Traced {
  readonly ok: true;
  readonly provenance: Provenance;
}

/** What an answer has besides where services are left out of it because of problems of their own. */
export interface LeftOutOfAnswer {
  readonly problems?: readonly Problem[];
  /** `name` is null where it has none; `path` is its place in the input, `message` its first problem. */
  readonly left_out?: readonly { readonly name: string | null; readonly path: string; readonly message: string }[];
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
export type Answer<T extends { readonly ok: true } = Traced> = T & {
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
export function recommend(portfolio: Portfolio, options?: DecidingOptions): Answer<Recommendation>;

/** Lists the out-of-hours schedules that the portfolio needs and who takes part in each. Throws as `recommend`. */
export function schedules(portfolio: Portfolio, options?: DecidingOptions): Answer<Schedules>;

/** Checks that the portfolio can be used, without computing anything from it. Throws as `recommend`. */
export function check(portfolio: Portfolio, options?: DecidingOptions): Answer<Check>;

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
  /** For headings, or places of columns from "1", the key that the column is to be taken for; null leaves it out. */
  readonly columns?: Readonly<Record<string, string | null>> | null;
  /** The sign before decimals, where the table does not show it. */
  readonly decimal?: "point" | "comma" | null;
  /** False where the table has no row of headings: `columns` then names columns by their places, from "1". */
  readonly headings?: boolean | null;
  /** What one unit of a foreign currency is worth. */
  readonly rates?: Readonly<Record<string, string>> | null;
  /** The reference profile that fills in what the table does not give, as wide ranges. */
  readonly profile?: string | null;
  /** Who runs the services today. */
  readonly runs_today?: "ops-run-it" | "you-build-it-you-run-it" | "nothing" | null;
  /** The exposure bands, lowest first; suggested from gaps between the exposures if left out. */
  readonly bands?: readonly { readonly max_per_hour: string; readonly availability: string }[] | null;
}

/** What was taken in of a table, and how it was read. */
export interface Intake extends IntakeReport {
  /** The services as tables of the format, whether or not they are complete. */
  readonly services: readonly Readonly<Record<string, unknown>>[];
  /** A portfolio of the complete ones; null where there is none yet. */
  readonly portfolio: Readonly<Record<string, unknown>> | null;
}

/** Takes a table of services in: delimited text, or `{ rows }`. Throws where it is no table or has no column that is known. */
export function intake(
  table: Portfolio | { readonly rows: readonly (readonly unknown[])[] },
  options?: IntakeOptions,
): Answer<Intake>;

/** What `ready` takes besides. */
export interface ReadyOptions extends Options {
  /** Answers to the questionnaire in place of the portfolio's own: TOML or JSON text, or an object with the keys of `[readiness]`. */
  readonly answers?: string | object;
}

/** Answers the seven objections with the portfolio's own figures. Throws as `recommend`. */
export function ready(portfolio: Portfolio, options?: ReadyOptions): Answer<Readiness>;

/**
 * Decides anew for every year of the horizon, with the growth that the portfolio states. Throws as `recommend`; a portfolio that
 * states none is refused.
 */
export function growth(portfolio: Portfolio, options?: Options): Answer<Growth>;
/**
 * Tells what to find out next: what is missing, and which inputs are worth most to know better. Throws as `recommend`.
 */
export function next(portfolio: Portfolio, options?: Options): Answer<NextSteps>;

/** Tells who is accountable for each service, whose budget pays, and what moves between budgets. Throws as `recommend`. */
export function accountability(portfolio: Portfolio, options?: Options): Answer<Accountability>;

/** What `roadmap` takes besides. */
export interface RoadmapOptions extends ReadyOptions {
  /** The form of the page; Markdown if left out. */
  readonly format?: RoadmapFormat;
}

/** Draws up one page with dates for whoever decides. Throws as `ready`. */
export function roadmap(portfolio: Portfolio, options?: RoadmapOptions): Answer<Roadmap>;

/** What `accept` takes besides. */
export interface AcceptOptions extends Options {
  /** Why, kept in `operating_model_reason`; what the money says if left out. */
  readonly reason?: string | null;
}

/**
 * Gives the model that costs less for a service by hand, all other services as recommended. Throws as `recommend`, and
 * where what both models cost it is not estimated, or the same.
 */
export function accept(portfolio: Portfolio, service: string, options?: AcceptOptions): Answer<Acceptance>;

/** What `report` takes besides. */
export interface ReportOptions extends SimulationOptions {
  /** The service to report on; the portfolio if left out. */
  readonly service?: string | null;
  /** When to decide again, such as `"2027-06-01"`. */
  readonly review_on?: string | null;
}

/** Records the decision of the portfolio, or of one service, with what it rests on. Throws as `simulate`. */
export function report(portfolio: Portfolio, options?: ReportOptions): Answer<Report>;

/** Tells what differs between two portfolios, and why the recommendation moved. Throws as `recommend`. */
export function diff(old: Portfolio, changed: Portfolio, options?: Options): Answer<Difference>;

/** Tells what the codes in answers are called, by concept: labels for whoever shows them. */
export function words(options?: Options): Answer<Words & { readonly ok: true }>;

/** How a record is drawn. */
export interface RenderOptions {
  /** `"html"` is one page for screen and paper that loads nothing; `"markdown"` if left out. */
  readonly format?: "markdown" | "html" | null;
}

/** Draws the record that `report` answered with as a document. Throws where it is no record. */
export function render(record: Answer<Report> | string, options?: RenderOptions): string;

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

/** The options of any command, by the names that the format's documentation gives them, `progress`, `keep` and `since`. */
export interface RunOptions {
  readonly progress?: SimulationOptions["progress"];
  /**
   * Keeps the portfolio with what it came to, in place of the one that was kept before: `recommend`, `compare`, `schedules` and
   * `plan` of it, or of an edited form of it, are then answered sooner, by the same answers. It is kept until another one is.
   */
  readonly keep?: boolean;
  /**
   * Besides `keep`: the `revision` of the last answer to the same command, 0 for none. The answers of `recommend` and `compare` then
   * have a `revision`, and where the core still has the one before, `services` are only those that have changed, and `changed` has
   * their places. It is for pages that would otherwise read every service again after each edit.
   */
  readonly since?: number;
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
 * Loads the module that the call needs, then does what `run` does: in a browser without `init`, which loads all there is.
 * Throws as `run`, or as `load`.
 *
 * ```js
 * const comparison = await runAsync("compare", portfolio);
 * ```
 */
export function runAsync(command: string, portfolio: Portfolio, options?: RunOptions): Promise<Answer>;

/** The JSON text of what `runAsync` answers with. Throws as `runAsync`. */
export function runTextAsync(command: string, portfolio: Portfolio, options?: RunOptions): Promise<string>;

/** Where a compiled module is (a URL, a request, a response), or its bytes. */
export type ModuleSource = string | URL | Request | Response | BufferSource | WebAssembly.Module | Promise<Response>;

/**
 * A compiled module. `decide` reads JSON and has `check`, `recommend` and `schedules`, with `money: false` where a portfolio
 * gives what only money needs. `full` has money, simulation, readiness and plans besides. `all` has everything, charts and TOML too.
 */
export type ModuleName = "decide" | "full" | "all";

/**
 * Fetches and starts one of the compiled modules, once. Each call is answered by a loaded module that can; where there is
 * none, it is an error that names the module to load.
 *
 * @param source where it is; by default beside this module
 */
export function load(name: ModuleName, source?: ModuleSource): Promise<void>;

/** That a call needs a module which is not loaded yet. */
export class NotLoaded extends Error {
  readonly module: ModuleName;
}

/** Says where modules are, for what loads them when a call needs them: where they are not beside this module. */
export function locate(places: { readonly [name in ModuleName]?: ModuleSource }): void;

/**
 * Fetches and starts the module `all`, once. Needed in browsers before anything but `runAsync` and `runTextAsync`, does nothing
 * in Node.
 *
 * @param source where `all_bg.wasm` is (a URL, a request, a response) or its bytes; by default beside this module
 */
export default function init(source?: ModuleSource): Promise<void>;
