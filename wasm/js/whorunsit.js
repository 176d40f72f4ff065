// What the entry points for Node and for browsers share, all of which is exported: everything but where the compiled modules
// come from.

import { load, modulesFor, NotLoaded } from "./modules.js";
import { decode, encode, isObject, kindOf, plain, stringify, watch } from "./values.js";

let working = false;

// A new command of the core is one line here and one in types.d.ts.
export const recommend = (portfolio, options) => ask("recommend", portfolio, options);
export const schedules = (portfolio, options) => ask("schedules", portfolio, options);
export const check = (portfolio, options) => ask("check", portfolio, options);
export const costs = (portfolio, options) => ask("costs", portfolio, options);
export const compare = (portfolio, options) => ask("compare", portfolio, options);
export const plan = (portfolio, options) => ask("plan", portfolio, options);
export const scenarios = (portfolio, scenarios, options) => {
  const given = { scenarios: encodeScenarios(scenarios) };
  return ask("scenarios", portfolio, { ...plain(options), ...given });
};
export const growth = (portfolio, options) => ask("growth", portfolio, options);
export const next = (portfolio, options) => ask("next", portfolio, options);
export const ready = (portfolio, options) => run("ready", portfolio, options);
export const accountability = (portfolio, options) => ask("accountability", portfolio, options);
export const roadmap = (portfolio, options) => run("roadmap", portfolio, options);
export const chart = (portfolio, chart, options) => run("chart", portfolio, { ...plain(options), chart });
export const intake = (table, options) => ask("intake", table, options);
export const accept = (portfolio, service, options) => run("accept", portfolio, { ...plain(options), service });
export const diff = (old, changed, options) =>
  ask("diff", old, { ...plain(options), new: decode(encode(changed), "a portfolio") });
export const report = (portfolio, options) => run("report", portfolio, options);
/** What the codes in answers are called: no portfolio is asked for. */
export const words = (options) => ask("words", "", options);
/** A record's own text is what it is drawn from. */
export const render = (record, options) =>
  run("render", record instanceof Answer ? record.text : record, options).document;
export const simulate = (portfolio, options) => run("simulate", portfolio, options);
export const sensitivity = (portfolio, options) => ask("sensitivity", portfolio, options);

/** Runs a command of the core by its name. Its options may have `progress`, `keep` and `since`, which are not for the command. */
export const run = (command, portfolio, options) => answer(runText(command, portfolio, options));

/** The same, as the JSON text of the answer: for what passes it on unread. */
export function runText(command, portfolio, options) {
  if (options === undefined) return askText(command, portfolio);
  const { progress, keep, since, ...others } = plain(options);
  const kept = keep === true ? { since } : undefined;
  if (progress == null) return askText(command, portfolio, others, undefined, kept);
  if (typeof progress !== "function") throw new TypeError("progress is a function");
  const watcher = watch(progress);
  try {
    return askText(command, portfolio, others, watcher, kept);
  } catch (error) {
    throw "thrown" in watcher ? watcher.thrown : error;
  }
}

/** Loads what the call needs, then does what `run` does. */
export const runAsync = (command, portfolio, options) => runTextAsync(command, portfolio, options).then(answer);

/** The same, as the JSON text of the answer. */
export async function runTextAsync(command, portfolio, options) {
  for (;;) {
    try {
      return runText(command, portfolio, options);
    } catch (error) {
      if (!(error instanceof NotLoaded)) throw error;
      await load(error.module);
    }
  }
}

const ask = (command, portfolio, options) => answer(askText(command, portfolio, options));

function askText(command, portfolio, options, watcher, kept) {
  if (typeof command !== "string")
    throw new TypeError(`a command is text, such as "recommend", not ${kindOf(command)}`);
  const given = options === undefined ? undefined : plain(options);
  if (working) throw new Error("whorunsit is at work already: progress cannot call it");
  const bytes = encode(portfolio);
  // The text of an object was never written by the user, who could make nothing of a line and a column in it.
  const all = isObject(portfolio) ? { places: false, ...given } : given;
  const text = invoke(command, bytes, all === undefined ? "" : stringify(all, "options"), watcher, kept);
  // Parsing a long answer only to learn that it is one would cost more than the core's own work.
  if (text.slice(0, 40).replace(/\s/g, "").startsWith('{"ok":true')) return text;
  throw new PortfolioError(JSON.parse(text).errors);
}

