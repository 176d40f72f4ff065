// The compiled modules: which there are, what each has, and which one answers a call.

/** From the smallest to the largest, with the commands that the one before lacks. A test holds this to the modules. */
const MODULES = [
  ["decide", ["check", "recommend", "schedules"]],
  [
    "full",
    [
      "costs",
      "compare",
      "scenarios",
      "plan",
      "ready",
      "accountability",
      "simulate",
      "sensitivity",
      "next",
      "spreads",
      "streams",
    ],
  ],
  ["all", ["chart", "growth", "roadmap", "intake", "accept", "report", "diff", "render", "words"]],
];
const NAMES = MODULES.map(([name]) => name);
/** Of several that could answer, the one that is likely to be asked again. */
const PREFERRED = ["full", "decide", "all"];

/** How each module that this program may use is had: at once in Node, in time in a browser. */
const sources = new Map();
const loaded = new Map();
const loading = new Map();

/** Says how a module is loaded: its glue, how it is loaded from a place at once, or how in time. */
export function offer(name, source) {
  sources.set(name, source);
}

const places = new Map();

/** Says where modules are, for what loads them when a call needs them. */
export function locate(where) {
  for (const [name, place] of Object.entries(where)) places.set(name, place);
}

/** Loads a module, once; after a failure it can be tried again. */
export function load(name, place = places.get(name)) {
  const source = sources.get(name);
  if (source === undefined)
    return Promise.reject(new TypeError(`there is no module "${name}" here, only ${[...sources.keys()].join(", ")}`));
  if (loaded.has(name)) return Promise.resolve();
  if (source.loadNow !== undefined) {
    loadNow(name, source);
    return Promise.resolve();
  }
  if (!loading.has(name)) {
    const work = source.load(place).then(() => void loaded.set(name, source.glue));
    loading.set(
      name,
      work.finally(() => loading.delete(name)),
    );
  }
  return loading.get(name);
}

function loadNow(name, source) {
  source.loadNow();
  loaded.set(name, source.glue);
}

/** That a call needs a module which is not there yet. */
export class NotLoaded extends Error {
  constructor(module, command) {
    super(
      loaded.size === 0
        ? "whorunsit is not loaded yet: `await init()` first"
        : `\`${command}\` needs the module \`${module}\`, which is not loaded yet: \`await load("${module}")\` first, or \`await init()\` for all`,
    );
    this.module = module;
  }
}

/** The modules to ask, one after the other, until one has all that the call needs. */
export function* modulesFor(command, portfolio) {
  const has = MODULES.findIndex(([, commands]) => commands.includes(command));
  // The smaller ones read JSON only. A command that none has, each refuses alike.
  const able = NAMES.slice(startsAsJson(portfolio) || command === "intake" ? Math.max(has, 0) : -1).filter((name) =>
    sources.has(name),
  );
  // What this program does not use, the largest that it does refuses.
  const offered = able.length > 0 ? able : NAMES.filter((name) => sources.has(name)).slice(-1);
  const ready = PREFERRED.find((name) => offered.includes(name) && loaded.has(name));
  for (const name of offered.slice(ready === undefined ? 0 : offered.indexOf(ready))) {
    if (!loaded.has(name)) {
      const source = sources.get(name);
      if (source.loadNow === undefined) throw new NotLoaded(name, command);
      loadNow(name, source);
    }
    yield loaded.get(name);
  }
}

/** Whether text starts as that of a JSON object does, or as nothing does. */
function startsAsJson(bytes) {
  const first = bytes.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return first === undefined || first === 0x7b;
}
