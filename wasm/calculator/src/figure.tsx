// Figures that explain themselves.

import { useBase } from "./context";
import type { Explained } from "./explain";
import { exactMoney, money, shortMoney } from "./format";

interface AmountProps {
  readonly value: string | null | undefined;
  readonly of: string;
  /** Or what finds out when it is asked. */
  readonly explain?: Explained | (() => Explained | undefined) | undefined;
  readonly look?: "whole" | "short";
  readonly partial?: boolean | undefined;
}

/** An amount of money. What has no price is said so, never zero. */
export function Amount({ value, of, explain, look = "whole", partial }: AmountProps) {
  const page = useBase();
  if (value === undefined) return <span class="pending" aria-label={`${of}: being worked out`}>…</span>;
  if (value === null) return <span class="unknown">not estimated</span>;
  const shown = (look === "short" ? shortMoney : money)(value, page.currency);
  const content = (
    <>
      <data value={value}>{shown}</data>
      {partial === true && <abbr title="partial: an input is missing">*</abbr>}
    </>
  );
  if (explain === undefined) return <span title={exactMoney(value, page.currency)}>{content}</span>;
  return (
    <button type="button" class="figure" title={`${exactMoney(value, page.currency)}. Show where it comes from`} aria-label={`${of}: ${shown}. Explain`} onClick={() => {
      const what = typeof explain === "function" ? explain() : explain;
      if (what !== undefined) page.explain(what);
    }}>
      {content}
    </button>
  );
}

/** Any other figure that can be asked about. */
export function Figure({ of, explain, children }: { readonly of: string; readonly explain: Explained; readonly children: string }) {
  const page = useBase();
  return (
    <button type="button" class="figure" title="Show where it comes from" aria-label={`${of}: ${children}. Explain`} onClick={() => page.explain(explain)}>
      {children}
    </button>
  );
}
