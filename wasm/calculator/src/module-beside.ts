import address from "../../pkg/whorunsit_bg.wasm?url";

export function compiledModule(): string {
  return new URL(address, import.meta.url).href;
}
