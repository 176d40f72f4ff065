// The entry point `whorunsit/measure` for Node: the module that measures, from disk.

import { readFileSync } from "node:fs";

import * as glue from "../pkg/measure.js";
import { load, offer } from "./measure.js";

const now = () => void glue.initSync({ module: readFileSync(new URL("../pkg/measure_bg.wasm", import.meta.url)) });
offer(glue, { now, load: now });

export { fit, measure, measureText, review, triage } from "./measure.js";
export { Answer, PortfolioError } from "./whorunsit.js";

/** Does nothing that a call would not do; a program for Node and for browsers awaits it. */
export default function init() {
  return load();
}
