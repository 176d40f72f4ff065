// The page: what is open, what the core says about it, and everything that can be done with it.

import example from "#example";
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";

import { Answer, Decisions } from "./answer";
import { CaseMenu, WHOLE_CASE } from "./case-menu";
import { BaseContext, PageContext, type Action, type Base, type Page } from "./context";
import { Depth, type Tab } from "./depth";
import * as drafts from "./drafts";
import { ExplainDialog, loadBasis, type Explained } from "./explain";
import { exportAs } from "./files";
import { FIRST } from "./first";
import { count } from "./format";
import { Grid } from "./grid";
import { later } from "./later";
import { decodeCase, encodeCase, LONGEST_LINK } from "./link";
import { Lab } from "./lab";
import type { Live } from "./live";
import { measures } from "./measuring";
import { Menu } from "./menu";
import { text, type Key } from "./portfolio";
import { ServiceOutlook } from "./outlook";
import { Problems } from "./problems";
import { ServicePanel } from "./service";
import type { Simulated1 } from "./simulate";
import type { Case, Store } from "./store";
import { ServicesTable } from "./table";
import { CaseName, Icon } from "./top";

const How = later(() => import("./how").then((found) => found.How));
const Start = later(() => import("./start").then((found) => found.Start));
const Bring = later(() => import("./bring").then((found) => found.Bring));
const Measure = later(() => import("./measure").then((found) => found.Measure));
const Incident = later(() => import("./incident").then((found) => found.Incident));
const Report = later(() => import("./report").then((found) => found.Report));

interface Message {
  readonly text: string;
  readonly kind: "note" | "error";
  readonly id: number;
  readonly action?: Action | undefined;
}

/** What is looked at before any of it is taken. */
interface Brought {
  readonly what: File | string;
  readonly people: number | undefined;
}

/** So long nobody types before mistakes are told. */
const PAUSE_MILLISECONDS = 800;

/** What is said before there is a page. */
export interface Greeting {
  readonly text: string;
  readonly action?: Action | undefined;
}

interface AppProps {
  readonly store: Store;
  readonly live: Live;
  readonly hear: (listener: Base["say"]) => void;
  /** What went wrong before there was a page. */
  readonly greeting: Greeting | undefined;
  readonly keeper: drafts.Keeper;
}

