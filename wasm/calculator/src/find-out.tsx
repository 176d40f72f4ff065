// What to find out next: the core says which inputs, what knowing them is worth, and who usually knows them. Each is one click from
// its field.

import type { FindOut, MissingInput } from "whorunsit";

import type { Sensitivity } from "./answers";
import { usePage } from "./context";
import { Amount } from "./figure";
import { capital, count, words } from "./format";
import type { Lab } from "./lab";
import { isTable, tables, text, type Key, type Portfolio } from "./portfolio";

/** So many are shown: more is no next step. */
const SHOWN = 3;

/** Of an input that services have, the one whose estimate of it moves the difference most. */
function serviceOf(input: string, sensitivity: Sensitivity | null | undefined, portfolio: Portfolio): number {
  let found = { name: "", swing: 0 };
  for (const { name, tornado } of sensitivity?.services ?? [])
    for (const one of tornado)
      if (one.input === input && Math.abs(Number(one.swing)) > found.swing)
        found = { name, swing: Math.abs(Number(one.swing)) };
  return Math.max(
    0,
    portfolio.services.findIndex((service) => text(service["name"]) === found.name),
  );
}

/** The field of an input, by its key with its tables: `severity`, `response.ops-run-it.second line.pick_up`. */
function fieldOf(input: string, sensitivity: Sensitivity | null | undefined, portfolio: Portfolio): readonly Key[] {
  const [table = "", model = "", ...rest] = input.split(".");
  if (table === "response" && rest.length > 0) {
    const key = rest.at(-1) ?? "";
    const given = portfolio["response"];
    const of = isTable(given) ? given[model] : undefined;
    const tiers = isTable(of) && Array.isArray(of["tiers"]) ? of["tiers"] : [];
    const place = tiers.findIndex((tier) => isTable(tier) && text(tier["name"]) === rest.slice(0, -1).join("."));
    return [table, model, "tiers", ...(place === -1 ? [] : [place, key])];
  }
  if (table === "teams")
    return [table, tables(portfolio, "teams").length > 0 ? 0 : "add", ...[model, ...rest].filter(Boolean)];
  const own = !input.includes(".") && portfolio[input] === undefined;
  return own ? ["services", serviceOf(input, sensitivity, portfolio), input] : input.split(".");
}

const pathOf = (pointer: string): readonly Key[] =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => (/^\d+$/u.test(part) ? Number(part) : part));

/** Who usually knows an input. */
const who = (by: string): string => (by === "hr" ? "HR" : by === "service-owner" ? "the service owner" : words(by));

/** The next steps of the case, three at most: ranges worth knowing better, else what is missing. */
export function FindOutNext({ lab }: { readonly lab: Lab }) {
  const { view, open, goTo } = usePage();
  const { next } = lab;
  if (next === undefined) return null;
  const { find_out, missing, settled } = next.answer;
  const stale = next.of !== open.portfolio;
  const lacks = missing.filter(({ refused }) => !refused);
  if (find_out.length === 0 && lacks.length === 0) return null;
  return (
    <div class={`next-steps ${stale ? "stale" : ""}`}>
      <p>
        <strong>Find out next.</strong>{" "}
        {settled === false && "Not settled: public ranges leave open which model is cheaper. "}
        {find_out.length === 0
          ? `${count(lacks.reduce((sum, { places }) => sum + places, 0))} inputs are missing.`
          : "These move the answer most:"}
      </p>
      <ol>
        {find_out.slice(0, SHOWN).map((one: FindOut) => (
          <li key={one.input}>
            <button
              type="button"
              class="link"
              aria-label={`Go to it: ${one.words}`}
              onClick={() => goTo(fieldOf(one.input, view.sensitivity, open.portfolio))}
            >
              {capital(one.words)}
            </button>{" "}
            <small>
              by{" "}
              <Amount
                value={one.swing}
                of={`${capital(one.words)}: moves the answer by`}
                look="short"
                explain={{ kind: "find-out", found: one }}
              />
              ; knowing it is worth{" "}
              <Amount
                value={one.worth}
                of={`${capital(one.words)}: knowing it is worth`}
                look="short"
                explain={{ kind: "find-out", found: one }}
              />
              . Ask {who(one.known_by)}
            </small>
          </li>
        ))}
        {find_out.length === 0 &&
          lacks.slice(0, SHOWN).map((one: MissingInput) => (
            <li key={one.input}>
              <button
                type="button"
                class="link"
                aria-label={`Go to it: ${one.words}`}
                onClick={() => goTo(pathOf(one.first))}
              >
                {capital(one.words)}
              </button>{" "}
              <small>
                missing{one.places > 1 && ` in ${count(one.places)} places`}. Ask {who(one.known_by)}
              </small>
            </li>
          ))}
      </ol>
    </div>
  );
}
