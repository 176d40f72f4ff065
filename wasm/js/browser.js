// The entry point for browsers and bundlers: the compiled module is fetched by `init`.

import load from "../pkg/whorunsit.js";
import { markLoaded } from "./whorunsit.js";

export {
  accept, accountability, Answer, chart, check, compare, costs, diff, intake, next, plan, PortfolioError, ready, recommend, render, report, roadmap, run, runText, scenarios,
  schedules, sensitivity, simulate, words,
} from "./whorunsit.js";

let loading;

/** Fetches and starts the compiled module, once; after a failure it can be tried again. */
export default function init(source = new URL("../pkg/whorunsit_bg.wasm", import.meta.url)) {
  loading ??= load({ module_or_path: source }).then(markLoaded, (error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
