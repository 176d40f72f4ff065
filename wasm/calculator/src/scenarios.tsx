// Changed forms of the portfolio beside the portfolio as it is.

import type { Problem, Scenarios } from "whorunsit";
import { useEffect, useState } from "preact/hooks";

import { InCurrency, usePage } from "./context";
import { Refusal, type Engine } from "./engine";
import { Amount, Figure } from "./figure";
import { capital, MODEL_NAMES } from "./format";
import { freeName, text, type Portfolio } from "./portfolio";
import type { Case } from "./store";
import { WhatIf } from "./whatif";

const EXAMPLES: readonly (readonly [string, string])[] = [
  ["cheaper standby", '[on_call.product_teams]\nstandby = { amount = "300", per = "week" }\n'],
  ["five years", "[horizon]\nyears = 5\n"],
  ["money later is worth less", '[horizon]\ndiscount_rate = "8%"\n'],
];

interface Found {
  readonly answer: Scenarios;
  /** The scenarios that it is about: those that the core took. */
  readonly taken: Case["scenarios"];
  /** Why it did not take the others. */
  readonly problems: readonly Problem[];
  readonly of: Portfolio;
  readonly asked: Case["scenarios"];
  readonly opened: number;
}

/** What the scenarios come to. Where the core refuses some, the portfolio as it is and the others. */
async function work(
  engine: Engine,
  source: string,
  asked: Case["scenarios"],
): Promise<Pick<Found, "answer" | "taken" | "problems">> {
  const ask = (scenarios: Case["scenarios"]) =>
    engine.ask<Scenarios>("scenarios", source, { places: false, scenarios });
  try {
    return { answer: await ask(asked), taken: asked, problems: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // It names the problems of one at a time.
    const refused = await Promise.all(
      asked.map((one) =>
        ask([one]).then(
          () => [],
          (each: unknown) => (each instanceof Refusal ? each.problems : []),
        ),
      ),
    );
    const taken = asked.filter((_, index) => refused[index]?.length === 0);
    const problems = refused.flat();
    // Alone each was right, but not together, such as two of one name.
    if (taken.length === asked.length) return { answer: await ask([]), taken: [], problems: error.problems };
    return { answer: await ask(taken), taken, problems };
  }
}

const NOTHING = { answer: undefined, taken: [], problems: [], of: undefined, asked: undefined };

export function ScenariosPanel() {
  const page = usePage();
  const { open, store, view } = page;
  const [found, setFound] = useState<Found>();
  const { scenarios, portfolio } = open;
  const { opened } = store;
  const usable = view.of === portfolio && view.problems.length === 0;

  useEffect(() => {
    let gone = false;
    if (scenarios.length === 0 || !usable) return undefined;
    const timer = setTimeout(() => {
      work(page.live.engine, JSON.stringify(portfolio), scenarios).then(
        (done) => gone || setFound({ ...done, of: portfolio, asked: scenarios, opened }),
        (error: Error) => gone || page.say(`The scenarios could not be worked out: ${error.message}`, "error"),
      );
    }, 150);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [portfolio, scenarios, usable]);

  // What was worked out for another portfolio is not shown beside this one.
  const { answer, taken, problems, ...about } = found?.opened === opened && scenarios.length > 0 ? found : NOTHING;
  const stale = about.of !== portfolio || about.asked !== scenarios;
  const set = (index: number, change: object) =>
    store.change(
      { scenarios: scenarios.map((one, at) => (at === index ? { ...one, ...change } : one)) },
      `scenario ${index} ${Object.keys(change).join()}`,
    );
  const add = (name: string, changes: string) =>
    store.change({
      scenarios: [
        ...scenarios,
        {
          name: freeName(
            scenarios.map((one) => one.name),
            name,
          ),
          changes,
        },
      ],
    });
  const selected = text(portfolio.services[page.selected]?.["name"]);

  return (
    <>
      <WhatIf />
      <h3>Scenarios in words</h3>
      <p class="hint">A scenario says only what is to be different, as TOML or JSON; services go by their names.</p>
      <div class="row">
        {EXAMPLES.map(([name, changes]) => (
          <button key={name} type="button" onClick={() => add(name, changes)}>
            Add “<bdi>{name}</bdi>”
          </button>
        ))}
        {selected !== "" && (
          <button
            type="button"
            onClick={() =>
              add(
                `${selected} by its team`,
                `[services.${JSON.stringify(selected)}]\noperating_model = "you-build-it-you-run-it"\n`,
              )
            }
          >
            Add “{selected} by its team”
          </button>
        )}
      </div>
      <div class="scenario-list">
        {scenarios.map((scenario, index) => (
          <fieldset key={index}>
            <legend class="sr">Scenario {index + 1}</legend>
            <input
              aria-label={`Name of scenario ${index + 1}`}
              value={scenario.name}
              onInput={(event) => set(index, { name: event.currentTarget.value })}
            />
            <textarea
              aria-label={`Changes of ${scenario.name}`}
              rows={3}
              spellcheck={false}
              value={scenario.changes}
              onInput={(event) => set(index, { changes: event.currentTarget.value })}
            />
            <button
              type="button"
              onClick={() => store.change({ scenarios: scenarios.filter((_, at) => at !== index) })}
            >
              Remove
            </button>
          </fieldset>
        ))}
      </div>
      {problems.length > 0 && (
        <ul class="problem" role="alert">
          {problems.slice(0, 5).map((problem, index) => (
            <li key={index}>
              {capital(problem.message)}. {capital(problem.help)}.
            </li>
          ))}
        </ul>
      )}
      {scenarios.length > 0 && view.problems.length > 0 && (
        <p class="notice">
          The scenarios cannot be worked out until the inputs are corrected.
          {answer !== undefined && ` These are the figures of the case from before, in ${answer.currency}.`}
        </p>
      )}
      {answer !== undefined && (
        <InCurrency currency={answer.currency}>
          <div
            class={`wide ${stale ? "stale" : ""}`}
            aria-busy={stale && view.problems.length === 0}
            tabIndex={0}
            role="region"
            aria-label="Scenarios"
          >
            <table>
              <thead>
                <tr>
                  <th scope="col">Scenario</th>
                  <th scope="col">By teams / operations</th>
                  <th scope="col" class="n">
                    Schedules
                  </th>
                  <th scope="col" class="n">
                    Standby a year
                  </th>
                  <th scope="col" class="n">
                    Paid
                  </th>
                  <th scope="col" class="n">
                    Lost
                  </th>
                  <th scope="col" class="n">
                    Both
                  </th>
                  <th scope="col" class="n">
                    More than as it is
                  </th>
                  <th scope="col" class="n">
                    Years
                  </th>
                  <th scope="col">What changes</th>
                </tr>
              </thead>
              <tbody>
                {answer.scenarios.map((one, index) => {
                  // What it changes is at the place before: the first outcome is the portfolio as it is.
                  const explain = () =>
                    stale && view.problems.length === 0
                      ? undefined
                      : ({
                          kind: "scenario",
                          one,
                          asItIs: answer.scenarios[0] ?? one,
                          changes: taken[index - 1]?.changes ?? "",
                        } as const);
                  return (
                    <tr key={one.name}>
                      <th scope="row">
                        <bdi>{one.name}</bdi>
                      </th>
                      <td>
                        <Figure
                          of={`By teams / operations, ${one.name}`}
                          explain={explain}
                        >{`${one.you_build_it_you_run_it} / ${one.ops_run_it}`}</Figure>
                      </td>
                      <td class="n">
                        <Figure of={`Schedules, ${one.name}`} explain={explain}>
                          {one.product_team_schedules}
                        </Figure>
                      </td>
                      <td class="n">
                        <Amount value={one.standby_per_year} of={`Standby a year, ${one.name}`} explain={explain} />
                      </td>
                      <td class="n">
                        <Amount
                          value={one.premium_over_horizon}
                          of={`Paid, ${one.name}`}
                          partial={one.partial}
                          explain={explain}
                        />
                      </td>
                      <td class="n">
                        <Amount value={one.loss_over_horizon} of={`Lost, ${one.name}`} explain={explain} />
                      </td>
                      <td class="n">
                        <Amount value={one.over_horizon} of={`Both, ${one.name}`} explain={explain} />
                      </td>
                      <td class="n">
                        <Amount
                          value={one.more_than_as_it_is}
                          of={`More than as it is, ${one.name}`}
                          explain={explain}
                        />
                      </td>
                      <td class="n">{one.horizon_years}</td>
                      <td>
                        {one.changes
                          .slice(0, 4)
                          .map(
                            (change) =>
                              `${change.service}: ${change.to === null ? "removed" : (MODEL_NAMES[change.to.operating_model] ?? "")}`,
                          )
                          .join("; ")}
                        {one.changes.length > 4 && ` and ${one.changes.length - 4} more`}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        </InCurrency>
      )}
    </>
  );
}
