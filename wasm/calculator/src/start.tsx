// One's own services: a name and a currency, then rows pasted, or a first row to type into.

import { useState } from "preact/hooks";

import { Modal } from "./modal";
import type { Portfolio } from "./portfolio";
import type { Case } from "./store";

const CURRENCIES = ["USD", "EUR", "GBP", "AUD", "CAD", "CHF", "INR", "JPY", "SEK"] as const;

interface Props {
  readonly close: () => void;
  readonly openCase: (next: Case) => void;
  readonly bring: (rows: string) => void;
  /** What a new case starts from. */
  readonly from: Case;
}

/** One service and nothing else, within the same bands: what costs depend on is for the reader to give. */
export function fresh(from: Case, name = "My organisation", currency = "USD"): Case {
  const { exposure_bands } = from.portfolio;
  const portfolio: Portfolio = {
    schema: 1, name, currency, exposure_bands: exposure_bands ?? [],
    domains: [{ name: "domain" }], teams: [{ name: "team", domain: "domain" }],
    services: [{ name: "service", kind: "digital", team: "team", exposure_per_hour: "1000", feature_demand: "medium" }],
  };
  return { ...from, portfolio, scenarios: [] };
}

export function Start({ close, openCase, bring, from }: Props) {
  const [name, setName] = useState("");
  const [currency, setCurrency] = useState("USD");
  const [rows, setRows] = useState("");
  const [keep, setKeep] = useState(true);
  const start = () => {
    const next = fresh(from, name.trim() || "My organisation", currency);
    // What running and incidents cost is kept where it says so, in the same currency or not: it is named, and to be changed.
    const { services: _, teams: __, domains: ___, exposure_bands: ____, shared_causes: _____, transition_plan: ______, ...costs } = from.portfolio;
    close();
    openCase(keep ? { ...next, portfolio: { ...costs, ...next.portfolio } } : next);
    if (rows.trim() !== "") bring(rows);
    else requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#field-0-name")?.select());
  };
  return (
    <Modal titled="start-title" look="start" close={close}>
      <h2 id="start-title">Use your own services</h2>
      <form onSubmit={(event) => { event.preventDefault(); start(); }}>
        <div class="entries">
          <div class="entry"><label for="start-name">Your organisation</label><input id="start-name" value={name} maxLength={200} autocomplete="organization" placeholder="My organisation" onInput={(event) => setName(event.currentTarget.value)} /></div>
          <div class="entry"><label for="start-currency">Currency</label><select id="start-currency" value={currency} onChange={(event) => setCurrency(event.currentTarget.value)}>{CURRENCIES.map((one) => <option key={one} value={one}>{one}</option>)}</select></div>
        </div>
        <label class="row check"><input type="checkbox" checked={keep} onChange={(event) => setKeep(event.currentTarget.checked)} /> Start from the costs of the case that is open (pay, tiers of response, value of features), and change them later</label>
        <label for="start-rows">Rows from a spreadsheet, with headings: name, team, exposure an hour, feature demand, incidents a year. Leave it empty to type instead.</label>
        <textarea id="start-rows" rows={7} value={rows} spellcheck={false} placeholder={"name\tteam\texposure per hour\tfeature demand\nCheckout\tShop\t90,000\thigh"} onInput={(event) => setRows(event.currentTarget.value)} />
        <div class="row">
          <button type="submit" class="main">{rows.trim() === "" ? "Start with one service" : "Look at the rows"}</button>
          <button type="button" onClick={close}>Cancel</button>
        </div>
      </form>
      <p class="hint">It becomes a case of its own. The one that is open stays among your drafts, and undo brings it back.</p>
    </Modal>
  );
}
