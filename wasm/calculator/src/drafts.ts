// Drafts on this machine only: one for each case, the last twenty kept. What cannot be opened is set aside, not lost.

import { readCase } from "./link";
import { text } from "./portfolio";
import type { Case, Store } from "./store";

/** What a draft is called and when it was last kept, beside the case itself: a list of drafts reads no case. */
export interface Draft {
  readonly id: string;
  readonly name: string;
  /** In milliseconds since 1970; 0 for one that an older page kept. */
  readonly at: number;
  /** A copy that somebody made on purpose: it stays until somebody deletes it. */
  readonly copy: boolean;
  /** Why it cannot be opened. */
  readonly broken: string | undefined;
}

const ABOUT = "whorunsit.about.";
const BODY = "whorunsit.case.";
/** Where a page before this one kept its last draft, and its named ones. */
const OLD_CURRENT = "whorunsit.current";
const OLD_NAMED = "whorunsit.draft.";
/** Which draft is being opened: it is still there on the next visit if the page never got so far as to show it. */
const OPENING = "whorunsit.opening";
/** Which draft this tab has, and the address that it wrote; outlives loading the page again. */
const TAB = "whorunsit.tab";

/** How many drafts are kept, besides copies. */
export const KEPT = 20;
/** After so many visits that ended before a draft was shown, it is set aside. */
const ATTEMPTS = 2;

const local = (): Storage | undefined => tried(() => localStorage);
const session = (): Storage | undefined => tried(() => sessionStorage);

function tried<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined; // Switched off, or a page without an origin.
  }
}

const keys = (storage: Storage): string[] => Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "");

function json(source: string | null | undefined): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(source ?? "{}");
    return typeof data === "object" && data !== null ? { ...data } : {};
  } catch {
    return {};
  }
}

/** All drafts, the last kept first. */
export function list(): Draft[] {
  const storage = local();
  if (storage === undefined) return [];
  return keys(storage)
    .filter((key) => key.startsWith(ABOUT))
    .map((key) => {
      const { name, at, copy, broken } = json(storage.getItem(key));
      return {
        id: key.slice(ABOUT.length),
        name: typeof name === "string" ? name : "",
        at: typeof at === "number" ? at : 0,
        copy: copy === true,
        broken: typeof broken === "string" ? broken : undefined,
      };
    })
    .toSorted((a, b) => b.at - a.at);
}

/** The text of a draft, whatever it says, for a file. */
export const raw = (id: string): string => local()?.getItem(BODY + id) ?? "";

