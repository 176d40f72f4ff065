// The entry point `whorunsit/decide` for browsers and bundlers: the smallest module, fetched by `init`.

import * as decide from "../pkg/decide.js";
import { load, offer } from "./modules.js";

const address = () => new URL("../pkg/decide_bg.wasm", import.meta.url);
offer("decide", { glue: decide, load: (place = address()) => decide.default({ module_or_path: place }) });

export { Answer, check, PortfolioError, recommend, run, runText, schedules } from "./whorunsit.js";

/** Fetches and starts the module, once; after a failure it can be tried again. */
export default function init(place) {
  return load("decide", place);
}
