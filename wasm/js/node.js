// The entry point for Node: compiled modules are loaded from disk when a call needs them, so that the functions work at once.

import { readFileSync } from "node:fs";

import * as all from "../pkg/all.js";
import * as decide from "../pkg/decide.js";
import * as full from "../pkg/full.js";
import { offer } from "./modules.js";

for (const [name, glue] of Object.entries({ decide, full, all })) {
  offer(name, {
    glue,
    loadNow: () => glue.initSync({ module: readFileSync(new URL(`../pkg/${name}_bg.wasm`, import.meta.url)) }),
  });
}

export { load, locate, NotLoaded } from "./modules.js";
export * from "./whorunsit.js";

/** Does nothing here; a program for Node and for browsers awaits it. */
export default async function init() {}
