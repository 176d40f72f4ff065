// What kind of file it is and what it holds, read in a worker: however much it is, the page goes on, and reading can be called off.

import { startReader } from "#reader";

import type { Case } from "./store";

/** What is to be read. */
export type Source =
  | { readonly kind: "file"; readonly name: string; readonly bytes: ArrayBuffer }
  /** TOML that the core has checked. */
  | { readonly kind: "toml"; readonly text: string };

/** What it is. */
export type Read =
  /** A table of services, for the core to take in: the bytes of a file, or the rows of a workbook as JSON. */
  | { readonly kind: "rows"; readonly table: string | Uint8Array }
  | { readonly kind: "case"; readonly case: Case }
  /** TOML or JSON of a portfolio, for the core to check first. */
  | { readonly kind: "portfolio"; readonly text: string }
  | { readonly kind: "table"; readonly table: unknown };

export type ReadReply = { readonly ok: true; readonly read: Read } | { readonly ok: false; readonly message: string };

/** Reads it in a worker that lives as long as that takes, or until it is called off. */
export function read(source: Source, stop: AbortSignal): Promise<Read> {
  const worker = startReader();
  return new Promise<Read>((resolve, reject) => {
    stop.addEventListener("abort", () => reject(new DOMException("called off", "AbortError")));
    worker.addEventListener("message", ({ data }: MessageEvent<ReadReply>) =>
      data.ok ? resolve(data.read) : reject(new Error(data.message)),
    );
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      reject(new Error("It could not be read: there is more in it than this browser can hold"));
    });
    worker.postMessage(source, source.kind === "file" ? [source.bytes] : []);
  }).finally(() => worker.terminate());
}
