// The entry point `whorunsit/decide` for Node: the smallest module, from disk.

import { readFileSync } from "node:fs";

import * as decide from "../pkg/decide.js";
import { load, offer } from "./modules.js";

offer("decide", {
  glue: decide,
  loadNow: () => decide.initSync({ module: readFileSync(new URL("../pkg/decide_bg.wasm", import.meta.url)) }),
});

export { Answer, check, PortfolioError, recommend, run, runText, schedules } from "./whorunsit.js";

/** Does nothing that a call would not do; a program for Node and for browsers awaits it. */
export default function init() {
  return load("decide");
}
