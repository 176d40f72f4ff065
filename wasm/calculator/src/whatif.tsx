// A copy of the case, kept to compare with while the case is changed by the same controls as ever: what is different, and what
// both come to, side by side.

import { useReducer } from "preact/hooks";

import type { Comparison } from "./answers";
import { usePage } from "./context";
import { money, words } from "./format";
import { at, isTable, pointer, text, written, type Key, type Portfolio, type Value } from "./portfolio";

interface Kept {
  readonly opened: number;
  readonly portfolio: Portfolio;
  readonly comparison: Comparison;
}

// It stays while other tabs are looked at, and goes with its case.
let kept: Kept | undefined;

interface Difference {
  readonly path: readonly Key[];
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** Where two values differ, as far down as both are tables or lists of the same length. */
function differences(before: Value | undefined, after: Value | undefined, path: readonly Key[] = []): Difference[] {
  if (before === after) return [];
  const lists =
    Array.isArray(before) && Array.isArray(after) && before.length === after.length && before.every(isTable);
  const tables = isTable(before) && isTable(after) && !path.includes("exposure_per_hour");
  if (!lists && !tables) return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
  const keys: readonly Key[] = lists
    ? before.map((_, place) => place)
    : [...new Set([...Object.keys(before as object), ...Object.keys(after as object)])];
  return keys.flatMap((key) => differences(at(before as Value, [key]), at(after as Value, [key]), [...path, key]));
}

function named({ path }: Difference, of: Portfolio): string {
  const place = path.findIndex((key) => typeof key === "number");
  const name = place === -1 ? "" : text(at(of, [...path.slice(0, place + 1), "name"]));
  const rest = path
    .filter((key, index) => typeof key === "string" && !(name !== "" && index === place - 1))
    .map((key) => words(String(key)));
  return `${rest.at(-1) ?? words(String(path[0] ?? "the case"))}${rest.length > 1 ? ` (${rest.slice(0, -1).join(", ")})` : ""}${name === "" ? "" : ` of ${name}`}`;
}

const short = (value: Value | undefined): string => {
  if (value === undefined) return "not given";
  const said = Array.isArray(value) && value.some(isTable) ? `${value.length} of them` : written(value);
  return said.length > 40 ? `${said.slice(0, 39)}…` : said;
};

const MOST = 12;

export function WhatIf() {
  const { view, open, store, say } = usePage();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const usable = view.of === open.portfolio && view.comparison !== undefined && view.problems.length === 0;
  const keep = () => {
    if (view.comparison === undefined) return;
    kept = { opened: store.opened, portfolio: open.portfolio, comparison: view.comparison };
    redraw(0);
    say("Kept. Change the case with any control of the page: what is different is shown here");
  };
  const now = kept?.opened === store.opened ? kept : undefined;
  const all = now === undefined ? [] : differences(now.portfolio, open.portfolio);
  const lines: readonly (readonly [string, (one: Comparison["strategies"][number], currency: string) => string])[] = [
    ["Run by teams / operations", (one) => `${one.you_build_it_you_run_it} / ${one.ops_run_it}`],
    ["People on call", (one) => String(one.people_on_call)],
    [
      "Standby a year",
      (one, currency) => (one.standby_per_year === null ? "not estimated" : money(one.standby_per_year, currency)),
    ],
    [
      "Paid over the horizon",
      (one, currency) => `${money(one.premium.over_horizon, currency)}${one.premium.partial ? " *" : ""}`,
    ],
    [
      "Lost over the horizon",
      (one, currency) => `${money(one.loss.over_horizon, currency)}${one.loss.partial ? " *" : ""}`,
    ],
    [
      "Both",
      (one, currency) => `${money(one.over_horizon, currency)}${one.premium.partial || one.loss.partial ? " *" : ""}`,
    ],
  ];
  const ours = (of: Comparison) => of.strategies.find(({ strategy }) => strategy === "hybrid-at-scale");
  const cell = (of: Comparison | undefined, line: (typeof lines)[number][1]) => {
    const one = of === undefined ? undefined : ours(of);
    return of === undefined || one === undefined ? "…" : line(one, of.currency);
  };
  return (
    <section class="what-if" aria-label="Compare with a kept copy">
      {now === undefined && (
        <p class="hint">
          A copy of the case is kept. Then change the case with any control of the page: what is different, and what
          both come to, stands here side by side.
        </p>
      )}
      <div class="row">
        <button type="button" class={now === undefined ? "main" : ""} disabled={!usable} onClick={keep}>
          {now === undefined ? "Keep the case as it is, and change it" : "Keep it as it is now instead"}
        </button>
        {now !== undefined && all.length > 0 && (
          <button type="button" onClick={() => store.change({ portfolio: now.portfolio })}>
            Go back to what was kept
          </button>
        )}
        {now !== undefined && (
          <button
            type="button"
            onClick={() => {
              kept = undefined;
              redraw(0);
            }}
          >
            Stop comparing
          </button>
        )}
      </div>
      {now !== undefined &&
        (all.length === 0 ? (
          <p class="hint">Nothing is different yet. Move a service, slide its exposure, or change any field.</p>
        ) : (
          <>
            <ul class="chips" aria-label="What is different">
              {all.slice(0, MOST).map((one) => (
                <li key={pointer(one.path)}>
                  <bdi>{named(one, open.portfolio)}</bdi>: <s>{short(one.before)}</s> → <b>{short(one.after)}</b>
                </li>
              ))}
              {all.length > MOST && <li>and {all.length - MOST} more</li>}
            </ul>
            <div class="wide" tabIndex={0} role="region" aria-label="As it was kept, and as it is now">
              <table>
                <thead>
                  <tr>
                    <td />
                    <th scope="col" class="n">
                      As it was kept
                    </th>
                    <th scope="col" class="n">
                      As it is now
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {lines.map(([name, line]) => (
                    <tr key={name}>
                      <th scope="row">{name}</th>
                      <td class="n">{cell(now.comparison, line)}</td>
                      <td class={`n ${usable ? "" : "stale"}`}>{cell(view.comparison, line)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        ))}
    </section>
  );
}
