// The entry point `whorunsit/measure` for browsers and bundlers: the module that measures, fetched by `init`.

import * as glue from "../pkg/measure.js";
import { load, offer } from "./measure.js";

const address = () => new URL("../pkg/measure_bg.wasm", import.meta.url);
offer(glue, { load: (place = address()) => glue.default({ module_or_path: place }) });

export { fit, measure, measureText, review, triage } from "./measure.js";
export { Answer, PortfolioError } from "./whorunsit.js";

/** Fetches and starts the module, once; after a failure it can be tried again. */
export default function init(place) {
  return load(place);
}