// Each module counts its own answers.
let keptBy;

// How a module refuses what it was built without.
const NOT_BUILT_IN = /^\s*\{\s*"ok":\s*false,\s*"errors":\s*\[\s*\{\s*"code":\s*"not-built-in"/;

function invoke(command, bytes, options, watcher, kept) {
  let text = "";
  for (const module of modulesFor(command, bytes)) {
    text = invokeIn(module, command, bytes, options, watcher, kept);
    if (!NOT_BUILT_IN.test(text.slice(0, 100))) break;
  }
  return text;
}

function invokeIn(module, command, bytes, options, watcher, kept) {
  try {
    working = true;
    // The smallest module works nothing out that is worth keeping.
    if (kept === undefined || module.callKept === undefined) return module.call(command, bytes, options, watcher);
    const since = kept.since === undefined || module === keptBy ? kept.since : 0;
    keptBy = module;
    return module.callKept(command, bytes, options, watcher, since);
  } catch (cause) {
    // The core never throws: it was stopped half-way, and its memory cannot be trusted any more.
    module.__wbg_reset_state();
    throw new Error(
      `whorunsit failed inside \`${command}\`: this is a defect of whorunsit, not of your portfolio; ` +
        "please report it with the portfolio at https://github.com/whorunsit/whorunsit/issues. " +
        "It was restarted and can be used again",
      { cause },
    );
  } finally {
    working = false;
  }
}

// Problems in the text of an error: there can be a thousand.
const SHOWN = 20;

/** A portfolio that cannot be used, with every problem found in it; the other fields are the first problem's. */
export class PortfolioError extends Error {
  constructor(problems) {
    const [first] = problems;
    if (first === undefined) throw new TypeError("a PortfolioError needs a problem");
    const more = problems.length - 1;
    super(`${place(first)}: ${first.message}${more === 0 ? "" : ` (and ${more} more)`}`);
    this.code = first.code;
    this.path = first.path;
    this.help = first.help;
    this.problems = Object.freeze(problems.map((problem) => Object.freeze(problem)));
  }

  toString() {
    const count = this.problems.length;
    const lines = this.problems
      .slice(0, SHOWN)
      .map((problem) => `${place(problem)}: ${problem.message} [${problem.code}]\n  help: ${problem.help}`);
    if (count > SHOWN) lines.push(`and ${count - SHOWN} more`);
    return [`${this.name}: ${count} problem${count === 1 ? "" : "s"} in the portfolio`, ...lines].join("\n");
  }
}
PortfolioError.prototype.name = "PortfolioError";

function place({ path, line, column }) {
  const where = path === "" ? "the portfolio" : path;
  if (line == null) return where;
  return column == null ? `${where}, line ${line}` : `${where}, line ${line}, column ${column}`;
}

/** What a command answered: the keys of its content, which cannot be changed. It can be cloned and posted as it is. */
export class Answer {
  #text;

  constructor(text) {
    this.#text = text;
    Object.freeze(Object.assign(this, freeze(JSON.parse(text))));
  }

  /** The JSON text as the core wrote it. */
  get text() {
    return this.#text;
  }

  toJSON() {
    return { ...this };
  }

  toString() {
    return this.#text;
  }

  get [Symbol.toStringTag]() {
    return "Answer";
  }

  [Symbol.for("nodejs.util.inspect.custom")]() {
    return this.toJSON();
  }
}

const answer = (text) => new Answer(text);

function freeze(value) {
  if (typeof value !== "object" || value === null) return value;
  for (const inside of Object.values(value)) freeze(inside);
  return Object.freeze(value);
}

// The changes of each scenario, written as a portfolio is. Text goes on as it is.
function encodeScenarios(scenarios) {
  if (!isObject(scenarios)) throw new TypeError("scenarios are an object, from names to changes");
  return [...(scenarios instanceof Map ? scenarios : Object.entries(scenarios))].map(([name, changes]) => {
    const what = `scenario ${JSON.stringify(name)}`;
    return { name, changes: typeof changes === "string" ? changes : decode(encode(changes, what), what) };
  });
}
