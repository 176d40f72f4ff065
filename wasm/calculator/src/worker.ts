// The core, away from the page's own thread: one request at a time, text in, text out.

import { compiledModule } from "#module";
import init, { PortfolioError, runText, type Progress } from "whorunsit";

import type { Only, Reply, Request } from "./protocol";

const post = (reply: Reply) => self.postMessage(reply);
const ready = init(compiledModule());
ready.then(
  () => post({ kind: "ready" }),
  (error: unknown) => post({ kind: "unusable", message: String(error) }),
);

self.addEventListener("message", (event: MessageEvent<Request>) => {
  clearTimeout(pause);
  void serve(event.data).then(() => rehearse(event.data));
});

// Browsers compile well what has run often: the first edits would take three times as long as the twentieth. While
// nobody waits, what was asked last is therefore worked out again, a few times in all, unless it takes long.
const PAUSE_MILLISECONDS = 250;
const LONGEST_MILLISECONDS = 50;
let rehearsals = 16;
let pause: ReturnType<typeof setTimeout> | undefined;

function rehearse(request: Request): void {
  if (rehearsals === 0 || ["simulate", "chart", "intake"].includes(request.command)) return;
  pause = setTimeout(() => {
    rehearsals -= 1;
    const started = performance.now();
    try {
      for (const each of ["recommend", "compare"]) runText(each, request.portfolio, { places: false });
    } catch {
      return; // It was told when it was asked.
    }
    if (performance.now() - started < LONGEST_MILLISECONDS) rehearse(request);
  }, PAUSE_MILLISECONDS);
}

async function serve({ id, command, portfolio, options, only }: Request): Promise<void> {
  try {
    await ready;
    const started = performance.now();
    // Who wants it to stop ends the worker.
    const progress = ({ done, total }: Progress) => post({ kind: "progress", id, done, total });
    const text = runText(command, portfolio, { ...options, progress });
    post({ kind: "answer", id, text: only === undefined ? text : linesOf(text, only), milliseconds: performance.now() - started });
  } catch (error) {
    if (error instanceof PortfolioError) post({ kind: "refusal", id, problems: error.problems });
    else post({ kind: "failure", id, message: error instanceof Error ? error.message : String(error) });
  }
}

/** The same answer with the lines that were asked for: the others need not cross to the page. */
function linesOf(text: string, { services, types, codes }: Only): string {
  const answer = JSON.parse(text) as { line_items: { service: string; cost_type: string; code: string }[] };
  const wanted = [services, types, codes].map((names) => (names === undefined ? undefined : new Set(names)));
  answer.line_items = answer.line_items.filter((item) => [item.service, item.cost_type, item.code].every((name, at) => wanted[at]?.has(name) ?? true));
  return JSON.stringify(answer);
}
