import data from "../../pkg/whorunsit_bg.wasm?inline";

export function compiledModule(): Uint8Array<ArrayBuffer> {
  const text = atob(data.slice(data.indexOf(",") + 1));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
