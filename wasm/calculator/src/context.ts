// What every part of the page needs.

import { createContext, createElement, type ComponentChildren } from "preact";
import { useContext } from "preact/hooks";

import type { Explained } from "./explain";
import type { Live, View } from "./live";
import type { Key } from "./portfolio";
import type { Case, Store } from "./store";

/** What can be done about a message. */
export interface Action {
  readonly label: string;
  act(): void;
}

/** What seldom changes: a part that needs no more is not drawn anew with every stroke. */
export interface Base {
  readonly store: Store;
  readonly live: Live;
  readonly currency: string;
  select(index: number): void;
  explain(what: Explained): void;
  /** Says something to everybody, screen readers too. */
  say(message: string, kind?: "note" | "error", action?: Action): void;
  /** Goes to the field of an input, wherever it stands. */
  goTo(path: readonly Key[]): void;
  /** Shows what a file or pasted rows hold, and asks what to do with it. `people` are in turn on call in teams that do not say so. */
  bring(what: File | string, people?: number): void;
}

export interface Page extends Base {
  readonly open: Case;
  readonly view: View;
  /** Which service is looked at, by its place. */
  readonly selected: number;
}

export const BaseContext = createContext<Base | undefined>(undefined);
export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error("outside the page");
  return page;
}

export function useBase(): Base {
  const base = useContext(BaseContext);
  if (base === undefined) throw new Error("outside the page");
  return base;
}

/** Shows amounts in the currency that they were worked out in, whatever the case on the screen has become. */
export function InCurrency({
  currency,
  children,
}: {
  readonly currency: string;
  readonly children: ComponentChildren;
}) {
  const page = usePage();
  const value = currency === page.currency ? page : { ...page, currency };
  return createElement(BaseContext.Provider, {
    value,
    children: createElement(PageContext.Provider, { value, children }),
  });
}
