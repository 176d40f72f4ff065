// The entry point for browsers and bundlers: compiled modules are fetched, all that there is by `init`, or one by `load`.

import * as all from "../pkg/all.js";
import * as decide from "../pkg/decide.js";
import * as full from "../pkg/full.js";
import { load, offer } from "./modules.js";

// Bundlers look for each of these addresses.
const from = (glue, address) => ({ glue, load: (place = address()) => glue.default({ module_or_path: place }) });
offer(
  "decide",
  from(decide, () => new URL("../pkg/decide_bg.wasm", import.meta.url)),
);
offer(
  "full",
  from(full, () => new URL("../pkg/full_bg.wasm", import.meta.url)),
);
offer(
  "all",
  from(all, () => new URL("../pkg/all_bg.wasm", import.meta.url)),
);

export { load, locate, NotLoaded } from "./modules.js";
export * from "./whorunsit.js";

/** Fetches and starts the module that has everything, once; after a failure it can be tried again. */
export default function init(place) {
  return load("all", place);
}
