// Drafts on this machine only.

import { readCase } from "./link";
import type { Case } from "./store";

const CURRENT = "whorunsit.current";
const NAMED = "whorunsit.draft.";
const SEEN = "whorunsit.tour";

const storage = (): Storage | undefined => {
  try {
    return localStorage;
  } catch {
    return undefined; // Switched off, or a page without an origin.
  }
};

function put(key: string, open: Case): boolean {
  try {
    storage()?.setItem(key, JSON.stringify({ v: 1, ...open }));
    return storage() !== undefined;
  } catch {
    return false; // Full.
  }
}

function get(key: string): Case | undefined {
  try {
    const text = storage()?.getItem(key);
    return text == null ? undefined : readCase(text);
  } catch {
    return undefined;
  }
}

export const keepCurrent = (open: Case): boolean => put(CURRENT, open);
export const current = (): Case | undefined => get(CURRENT);
export const keep = (name: string, open: Case): boolean => put(NAMED + name, open);
export const draft = (name: string): Case | undefined => get(NAMED + name);
export const forget = (name: string): void => storage()?.removeItem(NAMED + name);

/** Tells once when another tab keeps its case; returns how to listen no more. */
export function onOther(told: () => void): () => void {
  const hear = (event: StorageEvent) => {
    if (event.key !== CURRENT) return;
    told();
    removeEventListener("storage", hear);
  };
  addEventListener("storage", hear);
  return () => removeEventListener("storage", hear);
}

export function names(): string[] {
  const all = storage();
  if (all === undefined) return [];
  return Array.from({ length: all.length }, (_, index) => all.key(index) ?? "").filter((key) => key.startsWith(NAMED)).map((key) => key.slice(NAMED.length)).toSorted();
}

export const tourSeen = (): boolean => storage()?.getItem(SEEN) === "yes";
export function seeTour(): void {
  try {
    storage()?.setItem(SEEN, "yes");
  } catch {
    // Then it is shown again.
  }
}
