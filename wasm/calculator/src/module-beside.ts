import all from "../../pkg/all_bg.wasm?url";
import decide from "../../pkg/decide_bg.wasm?url";
import full from "../../pkg/full_bg.wasm?url";

export function compiledModules(): Record<"decide" | "full" | "all", string> {
  const at = (address: string) => new URL(address, import.meta.url).href;
  return { decide: at(decide), full: at(full), all: at(all) };
}
