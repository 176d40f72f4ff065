// The report: the core's own record of the decision as a document, looked at, printed, or saved as the one file that it is.

import { useEffect, useRef, useState } from "preact/hooks";

import { usePage } from "./context";
import { Cancelled, Engine, Refusal } from "./engine";
import { fileName, save } from "./files";
import { Modal } from "./modal";
import { placed } from "./problem";

/** So many mistakes are named. */
const NAMED = 5;

interface Props {
  readonly close: () => void;
  /** What is to be done with it once it is there. */
  readonly then: "look" | "print" | "save";
}

type State =
  | { readonly kind: "drawing"; readonly share: number }
  | { readonly kind: "drawn"; readonly html: string }
  | { readonly kind: "refused"; readonly sentences: readonly string[] };

export function Report({ close, then }: Props) {
  const { open, say } = usePage();
  const [state, setState] = useState<State>({ kind: "drawing", share: 0 });
  const saved = (html: string) => save(fileName(open.portfolio, "-report.html"), "text/html", html);
  useEffect(() => {
    let gone = false;
    const engine = new Engine((message) => say(`The report could not be drawn: ${message}`, "error"));
    engine.progress = (done, total) => gone || setState({ kind: "drawing", share: done / total });
    const draw = async () => {
      try {
        const record = await engine.askText("report", JSON.stringify(open.portfolio), {
          places: false,
          trials: open.trials,
          seed: open.seed,
        });
        const { document: html } = await engine.ask<{ readonly document: string }>("render", record, {
          format: "html",
        });
        if (gone) return;
        setState({ kind: "drawn", html });
        if (then === "save") saved(html);
        if (then === "print") requestAnimationFrame(() => requestAnimationFrame(() => print()));
      } catch (error) {
        if (gone || error instanceof Cancelled) return;
        const sentences =
          error instanceof Refusal
            ? error.problems.map((problem) => placed(problem, open.portfolio))
            : [error instanceof Error ? error.message : String(error)];
        setState({ kind: "refused", sentences });
      }
    };
    void draw();
    return () => {
      gone = true;
      engine.end();
    };
  }, []);
  return (
    <>
      <Modal titled="report-title" look="paper" close={close}>
        <h2 id="report-title">Report</h2>
        {state.kind === "drawing" && (
          <p aria-busy="true">
            The report is being drawn …{" "}
            {state.share > 0 && <progress aria-label="Drawing the report" value={state.share} max={1} />}
          </p>
        )}
        {state.kind === "refused" && (
          <div class="notice">
            <p>There is no report until this is corrected:</p>
            <ul>
              {state.sentences.slice(0, NAMED).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </div>
        )}
        {state.kind === "drawn" && (
          <>
            <div class="row">
              <button type="button" class="main" onClick={() => print()}>
                Print, or save as PDF
              </button>
              <button type="button" onClick={() => saved(state.html)}>
                Save as HTML
              </button>
            </div>
            <Paper html={state.html} look="sheet" />
          </>
        )}
      </Modal>
      {/* What is printed: a dialog lies over pages instead of flowing through them. */}
      {state.kind === "drawn" && <Paper html={state.html} look="report" />}
    </>
  );
}

/** The document inside the page, with its own style and none of the page's. */
function Paper({ html, look }: { readonly html: string; readonly look: "sheet" | "report" }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const at = host.current;
    if (at === null) return;
    const root = at.shadowRoot ?? at.attachShadow({ mode: "open" });
    // The page allows no style inside a document, so it is taken out; what it says of the whole document it says of this part.
    let rules = "";
    const plain = html.replace(/<style>([^<]*)<\/style>/u, (_, inside: string) => {
      rules = inside.replaceAll(/^(\s*)(?::root|body) \{/gmu, "$1:host {");
      return "";
    });
    const found = new DOMParser().parseFromString(plain, "text/html");
    const style = new CSSStyleSheet();
    style.replaceSync(rules);
    root.adoptedStyleSheets = [style];
    root.replaceChildren(...[...found.querySelectorAll("main")].map((main) => document.importNode(main, true)));
  }, [html]);
  return <div ref={host} class={look} aria-hidden={look === "report"} />;
}
