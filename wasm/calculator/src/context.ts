// What every part of the page needs.

import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { Explained } from "./explain";
import type { Live, View } from "./live";
import type { Case, Store } from "./store";

export interface Page {
  readonly store: Store;
  readonly live: Live;
  readonly open: Case;
  readonly view: View;
  readonly currency: string;
  /** Which service is looked at, by its place. */
  readonly selected: number;
  select(index: number): void;
  explain(what: Explained): void;
  /** Says something to everybody, screen readers too. */
  say(message: string, kind?: "note" | "error"): void;
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error("outside the page");
  return page;
}
