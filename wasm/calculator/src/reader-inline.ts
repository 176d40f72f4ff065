import Inlined from "./reader.ts?worker&inline";

export function startReader(): Worker {
  return new Inlined();
}
