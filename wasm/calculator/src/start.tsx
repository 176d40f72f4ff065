// One's own services: a name and a currency, then rows pasted, a template's services, or a first row to type into.

import templates from "#templates";
import { useState } from "preact/hooks";

import { Choices } from "./choices";
import { PROFILES } from "./fields/lists";
import { fresh } from "./fresh";
import { Modal } from "./modal";
import { tables, text } from "./portfolio";
import type { Case } from "./store";

const CURRENCIES = ["USD", "EUR", "GBP", "AUD", "CAD", "CHF", "INR", "JPY", "SEK"] as const;

/** Costs of the case that is open. */
const OPEN = "open";
/** For these the core knows a rough rate to the currency of the profiles. */
const KNOWN_RATES = new Set(["GBP", "USD", "EUR"]);

/** What is of the services and teams of a case, or said of it alone. */
const OWN = new Set([
  "services",
  "teams",
  "domains",
  "exposure_bands",
  "demand_bands",
  "shared_causes",
  "transition_plan",
  "readiness",
  "profile",
  "note",
  "notes",
  "tags",
  "links",
  "cost_centre",
  "revenue_share",
]);

interface Props {
  readonly close: () => void;
  readonly openCase: (next: Case) => void;
  readonly bring: (rows: string, people?: number) => void;
  /** What a new case starts from. */
  readonly from: Case;
}

export function Start({ close, openCase, bring, from }: Props) {
  const [name, setName] = useState("");
  const [currency, setCurrency] = useState("USD");
  const [size, setSize] = useState("");
  const [rows, setRows] = useState("");
  const [template, setTemplate] = useState("");
  const chosen = templates.find((one) => one["name"] === template);
  const [costs, setCosts] = useState<string>(PROFILES[0]?.[0] ?? "");
  const [rate, setRate] = useState("");
  const own = KNOWN_RATES.has(currency) || costs === "" || costs === OPEN;
  const start = () => {
    const called = name.trim() || (template === "" ? "My organisation" : template);
    const next =
      chosen === undefined
        ? fresh(from, called, currency)
        : { ...from, scenarios: [], portfolio: { ...chosen, name: called, currency } };
    // What running and incidents cost is kept where it says so, in the same currency or not: it is named, and to be changed.
    const kept =
      costs === OPEN ? Object.fromEntries(Object.entries(from.portfolio).filter(([key]) => !OWN.has(key))) : {};
    const profile = PROFILES.some(([name]) => name === costs)
      ? { profile: { name: costs, ...(rate.trim() === "" || own ? {} : { rate: rate.trim() }) } }
      : {};
    const people = /^\s*\d{1,3}\s*$/u.test(size) ? Number(size) : undefined;
    const sized =
      people === undefined
        ? next
        : {
            ...next,
            portfolio: {
              ...next.portfolio,
              teams: tables(next.portfolio, "teams").map((team) => ({ ...team, on_call_participants: people })),
            },
          };
    close();
    openCase({ ...sized, portfolio: { ...kept, ...sized.portfolio, ...profile } });
    if (rows.trim() !== "") bring(rows, people);
    else requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#field-0-name")?.select());
  };
  return (
    <Modal titled="start-title" look="start" close={close}>
      <h2 id="start-title">Use your own services</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <div class="entries">
          <div class="entry">
            <label for="start-name">Your organisation</label>
            <input
              id="start-name"
              value={name}
              maxLength={200}
              autocomplete="organization"
              placeholder="My organisation"
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </div>
          <div class="entry">
            <label for="start-currency">Currency</label>
            <select id="start-currency" value={currency} onChange={(event) => setCurrency(event.currentTarget.value)}>
              <Choices of={CURRENCIES} />
            </select>
          </div>
          <div class="entry">
            <label for="start-size">People in a team</label>
            <input
              id="start-size"
              value={size}
              inputMode="numeric"
              maxLength={4}
              placeholder="not known"
              onInput={(event) => setSize(event.currentTarget.value)}
            />
          </div>
        </div>
        <div class="entry">
          <label for="start-costs">What is not given comes from</label>
          <select id="start-costs" value={costs} onChange={(event) => setCosts(event.currentTarget.value)}>
            {PROFILES.map(([name, title]) => (
              <option key={name} value={name}>
                a reference profile: {title}
              </option>
            ))}
            <option value={OPEN}>the case that is open</option>
            <option value="">nowhere: it stays not estimated</option>
          </select>
        </div>
        {!own && (
          <div class="entry">
            <label for="start-rate">1 GBP is worth, in {currency}</label>
            <input
              id="start-rate"
              value={rate}
              inputMode="decimal"
              maxLength={20}
              onInput={(event) => setRate(event.currentTarget.value)}
            />
          </div>
        )}
        {costs !== "" && (
          <p class="hint">
            {costs === OPEN
              ? "Pay, tiers of response and value of features, to be changed later."
              : "Wide ranges of what is known in public of such organisations. Each is marked as assumed, and what you give takes its place."}
          </p>
        )}
        <div class="entry">
          <label for="start-template">Begin with</label>
          <select id="start-template" value={template} onChange={(event) => setTemplate(event.currentTarget.value)}>
            <option value="">services of my own</option>
            {templates.map((one) => (
              <option key={text(one["name"])} value={text(one["name"])}>
                a template: {text(one["name"])}, {one.services.length} services
              </option>
            ))}
          </select>
        </div>
        {chosen !== undefined && (
          <p class="hint">
            {text(chosen["note"])} {chosen.services.map((service) => text(service["name"])).join(", ")}.
          </p>
        )}
        <label for="start-rows">
          Rows from a spreadsheet, with headings: name, team, exposure an hour, feature demand, incidents a year. Leave
          it empty to type instead.
        </label>
        <textarea
          id="start-rows"
          rows={7}
          value={rows}
          spellcheck={false}
          placeholder={"name\tteam\texposure per hour\tfeature demand\nCheckout\tShop\t90,000\thigh"}
          onInput={(event) => setRows(event.currentTarget.value)}
        />
        <div class="row">
          <button type="submit" class="main">
            {rows.trim() !== ""
              ? "Look at the rows"
              : chosen === undefined
                ? "Start with one service"
                : "Start with the template"}
          </button>
          <button type="button" onClick={close}>
            Cancel
          </button>
        </div>
      </form>
      <p class="hint">
        It becomes a case of its own. The one that is open stays among your drafts, and undo brings it back.
      </p>
    </Modal>
  );
}
