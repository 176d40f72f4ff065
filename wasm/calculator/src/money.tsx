// The money of the portfolio in two more ways: by what it is for, and by whose budget it comes from. Both are the core's sums.

import type { Accountability } from "whorunsit";
import { useEffect, useState } from "preact/hooks";

import { COST_TYPES, capital, negative, size, words, yearsOf, zero } from "./format";
import { LABELS } from "./words";
import type { Costs } from "./answers";
import { usePage } from "./context";
import { Refusal } from "./engine";
import { Amount } from "./figure";
import type { Portfolio } from "./portfolio";

export const HOLDERS = { "product-team": "Product teams", it: "IT", operations: "Operations" } as const;
const BOTH = ["hybrid-at-scale", "all-ops-run-it"] as const;

interface Found {
  readonly of: Portfolio;
  readonly types: readonly Costs[];
  readonly accounting: readonly Costs[];
  readonly budgets: Accountability | undefined;
}

export function Split() {
  const { view, live, open } = usePage();
  const [found, setFound] = useState<Found>();
  const { of } = view;
  useEffect(() => {
    if (of === undefined) return undefined;
    let gone = false;
    const source = JSON.stringify(of);
    const costs = (by: string) =>
      Promise.all(
        BOTH.map((strategy) =>
          live.engine.ask<Costs>("costs", source, { places: false, strategy, by: [by], line_items: false }),
        ),
      );
    const budgets = live.engine
      .ask<Accountability>("accountability", source, { places: false })
      .catch((error: Error) => {
        if (error instanceof Refusal) return undefined;
        throw error;
      });
    // What the core refuses is told where the inputs are.
    Promise.all([costs("cost_type"), costs("accounting"), budgets]).then(
      ([types, accounting, budgets]) => gone || setFound({ of, types, accounting, budgets }),
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [of]);
  if (found === undefined) return <p aria-busy="true">Being worked out …</p>;
  const years = found.types[0]?.horizon_years ?? 1;
  const rows = (
    all: readonly Costs[],
    key: "cost_type" | "accounting",
    names: (code: string) => string,
    order: readonly string[],
  ) => {
    const codes = [
      ...new Set([...order, ...all.flatMap(({ groups }) => groups.map((group) => group[key] ?? ""))]),
    ].filter((code) => all.some(({ groups }) => groups.some((group) => group[key] === code)));
    return codes.map((code) => (
      <tr key={code}>
        <th scope="row">{names(code)}</th>
        {all.map(({ groups }, at) => {
          const group = groups.find((one) => one[key] === code);
          const part = code === "opportunity" || code.startsWith("lost") ? "loss" : "premium";
          return (
            <td key={at} class="n">
              {group === undefined ? (
                "–"
              ) : (
                <Amount
                  value={group.over_horizon}
                  partial={group.partial}
                  of={`For ${names(code).toLowerCase()}, ${at === 0 ? "recommended" : LABELS.strategies["all-ops-run-it"]}`}
                  explain={{ kind: "strategy", strategy: BOTH[at] ?? BOTH[0], part }}
                />
              )}
            </td>
          );
        })}
      </tr>
    ));
  };
  const heads = (
    <thead>
      <tr>
        <td />
        <th scope="col" class="n">
          Recommended
        </th>
        <th scope="col" class="n">
          {LABELS.strategies["all-ops-run-it"]}
        </th>
      </tr>
    </thead>
  );
  const moves = found.budgets?.moves ?? [];
  return (
    <div class={`split ${found.of === open.portfolio ? "" : "stale"}`}>
      <div class="two">
        <section>
          <h3>What it is for, over {yearsOf(years)}</h3>
          <div class="wide" tabIndex={0} role="region" aria-label="What it is for">
            <table>
              {heads}
              <tbody>
                {rows(
                  found.types,
                  "cost_type",
                  (code) => (LABELS.cost_types as Record<string, string>)[code] ?? words(code),
                  COST_TYPES,
                )}
              </tbody>
            </table>
          </div>
        </section>
        <section>
          <h3>How it is accounted for</h3>
          <div class="wide" tabIndex={0} role="region" aria-label="How it is accounted for">
            <table>
              {heads}
              <tbody>
                {rows(
                  found.accounting,
                  "accounting",
                  (code) => (LABELS.accounting as Record<string, string>)[code] ?? words(code),
                  ["capex", "opex"],
                )}
              </tbody>
            </table>
          </div>
        </section>
      </div>
      {moves.length > 0 && (
        <section>
          <h3>Who pays, a year</h3>
          <div class="wide" tabIndex={0} role="region" aria-label="Who pays">
            <table class="stacked">
              <thead>
                <tr>
                  <th scope="col">Budget</th>
                  <th scope="col">For</th>
                  <th scope="col" class="n">
                    Today
                  </th>
                  <th scope="col" class="n">
                    As recommended
                  </th>
                  <th scope="col" class="n">
                    What moves
                  </th>
                </tr>
              </thead>
              <tbody>
                {moves.map((move, at) => {
                  const name = `${HOLDERS[move.budget_holder]}, ${words(move.cost_type)}`;
                  const explain = { kind: "budget", move } as const;
                  return (
                    <tr key={at}>
                      <th scope="row">
                        {moves[at - 1]?.budget_holder === move.budget_holder ? (
                          <span class="again">{HOLDERS[move.budget_holder]}</span>
                        ) : (
                          HOLDERS[move.budget_holder]
                        )}
                      </th>
                      <td data-head="For">{capital(words(move.cost_type))}</td>
                      <td class="n" data-head="Today">
                        <Amount value={move.today_per_year} of={`${name}, today`} explain={explain} />
                      </td>
                      <td class="n" data-head="As recommended">
                        <Amount value={move.after_per_year} of={`${name}, as recommended`} explain={explain} />
                      </td>
                      <td class="n" data-head="What moves">
                        <Amount
                          value={move.moved_per_year === null ? null : size(move.moved_per_year)}
                          of={`${name}, what moves`}
                          explain={explain}
                        />
                        {move.moved_per_year !== null &&
                          !zero(move.moved_per_year) &&
                          (negative(move.moved_per_year) ? " less" : " more")}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        </section>
      )}
    </div>
  );
}
