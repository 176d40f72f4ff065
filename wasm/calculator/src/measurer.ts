// The worker that measures: the bytes of an export in, what happened out. It lives as long as that takes.

import module from "../../pkg/measure_bg.wasm?url";
import init, { measureText, PortfolioError, triage, type Progress } from "whorunsit/measure";

import type { Measuring, MeasuringReply } from "./measuring";

const post = (reply: MeasuringReply) => self.postMessage(reply);

self.addEventListener("message", (event: MessageEvent<Measuring>) => {
  void serve(event.data).then(post);
});

async function serve(asked: Measuring): Promise<MeasuringReply> {
  try {
    await init(new URL(module, import.meta.url).href);
    const started = performance.now();
    const text =
      asked.kind === "triage"
        ? triage(asked.portfolio, asked.service, asked.options).text
        : measureText(
            asked.kind,
            {
              ...asked.options,
              portfolio: asked.portfolio,
              progress: ({ done, total }: Progress) => post({ kind: "progress", done, total }),
            },
            { incidents: asked.bytes, ...(asked.kind === "review" ? { work: asked.work } : {}) },
          );
    return { kind: "answer", text, milliseconds: performance.now() - started };
  } catch (error) {
    return error instanceof PortfolioError
      ? { kind: "refusal", problems: error.problems }
      : { kind: "failure", message: error instanceof Error ? error.message : String(error) };
  }
}
