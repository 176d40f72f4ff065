// The core, away from the page's own thread: one request at a time, text in, text out.

import { compiledModule } from "#module";
import init, { PortfolioError, run, type Progress } from "whorunsit";

import type { Reply, Request } from "./protocol";

const post = (reply: Reply) => self.postMessage(reply);
const ready = init(compiledModule());
ready.then(
  () => post({ kind: "ready" }),
  (error: unknown) => post({ kind: "unusable", message: String(error) }),
);

self.addEventListener("message", (event: MessageEvent<Request>) => {
  void serve(event.data);
});

async function serve({ id, command, portfolio, options, only }: Request): Promise<void> {
  try {
    await ready;
    const started = performance.now();
    // Who wants it to stop ends the worker.
    const progress = ({ done, total }: Progress) => post({ kind: "progress", id, done, total });
    const { text } = run(command, portfolio, { ...options, progress });
    post({ kind: "answer", id, text: only === undefined ? text : ofService(text, only), milliseconds: performance.now() - started });
  } catch (error) {
    if (error instanceof PortfolioError) post({ kind: "refusal", id, problems: error.problems });
    else post({ kind: "failure", id, message: error instanceof Error ? error.message : String(error) });
  }
}

/** A ledger can have 100 000 line items; the page asks about one service. */
function ofService(text: string, service: string): string {
  const answer = JSON.parse(text) as { line_items: { service: string }[]; groups: { service?: string }[] };
  answer.line_items = answer.line_items.filter((item) => item.service === service);
  answer.groups = answer.groups.filter((group) => group.service === undefined || group.service === service);
  return JSON.stringify(answer);
}
