// Measuring, for Node and for browsers: what makes a request of options, and an answer or an error of the core's text.

import { encode, plain, stringify, watch } from "./values.js";
import { Answer, PortfolioError } from "./whorunsit.js";

/** How the module is had: `now` where it can be loaded at once. */
const source = {};

/** Says how the module is loaded. */
export function offer(glue, { load, now }) {
  Object.assign(source, { glue, load, now, loaded: false, loading: undefined });
}

/** Loads the module, once; after a failure it can be tried again. */
export function load(place) {
  if (source.loaded) return Promise.resolve();
  source.loading ??= Promise.resolve(source.load(place)).then(
    () => {
      source.loaded = true;
    },
    (error) => {
      source.loading = undefined;
      throw error;
    },
  );
  return source.loading;
}

function glue() {
  if (!source.loaded) {
    if (source.now === undefined) throw new Error("measuring is not loaded yet: `await init()` first");
    source.now();
    source.loaded = true;
  }
  return source.glue;
}

export const measure = (incidents, options) => new Answer(measureText("measure", plain(options), { incidents }));

export const review = (portfolio, incidents, options) => {
  const { deployments, work, ...given } = plain(options);
  return new Answer(measureText("review", { ...given, portfolio }, { incidents, deployments, work }));
};

// The core has neither a clock nor a time zone here: it is told this machine's.
export const triage = (portfolio, service, options) => {
  const { since, time_zone, now, ...given } = plain(options);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const moment = (at) => (at instanceof Date ? at.toISOString() : at);
  const told = { since: moment(since), now: moment(now ?? new Date()), time_zone: time_zone ?? timeZone };
  return new Answer(measureText("triage", { ...given, ...told, portfolio, service }, {}));
};

export const fit = (values, options) =>
  new Answer(measureText("fit", { ...plain(options), values: [...values].map(numberOf) }, {}));

// What JSON has no number for is for the core to refuse, by its place.
const numberOf = (value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value);

/** The JSON text of what a command of measuring answers. Options may have `name`, what the incidents are called, and `progress`. */
export function measureText(command, options, { incidents, deployments, work }) {
  const { name = "incidents", progress, portfolio, ...others } = options;
  if (progress != null && typeof progress !== "function") throw new TypeError("progress is a function");
  const text = portfolio == null ? {} : { portfolio: new TextDecoder().decode(encode(portfolio)) };
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value != null));
  // Estimates are written into the portfolio, where there is one: the answer has its text.
  const write = command === "measure" && portfolio != null ? { write: true } : {};
  const request = stringify({ ...given, ...text, ...write }, "options");
  const rows = (found, what) => (found == null ? undefined : encode(found, what));
  const exports = [
    rows(incidents, "an export of incidents"),
    rows(deployments, "an export of deployments"),
    rows(work, "an export of work"),
  ];
  const watcher = progress == null ? undefined : watch(progress);
  const module = glue();
  let answer;
  try {
    answer = module.call(command, request, name, ...exports, watcher);
  } catch (cause) {
    module.__wbg_reset_state();
    throw new Error(`whorunsit failed inside \`${command}\`: this is a defect of whorunsit, not of your export`, {
      cause,
    });
  }
  if (watcher !== undefined && "thrown" in watcher) throw watcher.thrown;
  if (answer === undefined)
    throw new PortfolioError([
      {
        code: "cancelled",
        path: "",
        message: "it was cancelled",
        help: "ask again",
        line: null,
        column: null,
        value: null,
      },
    ]);
  if (answer.startsWith('{"ok":true') || /^\s*\{\s*"ok":\s*true/.test(answer.slice(0, 40))) return answer;
  throw new PortfolioError(JSON.parse(answer).errors);
}
