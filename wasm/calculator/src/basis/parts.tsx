// What explanations are made of: facts, tables, lines and groups of the ledger.

import type { ComponentChildren } from "preact";
import type { Factor, Group, LineItem, Totals } from "whorunsit";
import { useEffect, useState } from "preact/hooks";

import { usePage } from "../context";
import { MissingInputs } from "../figure";
import { capital, count, exactMoney, number, words, yearsOf } from "../format";
import { written, type Portfolio, type Value } from "../portfolio";
import type { Only } from "../protocol";
import { LABELS } from "../words";

/** More rows than these nobody reads in a dialog. */
const MOST = 200;

/** An amount to the last digit. */
export function Exact({ amount }: { readonly amount: string | null | undefined }) {
  const { currency } = usePage();
  if (amount == null) return <span class="unknown">not estimated</span>;
  return <data value={amount}>{exactMoney(amount, currency)}</data>;
}

export function Facts({ facts }: { readonly facts: readonly (readonly [ComponentChildren, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value], at) => (
        <div key={at}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface SheetProps {
  /** Says what the table is; of its own in every dialog. */
  readonly label: string;
  readonly heads: readonly string[];
  /** How many columns from the left are words; the others are figures. */
  readonly text?: number;
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** What the core says the columns of figures come to. */
  readonly together?: readonly ComponentChildren[];
  /** Whether a row is not estimated. */
  readonly partial?: boolean;
}

export function Sheet({ label, heads, text = 1, rows, together, partial }: SheetProps) {
  const look = (at: number) => (at < text ? "" : "n");
  return (
    <>
      <div class="wide" tabIndex={0} role="region" aria-label={label}>
        <table class="ledger">
          <thead>
            <tr>
              {heads.map((head, at) => (
                <th key={at} scope="col" class={look(at)}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST).map((cells, row) => (
              <tr key={row}>
                {cells.map((cell, at) =>
                  at === 0 ? (
                    <th key={at} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={at} class={look(at)}>
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
          {together !== undefined && (
            <tfoot>
              <tr>
                <th scope="row" colSpan={text}>
                  Together{partial === true && ", as far as it is estimated"}
                </th>
                {together.map((cell, at) => (
                  <td key={at} class="n">
                    {cell}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      {rows.length > MOST && (
        <p class="hint">
          The first {MOST} of {count(rows.length)}.
        </p>
      )}
    </>
  );
}

/** Something that is only asked about once it is opened. */
export function Fold({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open && children}
    </details>
  );
}

/** What the core answers, once, or why it does not. */
export function useAnswer<T>(
  command: string,
  portfolio: Portfolio,
  options: object,
  only?: Only,
): T | string | undefined {
  const page = usePage();
  const [found, setFound] = useState<T | string>();
  useEffect(() => {
    let gone = false;
    page.live.engine.ask<T>(command, JSON.stringify(portfolio), { places: false, ...options }, only).then(
      (answer) => gone || setFound(() => answer),
      (error: Error) => gone || setFound(`The core does not answer: ${error.message}`),
    );
    return () => {
      gone = true;
    };
  }, []);
  return found;
}

export function Answered<T extends object>({
  answer,
  children,
}: {
  readonly answer: T | string | undefined;
  readonly children: (answer: T) => ComponentChildren;
}) {
  if (answer === undefined) return <p aria-busy="true">Asking the ledger …</p>;
  if (typeof answer === "string") return <p class="problem">{answer}</p>;
  return <>{children(answer)}</>;
}

interface LinesProps {
  readonly label: string;
  readonly items: readonly LineItem[];
  /** Over so many years, where the figure is about them. */
  readonly years?: number | undefined;
  /** What the core says they come to: in the last column. */
  readonly together?: string | null | undefined;
  readonly ofServices?: boolean;
}

/** Whether a factor has more digits than a basis, which is written for reading, shows of it. */
function isLong({ value, fraction }: Factor): boolean {
  return fraction !== undefined || (value.split(".")[1] ?? "").length > 2;
}

/** An endless fraction is cut where nobody would read on; the title has all that the core has. */
function shortened({ value, fraction }: Factor): string {
  if (fraction !== undefined) return fraction;
  const [whole = "", decimals = ""] = value.split(".");
  return `${number(whole, 0)}${decimals === "" ? "" : `.${decimals.slice(0, 8)}${decimals.length > 8 ? "…" : ""}`}`;
}

/** Where incidents a year are an estimate, the lines count with its mean. */
export function IncidentMean({
  items,
  given,
}: {
  readonly items: readonly LineItem[];
  readonly given: Value | undefined;
}) {
  const used = items.flatMap(({ factors }) => factors).find(({ unit }) => unit === "incidents");
  if (used === undefined || typeof given !== "object" || given === null) return null;
  return (
    <p class="hint">
      Counted with {shortened(used)} incidents a year, the mean of the estimate: {written(given)}.
    </p>
  );
}

/** Lines of the ledger with their basis. */
export function Lines({ label, items, years, together, ofServices }: LinesProps) {
  if (items.length === 0) return <p>The ledger has no line for this: nothing is paid or lost.</p>;
  return (
    <Sheet
      label={label}
      heads={[
        "Line of the ledger, and its basis",
        "Amount",
        ...(years === undefined ? [] : [`Over ${yearsOf(years)}`]),
      ]}
      rows={items.map((item) => [
        <>
          {capital(words(item.code))}
          {ofServices === true && ` of ${item.service}`}
          {item.basis !== "" && <span class="basis">{item.basis}</span>}
          {item.factors.some(isLong) && (
            <small class="exactly" title={item.factors.map(({ value, fraction }) => fraction ?? value).join(" × ")}>
              exactly {item.factors.map(shortened).join(" × ")}
            </small>
          )}
          {item.missing.length > 0 && (
            <span class="basis problem">
              missing: <MissingInputs paths={item.missing} />
            </span>
          )}
          <small>
            {LABELS.frequencies[item.frequency]}, {LABELS.accounting[item.accounting].toLowerCase()},{" "}
            {item.budget_holder === null
              ? "nobody's budget"
              : item.cost_type === "opportunity"
                ? `${LABELS.budget_holders[item.budget_holder]} goes without`
                : `${LABELS.budget_holders[item.budget_holder]} pays`}
            {item.shared_by > 1 && `, split over ${item.shared_by} services`}
          </small>
        </>,
        <Exact amount={item.amount} />,
        ...(years === undefined ? [] : [<Exact amount={item.over_horizon} />]),
      ])}
      partial={items.some(({ amount }) => amount === null)}
      {...(together === undefined
        ? {}
        : { together: [...(years === undefined ? [] : [""]), <Exact amount={together} />] })}
    />
  );
}

interface GroupsProps {
  readonly label: string;
  readonly groups: readonly Group[];
  readonly years: number;
  /** What the figure is about comes first. */
  readonly columns?: readonly Column[];
  readonly together?: Partial<Totals>;
}

type Column = "over_horizon" | "one_off" | "per_year";

/** The ledger, a row for everything that costs or is lost. */
export function Groups({
  label,
  groups,
  years,
  columns = ["over_horizon", "one_off", "per_year"],
  together,
}: GroupsProps) {
  const heads: Record<Column, string> = { over_horizon: `Over ${yearsOf(years)}`, one_off: "Once", per_year: "A year" };
  return (
    <Sheet
      label={label}
      heads={["What for", ...columns.map((column) => heads[column])]}
      rows={groups.map((group) => [
        <>
          {capital(words(group.code ?? ""))}
          <small>
            {group.cost_type}, {group.line_items === 1 ? "1 line" : `${count(group.line_items)} lines`}
            {group.partial && ", some not estimated"}
          </small>
        </>,
        ...columns.map((column) => <Exact amount={group[column]} />),
      ])}
      partial={groups.some(({ partial }) => partial)}
      {...(together === undefined ? {} : { together: columns.map((column) => <Exact amount={together[column]} />) })}
    />
  );
}
