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
 * `Map` and `Set` count as object and array.
 */
export type PortfolioObject = { readonly [key: string]: unknown } | (object & { readonly [Symbol.iterator]?: never });

/** What every command takes beside the portfolio. */
export interface Options {
  /** Write the answer's JSON over several lines. */
  readonly pretty?: boolean;
}

/** An exact amount, such as `"200000.10"`. */
export type Money = string;

/** Which model runs a service. */
export type OperatingModel = "you-build-it-you-run-it" | "ops-run-it";

/** What an answer rests on. */
export interface Provenance {
  /** The version of whorunsit. */
  readonly version: string;
  readonly [key: string]: unknown;
}

/** What the answers of all commands have. */
export interface Envelope {
  readonly ok: true;
  readonly provenance: Provenance;
  readonly [key: string]: unknown;
}

/** The recommendation for one service. */
export interface ServiceRecommendation {
  readonly name: string;
  readonly exposure_per_hour: Money;
  /** A share of time, in percent. */
  readonly availability_target: string;
  readonly deployment_target: string;
  readonly operating_model: OperatingModel;
  readonly out_of_hours: string;
  readonly [key: string]: unknown;
}

/** The content of what `recommend` answers. */
export interface Recommendation extends Envelope {
  readonly services: readonly ServiceRecommendation[];
}

/** The content of what `schedules` answers. */
export interface Schedules extends Envelope {}

/** The content of what `check` answers. */
export interface Check extends Envelope {}

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
  /** Line in the text, from 1, if known. */
  readonly line: number | null;
  /** Column in that line, from 1, if known. */
  readonly column: number | null;
  /** The offending value, if there is one. */
  readonly value: unknown;
}

/**
 * A portfolio that cannot be used. `code`, `path`, `message` and `help` are those of the first problem; `problems`
 * holds them all, and `toString()` lists them.
 */
export class PortfolioError extends Error {
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
 * @throws {TypeError} if an object has no JSON form
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
