// Figures that explain themselves.

import type { ComponentChildren } from "preact";

import { useBase, usePage } from "./context";
import type { Explained } from "./explain";
import { count, exactMoney, missingWords, money, shortMoney, yearsOf, zero } from "./format";
import { isTable, text } from "./portfolio";

interface AskProps {
  readonly label: string;
  readonly title?: string;
  readonly look?: string;
  readonly explain: Explained | (() => Explained | undefined);
  readonly children: ComponentChildren;
}

function Ask({ label, title = "Show where it comes from", look = "", explain, children }: AskProps) {
  const page = useBase();
  return (
    <button
      type="button"
      class={`figure ${look}`}
      title={title}
      aria-label={`${label}. Explain`}
      onClick={() => {
        const what = typeof explain === "function" ? explain() : explain;
        if (what !== undefined) page.explain(what);
      }}
    >
      {children}
    </button>
  );
}

interface AmountProps {
  readonly value: string | null | undefined;
  readonly of: string;
  /** Or what finds out when it is asked. */
  readonly explain: AskProps["explain"];
  readonly look?: "whole" | "short";
  readonly partial?: boolean | undefined;
}

/** An amount of money. What has no price is said so, never zero: nor is an amount of which nothing is estimated. */
export function Amount({ value, of, explain, look = "whole", partial }: AmountProps) {
  const page = useBase();
  if (value === undefined)
    return (
      <span class="pending" role="img" aria-label={`${of}: being worked out`}>
        …
      </span>
    );
  if (value === null || (partial === true && zero(value))) {
    return (
      <Ask
        label={`${of}: not estimated`}
        title="Not estimated: an input is missing. Show which"
        look="unknown"
        explain={explain}
      >
        not estimated
      </Ask>
    );
  }
  const shown = (look === "short" ? shortMoney : money)(value, page.currency);
  return (
    <Ask
      label={`${of}: ${shown}${partial === true ? ", as far as it is estimated" : ""}`}
      title={`${exactMoney(value, page.currency)}${partial === true ? ", as far as it is estimated: an input is missing" : ""}. Show where it comes from`}
      explain={explain}
    >
      <data value={value}>{shown}</data>
      {partial === true && <span class="star">*</span>}
    </Ask>
  );
}

/** Any other figure: a share, a count, hours. */
export function Figure({
  of,
  explain,
  exact,
  children,
}: {
  readonly of: string;
  /** What is shown rounded, to the last digit. */
  readonly exact?: string | undefined;
  readonly explain: AskProps["explain"];
  readonly children: string | number;
}) {
  const shown = typeof children === "number" ? count(children) : children;
  return (
    <Ask label={`${of}: ${shown}`} explain={explain}>
      {exact === undefined ? shown : <data value={exact}>{shown}</data>}
    </Ask>
  );
}

/** Inputs that are missing, by their pointers. */
export function MissingInputs({ paths }: { readonly paths: readonly string[] }) {
  const { view, open } = usePage();
  const of = view.of ?? open.portfolio;
  const nameOf = (table: string, at: number) => {
    const list = of[table];
    const one = Array.isArray(list) ? list[at] : undefined;
    return isTable(one) ? text(one["name"]) : "";
  };
  return (
    <>
      {paths.map((path, at) => (
        <span key={path} title={path}>
          {at > 0 && ", "}
          {missingWords(path, nameOf)}
        </span>
      ))}
    </>
  );
}

/** Over how many years all is compared. */
export function Years() {
  const { view } = usePage();
  const years = view.comparison?.horizon_years;
  return <>{years === undefined ? "the horizon" : yearsOf(years)}</>;
}
