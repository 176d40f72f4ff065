import Inlined from "./worker.ts?worker&inline";

export function startWorker(): Worker {
  return new Inlined();
}