/** Opens a draft. One that cannot be opened is set aside; why is the error's message. */
export function load(id: string): Case {
  try {
    return readCase(raw(id));
  } catch (error) {
    setAside(id, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

export function setAside(id: string, why: string): void {
  const found = list().find((draft) => draft.id === id);
  if (found !== undefined)
    put(ABOUT + id, JSON.stringify({ name: found.name, at: found.at, copy: found.copy, broken: why }));
}

export function forget(id: string): void {
  local()?.removeItem(BODY + id);
  local()?.removeItem(ABOUT + id);
}

function put(key: string, value: string): boolean {
  try {
    const storage = local();
    storage?.setItem(key, value);
    return storage !== undefined;
  } catch {
    return false; // Full.
  }
}

const freshId = (): string => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;

/** Writes a draft whole, or leaves the one before as it was. */
function write(id: string, about: Pick<Draft, "name" | "at" | "copy">, body: string): boolean {
  const before = local()?.getItem(BODY + id);
  if (put(BODY + id, body) && put(ABOUT + id, JSON.stringify(about))) return true;
  if (before == null) forget(id);
  else put(BODY + id, before);
  return false;
}

export const bodyOf = (open: Case): string => JSON.stringify({ v: 1, ...open });
const nameOf = (open: Case): string => text(open.portfolio["name"]).slice(0, 200) || "Without a name";

/** Keeps a copy under a name; says whether there was room. */
export const keepCopy = (name: string, open: Case): boolean =>
  write(freshId(), { name, at: Date.now(), copy: true }, bodyOf(open));

/** What an older page kept is a draft like any other. */
export function takeOver(): void {
  const storage = local();
  if (storage === undefined) return;
  for (const key of keys(storage)) {
    if (key !== OLD_CURRENT && !key.startsWith(OLD_NAMED)) continue;
    const body = storage.getItem(key) ?? "";
    const copy = key.startsWith(OLD_NAMED);
    let name = copy ? key.slice(OLD_NAMED.length) : "Last draft";
    try {
      const found = readCase(body);
      if (!copy) name = nameOf(found);
    } catch {
      // Opening it says why it cannot be opened.
    }
    const id = freshId();
    storage.removeItem(key);
    if (!write(id, { name, at: copy ? 0 : Date.now(), copy }, body)) put(key, body);
  }
}

interface Tab {
  readonly id?: string;
  /** The address that this tab wrote for it. */
  readonly hash?: string;
  /** The example, which is no draft. */
  readonly example?: boolean;
}

export const tab = (): Tab => {
  const { id, hash, example } = json(session()?.getItem(TAB));
  return {
    ...(typeof id === "string" ? { id } : {}),
    ...(typeof hash === "string" ? { hash } : {}),
    ...(example === true ? { example } : {}),
  };
};

export function setTab(to: Tab): void {
  try {
    session()?.setItem(TAB, JSON.stringify(to));
  } catch {
    // Then this tab opens the last draft when it is loaded again.
  }
}

/** Notes that a draft is about to be shown; returns whether it should be tried. */
export function attempt(id: string): { readonly again: boolean } {
  const { id: last, times } = json(local()?.getItem(OPENING));
  const before = last === id && typeof times === "number" ? times : 0;
  put(OPENING, JSON.stringify({ id, times: before + 1 }));
  return { again: before < ATTEMPTS };
}

/** The page is there: whatever it opened can be opened. */
export const shown = (): void => local()?.removeItem(OPENING);

export type Kept = "kept" | "full" | "apart";

/** Keeps what is changed in this tab. A case that nobody changed, such as that of a link, is no draft. */
export class Keeper {
  /** Which draft each opening of a case is, and when this tab last saw it kept. */
  #drafts = new Map<number, { id: string; at: number }>();
  #channel = tried(() => new BroadcastChannel("whorunsit"));

  constructor(
    private readonly store: Store,
    private readonly told: (what: "open" | "changed") => void,
  ) {
    this.#channel?.addEventListener("message", ({ data }: MessageEvent<unknown>) => this.#hear(data));
    globalThis.addEventListener?.("storage", (event: StorageEvent) => {
      if (this.id !== undefined && event.key === ABOUT + this.id && event.newValue !== null) this.told("changed");
    });
  }

  /** The draft of the case that is open. */
  get id(): string | undefined {
    return this.#drafts.get(this.store.opened)?.id;
  }

  /** Says that the case that is open is this draft. */
  adopt(id: string): void {
    this.#drafts.set(this.store.opened, { id, at: list().find((draft) => draft.id === id)?.at ?? 0 });
    setTab({ id });
    this.#channel?.postMessage({ open: id });
  }

  /** Keeps the case; `apart` where another tab had changed the same draft, which stays as it is. */
  keep(open: Case): Kept {
    const known = this.#drafts.get(this.store.opened);
    const stored = known === undefined ? undefined : list().find((draft) => draft.id === known.id);
    const apart = known !== undefined && stored !== undefined && stored.at !== known.at;
    const id = known === undefined || apart ? freshId() : known.id;
    // Two keepings within a millisecond are two.
    const at = Math.max(Date.now(), (known?.at ?? 0) + 1);
    if (!write(id, { name: nameOf(open), at, copy: stored?.copy === true && !apart }, bodyOf(open))) return "full";
    this.#drafts.set(this.store.opened, { id, at });
    const { hash } = tab();
    setTab({ id, ...(hash === undefined ? {} : { hash }) });
    for (const { id: old } of list()
      .filter((draft) => !draft.copy && draft.broken === undefined)
      .slice(KEPT))
      forget(old);
    return apart ? "apart" : "kept";
  }

  #hear(data: unknown): void {
    const { open, here } = json(JSON.stringify(data));
    if (this.id === undefined || (open !== this.id && here !== this.id)) return;
    this.told("open");
    if (open === this.id) this.#channel?.postMessage({ here: this.id });
  }
}
