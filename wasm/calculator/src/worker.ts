// The core, away from the page's own thread: one request at a time, text in, text out.

import { compiledModules } from "#module";
import { load, locate, NotLoaded, PortfolioError, runText, type ModuleName, type Progress } from "whorunsit";

import type { Only, Reply, Request, Warm } from "./protocol";

const post = (reply: Reply) => self.postMessage(reply);
const modules = compiledModules();
locate(modules);
/** In the single file there is one module for everything. */
const loaded = (name: ModuleName) => load(name in modules ? name : "all");
/** While the smallest module is on its way, nothing larger takes its share of the line. */
let first: Promise<unknown> = Promise.resolve();

/** The smallest module first, so that an edit is answered soon, then the one with money in the background. */
async function warm(): Promise<void> {
  try {
    first = loaded("decide");
    await first;
    post({ kind: "ready", money: !("decide" in modules) });
    await loaded("full");
    post({ kind: "ready", money: true });
  } catch (error) {
    post({ kind: "unusable", message: String(error) });
  }
}

self.addEventListener("message", (event: MessageEvent<Request | Warm>) => {
  if ("warm" in event.data) {
    void warm();
    return;
  }
  const request = event.data;
  clearTimeout(pause);
  void serve(request).then(() => rehearse(request));
});

// Browsers compile well what has run often: the first edits would take three times as long as the twentieth. While
// nobody waits, what was asked last is therefore worked out again, a few times in all, unless it takes long.
const PAUSE_MILLISECONDS = 250;
const LONGEST_MILLISECONDS = 50;
let rehearsals = 16;
let pause: ReturnType<typeof setTimeout> | undefined;

function rehearse(request: Request): void {
  // Of decisions without money there are few, and more to come.
  if (
    rehearsals === 0 ||
    ["simulate", "chart", "intake", "spreads"].includes(request.command) ||
    (request.options !== undefined && "money" in request.options)
  )
    return;
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
    // Who wants it to stop ends the worker.
    const progress = ({ done, total }: Progress) => post({ kind: "progress", id, done, total });
    const { text, milliseconds } = await timed(() => runText(command, portfolio, { ...options, progress }));
    post({ kind: "answer", id, text: only === undefined ? text : linesOf(text, only), milliseconds });
  } catch (error) {
    if (error instanceof PortfolioError) post({ kind: "refusal", id, problems: error.problems });
    else post({ kind: "failure", id, message: error instanceof Error ? error.message : String(error) });
  }
}

/** What the core answers, and how long it took, what was to be loaded first aside. */
async function timed(run: () => string): Promise<{ readonly text: string; readonly milliseconds: number }> {
  for (;;) {
    const started = performance.now();
    try {
      const text = run();
      return { text, milliseconds: performance.now() - started };
    } catch (error) {
      if (!(error instanceof NotLoaded)) throw error;
      if (error.module !== "decide") await first.catch(() => {});
      await loaded(error.module);
      post({ kind: "ready", money: error.module !== "decide" });
    }
  }
}

/** The same answer with the lines that were asked for: the others need not cross to the page. */
function linesOf(text: string, { services, types, codes }: Only): string {
  const answer = JSON.parse(text) as { line_items: { service: string; cost_type: string; code: string }[] };
  const wanted = [services, types, codes].map((names) => (names === undefined ? undefined : new Set(names)));
  answer.line_items = answer.line_items.filter((item) =>
    [item.service, item.cost_type, item.code].every((name, at) => wanted[at]?.has(name) ?? true),
  );
  return JSON.stringify(answer);
}
