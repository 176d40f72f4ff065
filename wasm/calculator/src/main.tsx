import { render } from "preact";

import "./styles/index.css";

import { App, type Greeting } from "./app";
import { saveDraft } from "./draft-list";
import { FIRST } from "./first";
import type { Base } from "./context";
import * as drafts from "./drafts";
import { Guard } from "./guard";
import { decodeCase, START } from "./link";
import { Live } from "./live";
import { keepOffline } from "./offline";
import { Store, type Case } from "./store";
import { showTurningLetters } from "./visible";

// What is said before the page is there waits for it.
const waiting: Parameters<Base["say"]>[] = [];
let listener: Base["say"] | undefined;
const tell: Base["say"] = (...said) => (listener === undefined ? void waiting.push(said) : listener(...said));
const hear = (to: Base["say"]): void => {
  listener = to;
  for (const said of waiting.splice(0)) to(...said);
};
const live = new Live((message) =>
  tell(`The worker of the core stopped (${message}). It was started again; nothing of your case is lost`, "error"),
);

interface First {
  readonly open: Case;
  /** The draft that it is, if it is one. */
  readonly draft?: string;
  readonly greeting?: Greeting;
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What this visit opens: a link, else what this tab had, else the last draft, else the example. */
async function first(): Promise<First> {
  const tab = drafts.tab();
  if (!location.hash.startsWith(START)) return tab.example === true ? { open: FIRST } : lastDraft(tab.id);
  try {
    const open = await decodeCase(location.hash);
    // The address that this tab wrote itself: its draft goes on.
    const own = tab.hash === location.hash && drafts.list().some(({ id }) => id === tab.id);
    return { open, ...(own && tab.id !== undefined ? { draft: tab.id } : {}) };
  } catch (error) {
    history.replaceState(null, "", location.pathname + location.search);
    const instead = lastDraft(tab.id);
    return {
      ...instead,
      greeting: {
        text: `The link cannot be opened: ${reason(error)}. ${instead.open === FIRST ? "This is the furniture retailer instead" : "This is your last draft instead"}`,
      },
    };
  }
}

/** The draft of this tab, else the last one that can be opened. One that cannot is set aside, and offered as a file. */
function lastDraft(own: string | undefined): First {
  const usable = drafts.list().filter(({ broken }) => broken === undefined);
  const draft = usable.find(({ id }) => id === own) ?? usable.find(({ copy }) => !copy);
  if (draft === undefined) return { open: FIRST };
  const { again } = drafts.attempt(draft.id);
  try {
    if (!again) throw new Error("twice the page ended before it could be shown");
    return { open: drafts.load(draft.id), draft: draft.id };
  } catch (error) {
    drafts.setAside(draft.id, reason(error));
    const greeting = {
      text: `Your draft “${draft.name}” cannot be opened: ${reason(error)}. It is set aside, with your other drafts in the menu`,
      action: { label: "Save it as a file", act: () => saveDraft(draft) },
    };
    return { ...lastDraft(undefined), greeting };
  }
}

async function start(): Promise<void> {
  showTurningLetters();
  drafts.takeOver();
  const { open, draft, greeting } = await first();
  const store = new Store(open);
  const keeper = new drafts.Keeper(store, (what) =>
    tell(
      what === "changed"
        ? "This case was changed in another tab. What you change here becomes a draft of its own, and the other one stays as it is"
        : "This case is open in another tab too. What each tab changes is kept as a draft of its own",
      "error",
    ),
  );
  if (draft !== undefined) keeper.adopt(draft);
  if (open === FIRST) live.remember(open.portfolio);
  const answered = live.update(open.portfolio);
  const root = document.getElementById("app");
  if (root === null) return;
  root.textContent = "";
  const failed = (error: Error) => {
    listener = undefined;
    const id = keeper.id;
    if (id !== undefined) drafts.setAside(id, `it cannot be shown (${error.message})`);
    store.open(FIRST);
    history.replaceState(null, "", location.pathname + location.search);
    const lost = drafts.list().find((one) => one.id === id);
    tell(
      `The case that was open cannot be shown: ${error.message}. ${lost === undefined ? "" : "It is set aside, with your drafts in the menu. "}This is the furniture retailer instead`,
      "error",
      lost === undefined ? undefined : { label: "Save it as a file", act: () => saveDraft(lost) },
    );
  };
  render(
    <Guard failed={failed}>
      <App store={store} live={live} keeper={keeper} greeting={greeting} hear={hear} />
    </Guard>,
    root,
  );
  // For the tests in a browser, which look at times and let workers crash.
  Object.assign(window, { whorunsit: { live, store } });
  globalThis.requestIdleCallback?.(() => void Promise.all([import("./toml"), import("./inputs")]));
  // The rest must not compete with what the first view needs.
  await answered;
  drafts.shown();
  await keepOffline();
}

void start();