export function App({ store, live, hear, greeting, keeper }: AppProps) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [selected, select] = useState(0);
  const [explained, explain] = useState<Explained>();
  const [message, setMessage] = useState<Message | undefined>(
    greeting === undefined ? undefined : { ...greeting, kind: "error", id: 0 },
  );
  const [tab, setTab] = useState<Tab>("Money");
  const [how, setHow] = useState(false);
  const [starting, setStarting] = useState(false);
  const lab = useMemo(() => new Lab(store), []);
  const [lastSimulated, setSimulated] = useState<Simulated1>();
  const [report, setReport] = useState<"look" | "print" | "save">();
  const [brought, setBrought] = useState<Brought>();
  /** An export to measure, or that one is to be chosen. */
  const [measured, setMeasured] = useState<{ readonly file: File | undefined }>();
  const [incident, setIncident] = useState(false);
  const bring = useCallback<Base["bring"]>((what, people) => setBrought({ what, people }), []);
  const ids = useRef(1);
  const open = store.case;
  // What somebody asked for goes before what the page simulated by itself, unless that is newer.
  const asked = lastSimulated?.opened === store.opened ? lastSimulated : undefined;
  const simulated =
    asked?.of === open.portfolio ? asked : lab.last?.of === open.portfolio ? lab.last : (asked ?? lab.last);
  const { view } = live;

  const say = useCallback(
    (said: string, kind: "note" | "error" = "note", action?: Action) =>
      setMessage({ text: said, kind, id: ids.current++, action }),
    [],
  );

  useEffect(() => {
    hear(say);
    globalThis.requestIdleCallback?.(() => void loadBasis().catch(() => {}));
    live.listen(() => redraw(0));
    lab.listen(() => redraw(0));
    return store.subscribe(() => {
      live.update(store.case.portfolio);
      redraw(0);
    });
  }, []);

  useEffect(() => {
    if (message === undefined || message.kind === "error") return undefined;
    const timer = setTimeout(() => setMessage((now) => (now?.id === message.id ? undefined : now)), 8000);
    return () => clearTimeout(timer);
  }, [message]);

  // How sure the answer is follows it, a while after the last change.
  useEffect(() => {
    if (view.of !== open.portfolio || view.problems.length > 0 || view.awaitsMoney) return undefined;
    // Where nothing is to be simulated, there are the more inputs to find out.
    const simulates = view.recommendation?.insurance != null;
    if (simulates && view.plan === undefined) return undefined;
    const timer = setTimeout(() => void (simulates ? lab.keepUp() : lab.findOut()), 700);
    return () => clearTimeout(timer);
  }, [view.of, view.plan, view.awaitsMoney, open.trials, open.seed]);

  // The address and the draft follow the case.
  const written = useRef("");
  const full = useRef(false);
  const keep = (now: Case) => {
    const kept = keeper.keep(now);
    if (kept === "full" && !full.current)
      say(
        "This case could not be kept as a draft: this browser's storage is full or switched off. Save it as a file, so that it is not lost",
        "error",
        { label: "Save the case as a file", act: () => void exportAs("case", store.case, live.view) },
      );
    if (kept === "apart")
      say(
        "The same case was changed in another tab. Yours is now a draft of its own, and the other one stays as it is",
      );
    full.current = kept === "full";
  };
  useEffect(() => {
    if (open === FIRST) {
      written.current = "";
      history.replaceState(null, "", location.pathname + location.search);
      if (store.opened > 0) drafts.setTab({ example: true });
      return undefined;
    }
    // Nobody changed what came by a link: it stays in the address, and is no draft.
    if (store.untouched && keeper.id === undefined) return undefined;
    const done = { kept: store.untouched };
    const now = () => {
      if (done.kept) return;
      done.kept = true;
      keep(open);
    };
    const timer = setTimeout(() => {
      now();
      void encodeCase(open).then((fragment) => {
        if (store.case !== open) return;
        const fits = fragment.length <= LONGEST_LINK;
        written.current = fits ? fragment : "";
        const { id } = drafts.tab();
        if (id !== undefined) drafts.setTab({ id, ...(fits ? { hash: fragment } : {}) });
        history.replaceState(null, "", fits ? fragment : location.pathname + location.search);
      });
    }, 300);
    // Who leaves within that time has not changed it in vain.
    addEventListener("pagehide", now);
    return () => {
      clearTimeout(timer);
      removeEventListener("pagehide", now);
    };
  }, [open]);

  useEffect(() => {
    const changed = () => {
      if (location.hash === written.current || location.hash === "") return;
      decodeCase(location.hash).then(
        (found) => {
          store.open(found);
          select(0);
          say("The case of the link is open; undo brings back the one before");
        },
        (error: Error) => {
          say(`The link cannot be opened: ${error.message}. Your case is as it was`, "error");
          history.replaceState(
            null,
            "",
            written.current === "" ? location.pathname + location.search : written.current,
          );
        },
      );
    };
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);

  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === "z" || key === "y") {
        event.preventDefault();
        if (key === "y" || event.shiftKey) store.redo();
        else store.undo();
      }
      // What is worth paper is the report.
      if (key === "p" && !event.shiftKey && document.querySelector("dialog.paper") === null) {
        event.preventDefault();
        setReport("print");
      }
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, []);

  const goTo = useCallback((path: readonly Key[]) => {
    explain(undefined);
    const [table, index] = path;
    if (table === "services" && typeof index === "number") {
      select(index);
      dispatchEvent(new CustomEvent("reveal-service", { detail: index }));
    } else setTab("All inputs");
    // What holds the field may have to be loaded or opened first.
    const until = performance.now() + 3000;
    const look = () => {
      const own = path.join("-");
      const field =
        document.getElementById(`field-${path.slice(1).join("-")}`) ??
        document.getElementById(`input-${own}`) ??
        document.querySelector<HTMLElement>(
          `:is(input, select, textarea, button)[id^="input-${CSS.escape(own.replaceAll(/[^\w-]/gu, "_"))}"]`,
        );
      if (field?.checkVisibility() === true) {
        field.scrollIntoView({ block: "center" });
        field.focus();
        return;
      }
      for (const one of document.querySelectorAll<HTMLDetailsElement>(
        table === "services" ? ".service details.all-inputs" : "#tab-panel details.inputs",
      ))
        one.open = true;
      if (performance.now() < until) setTimeout(look, 50);
    };
    setTimeout(look, 0);
  }, []);

  const currency = text(view.of?.["currency"] ?? open.portfolio["currency"]) || "XXX";
  const base = useMemo<Base>(() => ({ store, live, currency, select, explain, say, bring, goTo }), [currency]);
  const page = useMemo<Page>(() => ({ ...base, open, view, selected }), [base, open, view, selected]);

  const openCase = (next: Case, draft?: string) => {
    store.open(next);
    if (draft !== undefined) keeper.adopt(draft);
    select(0);
  };

  const share = async () => {
    const fragment = await encodeCase(open);
    if (fragment.length > LONGEST_LINK) {
      say(
        `The case is too large for a link (${count(fragment.length)} letters; at most ${count(LONGEST_LINK)}). Send a file instead: “${WHOLE_CASE}” in the menu`,
        "error",
      );
      return;
    }
    history.replaceState(null, "", fragment);
    written.current = fragment;
    await navigator.clipboard.writeText(location.href).then(
      () => say("The link is copied. It carries the whole case; nothing was sent anywhere"),
      () => say("The link is in the address bar: copy it from there"),
    );
  };

  const problems = view.problems;
  // Told once somebody pauses: who types a number is not to be interrupted at every key. Beside its field it stands at once.
  const [told, tell] = useState(problems);
  useEffect(() => {
    if (problems.length === 0) {
      tell(problems);
      return undefined;
    }
    const timer = setTimeout(() => tell(problems), PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [problems]);
  useEffect(() => {
    // Messages lie over the page: the field that has the focus, and what is said about it, must not be under them.
    if (told.length > 0 && document.activeElement?.matches("input, select"))
      document.activeElement.parentElement?.scrollIntoView({ block: "nearest" });
  }, [told]);
  const simulation = simulated !== undefined && simulated.of === open.portfolio ? simulated.answer : undefined;

  const acts =
    message?.action === undefined ? null : (
      <>
        {" "}
        <button
          type="button"
          onClick={() => {
            message.action?.act();
            setMessage(undefined);
          }}
        >
          {message.action.label}
        </button>
      </>
    );

  return (
    <BaseContext.Provider value={base}>
      <PageContext.Provider value={page}>
        <a
          class="skip"
          href="#services"
          onClick={(event) => {
            event.preventDefault();
            document.getElementById("services")?.scrollIntoView();
            document.querySelector<HTMLElement>("#services input")?.focus();
          }}
        >
          To the table of services
        </a>
        <div
          class="screen"
          onDragOver={(event) => event.dataTransfer?.types.includes("Files") && event.preventDefault()}
          onDrop={(event) => {
            const file = event.dataTransfer?.files[0];
            if (file === undefined) return;
            event.preventDefault();
            bring(file);
          }}
        >
          <header class="top">
            <div class="title">
              <CaseName />
            </div>
            <nav class="actions" aria-label="Case">
              <button
                type="button"
                class="tool"
                aria-label="Undo"
                aria-disabled={!store.canUndo}
                onClick={() => store.undo()}
                title="Undo (Ctrl Z)"
              >
                <Icon of="undo" />
              </button>
              <button
                type="button"
                class="tool"
                aria-label="Redo"
                aria-disabled={!store.canRedo}
                onClick={() => store.redo()}
                title="Redo (Ctrl Y)"
              >
                <Icon of="redo" />
              </button>
              <button
                type="button"
                class="tool"
                aria-label="Share"
                onClick={() => void share()}
                title="Copy a link that carries the whole case"
              >
                <Icon of="share" />
                <span>Share</span>
              </button>
              <button
                type="button"
                class="tool"
                aria-label="Report"
                onClick={() => setReport("look")}
                title="The decision on two or three pages, to print or to save"
              >
                <Icon of="report" />
                <span>Report</span>
              </button>
              <button
                type="button"
                class="main tool own"
                aria-label="Use my own services"
                onClick={() => setStarting(true)}
              >
                <Icon of="add" />
                <span>Use my own services</span>
              </button>
              <Menu label="Menu">
                {(close) => (
                  <CaseMenu
                    page={page}
                    openCase={openCase}
                    close={close}
                    saveReport={() => setReport("save")}
                    measure={() => setMeasured({ file: undefined })}
                    incident={() => setIncident(true)}
                    show={(extra) => {
                      setTab(extra);
                      close();
                      requestAnimationFrame(() => {
                        const one = document.getElementById(`tab-${extra}`);
                        one?.focus();
                        one?.scrollIntoView({ block: "start" });
                      });
                    }}
                  />
                )}
              </Menu>
            </nav>
          </header>
          <div class="status">
            <div role="status" aria-live="polite">
              {message?.kind === "note" && (
                <p class="note">
                  <span>{message.text}</span>
                  {acts}
                </p>
              )}
            </div>
            <div role="alert">
              {message?.kind === "error" && (
                <p class="error lines">
                  <span>{message.text}</span>
                  {acts}{" "}
                  <button type="button" onClick={() => setMessage(undefined)}>
                    Dismiss
                  </button>
                </p>
              )}
              {problems.length > 0 && told.length > 0 && open.portfolio.services.length > 0 && (
                <Problems page={page} problems={told} />
              )}
              {view.failure !== undefined && <p class="error">{view.failure}</p>}
            </div>
          </div>
          <main class={problems.length > 0 ? "stale-figures" : ""}>
            {store.untouched && open !== FIRST && keeper.id === undefined && (
              <p class="hint">This case is not kept here yet: your first change makes it a draft of its own.</p>
            )}
            <p class="models">
              <b class="team">You Build It You Run It</b>: the product team is on call for what it builds.{" "}
              <b class="ops">Ops Run It</b>: central operations are.{" "}
              <button type="button" class="link" onClick={() => setHow(true)}>
                How this works
              </button>
            </p>
            <Answer lab={lab} />
            <Decisions lab={lab} />
            <div class="first">
              <section class="panel grid-panel" id="selector" aria-labelledby="selector-title">
                <h2 id="selector-title">Who should run it</h2>
                <Grid />
              </section>
              <ServicePanel />
            </div>
            <ServiceOutlook simulation={simulation} />
            <ServicesTable />
            <Depth lab={lab} tab={tab} show={setTab} simulated={simulated} showSimulated={setSimulated} />
          </main>
          <footer class="bottom">
            <p>
              whorunsit{view.recommendation === undefined ? "" : ` ${view.recommendation.provenance.version}`}. All of
              it is worked out in your browser; nothing leaves it.
              {open.portfolio["name"] === example["name"] && " The costs of the furniture retailer are illustrative."}
            </p>
          </footer>
        </div>
        {brought !== undefined && (
          <Bring
            key={typeof brought.what === "string" ? brought.what.length : brought.what.name}
            what={brought.what}
            people={brought.people}
            close={() => setBrought(undefined)}
            {...(measures
              ? {
                  measure: (file: File) => {
                    setBrought(undefined);
                    setMeasured({ file });
                  },
                }
              : {})}
            openCase={(next) => {
              openCase(next);
              keep(next);
            }}
          />
        )}
        {measured !== undefined && <Measure file={measured.file} close={() => setMeasured(undefined)} />}
        {incident && <Incident close={() => setIncident(false)} />}
        {starting && <Start from={open} close={() => setStarting(false)} openCase={openCase} bring={bring} />}
        {how && <How close={() => setHow(false)} />}
        {explained !== undefined && <ExplainDialog what={explained} close={() => explain(undefined)} />}
        {report !== undefined && <Report then={report} close={() => setReport(undefined)} />}
      </PageContext.Provider>
    </BaseContext.Provider>
  );
}
