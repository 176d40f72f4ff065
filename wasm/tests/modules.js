// The compiled modules underneath the package, started.

import { readFileSync } from "node:fs";

import * as all from "../pkg/all.js";
import * as decide from "../pkg/decide.js";
import * as full from "../pkg/full.js";

export const modules = { decide, full, all };
for (const [name, module] of Object.entries(modules)) {
  module.initSync({ module: readFileSync(new URL(`../pkg/${name}_bg.wasm`, import.meta.url)) });
}
export const { call, _stream_digest: digest } = all;
