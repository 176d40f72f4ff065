// The entry point for Node: the compiled module is loaded from disk, so that the functions work at once.

import { readFileSync } from "node:fs";

import { initSync } from "../pkg/whorunsit.js";
import { markLoaded } from "./whorunsit.js";

initSync({ module: readFileSync(new URL("../pkg/whorunsit_bg.wasm", import.meta.url)) });
markLoaded();

export {
  accept, accountability, Answer, chart, check, compare, costs, diff, intake, next, plan, PortfolioError, ready, recommend, render, report, roadmap, run, runText, scenarios,
  schedules, sensitivity, simulate, words,
} from "./whorunsit.js";

/** Does nothing here; a program for Node and for browsers awaits it. */
export default async function init() {}
