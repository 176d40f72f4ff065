/**
 * The smallest module alone: JSON portfolios, their check, the recommendation without money, and schedules. What it lacks it
 * refuses with a `PortfolioError` of the code `not-built-in`.
 *
 * ```js
 * import init, { recommend } from "whorunsit/decide";
 *
 * await init();
 * recommend(portfolio, { money: false });
 * ```
 */

import type { ModuleSource } from "./types.js";

export type * from "./types.js";
export { Answer, check, PortfolioError, recommend, run, runText, schedules } from "./types.js";

/**
 * Fetches and starts the module, once. Needed in browsers, does nothing in Node.
 *
 * @param source where `decide_bg.wasm` is, or its bytes; by default beside this module
 */
export default function init(source?: ModuleSource): Promise<void>;
