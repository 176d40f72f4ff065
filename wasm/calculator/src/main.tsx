import { render } from "preact";

import "./styles.css";

import { App, FIRST } from "./app";
import * as drafts from "./drafts";
import { decodeCase, START } from "./link";
import { Live } from "./live";
import { keepOffline } from "./offline";
import { Store } from "./store";

let tell: (message: string) => void = () => {};
const live = new Live((message) => tell(`The worker of the core stopped (${message}). It was started again; nothing of your case is lost`));

async function start(): Promise<void> {
  let first = drafts.current() ?? FIRST;
  let greeting: string | undefined;
  if (location.hash.startsWith(START)) {
    try {
      first = await decodeCase(location.hash);
    } catch (error) {
      greeting = `The link cannot be opened: ${error instanceof Error ? error.message : String(error)}. ${first === FIRST ? "This is the furniture retailer instead" : "This is your last draft instead"}`;
      history.replaceState(null, "", location.pathname + location.search);
    }
  }
  const store = new Store(first);
  if (first === FIRST) live.remember(first.portfolio);
  const answered = live.update(first.portfolio);
  const root = document.getElementById("app");
  if (root === null) return;
  root.textContent = "";
  render(<App store={store} live={live} greeting={greeting} hear={(listener) => { tell = listener; }} />, root);
  // For the tests in a browser, which look at times and let workers crash.
  Object.assign(window, { whorunsit: { live, store } });
  globalThis.requestIdleCallback?.(() => void Promise.all([import("./toml"), import("./inputs")]));
  // The rest must not compete with what the first view needs.
  await answered;
  await keepOffline();
}

void start();
