// The page's side of measuring: asked in a worker of its own, which is ended when nobody waits any more.

import { startMeasurer } from "#measurer";
import type { Problem } from "whorunsit";
import type { MeasureOptions, ReviewOptions, TriageOptions } from "whorunsit/measure";

import { Refusal } from "./engine";

export type Measuring =
  | {
      readonly kind: "measure";
      readonly portfolio: string;
      readonly options: Omit<MeasureOptions, "progress" | "portfolio">;
      readonly bytes: ArrayBuffer;
    }
  | {
      readonly kind: "review";
      readonly portfolio: string;
      readonly options: ReviewOptions;
      readonly bytes: ArrayBuffer;
      readonly work: ArrayBuffer;
    }
  | {
      readonly kind: "triage";
      readonly portfolio: string;
      readonly service: string;
      readonly options: TriageOptions;
    };

export type MeasuringReply =
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "answer"; readonly text: string; readonly milliseconds: number }
  | { readonly kind: "refusal"; readonly problems: readonly Problem[] }
  | { readonly kind: "failure"; readonly message: string };

/** Whether this page can measure: the single file cannot. */
export const measures = startMeasurer !== undefined;

export interface Measured<T> {
  readonly answer: T;
  readonly milliseconds: number;
}

/** Asks in a worker that lives as long as that takes, or until it is called off. */
export function ask<T>(
  asked: Measuring,
  stop: AbortSignal,
  progress: (share: number) => void = () => {},
): Promise<Measured<T>> {
  if (startMeasurer === undefined) return Promise.reject(new Error("this page does not carry what measures"));
  const worker = startMeasurer();
  return new Promise<Measured<T>>((resolve, reject) => {
    stop.addEventListener("abort", () => reject(new DOMException("called off", "AbortError")));
    worker.addEventListener("message", ({ data }: MessageEvent<MeasuringReply>) => {
      if (data.kind === "progress") progress(data.total === 0 ? 0 : data.done / data.total);
      else if (data.kind === "answer") resolve({ answer: JSON.parse(data.text) as T, milliseconds: data.milliseconds });
      else reject(data.kind === "refusal" ? new Refusal(data.problems) : new Error(data.message));
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      reject(new Error(event.message || "what measures could not be loaded"));
    });
    // A copy goes: the page may ask again, with another period.
    worker.postMessage(asked);
  }).finally(() => worker.terminate());
}
