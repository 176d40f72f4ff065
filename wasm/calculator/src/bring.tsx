// What a file or pasted rows hold, shown before any of it takes the place of something.

import { useEffect, useMemo, useState } from "preact/hooks";

import { usePage } from "./context";
import { find, type Found } from "./files";
import { capital, count, words } from "./format";
import { Modal } from "./modal";
import { text, type Table } from "./portfolio";
import { COLUMN_KEYS, columnsOf, remarks, servicesFrom, withServices, type Columns } from "./sheet";
import type { Case } from "./store";

/** So many rows are shown of what was read. */
const SHOWN = 6;

export interface BringProps {
  readonly what: File | string;
  readonly close: () => void;
  /** Opens another case. */
  readonly openCase: (next: Case) => void;
}

const nameOf = (what: File | string): string => (typeof what === "string" ? "what was pasted" : what.name);

export function Bring({ what, close, openCase }: BringProps) {
  const page = usePage();
  const [found, setFound] = useState<Found>();
  const stop = useMemo(() => new AbortController(), [what]);

  useEffect(() => {
    find(what, page.open, stop.signal).then(setFound, (error: Error) => {
      if (stop.signal.aborted) return;
      close();
      page.say(typeof what === "string" ? `The rows were not read, and your case is as it was. ${capital(error.message)}` : `${what.name} was not opened, and your case is as it was. ${capital(error.message)}`, "error");
    });
    return () => stop.abort();
  }, [what]);

  return (
    <Modal titled="bring-title" look="bring" close={close}>
      {found === undefined ? (
        <>
          <h2 id="bring-title">Reading {nameOf(what)}</h2>
          <p aria-busy="true">This goes on beside the page, and can be called off.</p>
          <div class="row"><button type="button" onClick={close}>Cancel</button></div>
        </>
      ) : found.kind === "rows" ? <Rows rows={found.rows} what={what} close={close} /> : (
        <Whole found={found} name={nameOf(what)} close={close} take={() => {
          const lost = page.open.scenarios.length > 0 && !found.whole;
          close();
          openCase(found.next);
          page.say(found.whole ? `${nameOf(what)} opened, with its scenarios, trials and seed` : `${nameOf(what)} opened${lost ? "; the scenarios of the case before are closed with it. Undo brings both back" : ""}`);
        }} />
      )}
    </Modal>
  );
}

interface WholeProps {
  readonly found: Found & { readonly kind: "case" };
  readonly name: string;
  readonly close: () => void;
  readonly take: () => void;
}

/** A whole portfolio: another case, beside the one that is open. */
function Whole({ found: { next, whole }, name, close, take }: WholeProps) {
  const { portfolio, scenarios } = next;
  const services = portfolio.services.slice(0, SHOWN).map((service) => text(service["name"]));
  return (
    <>
      <h2 id="bring-title">Open {name}?</h2>
      <dl class="facts">
        <div><dt>Portfolio</dt><dd><bdi>{text(portfolio["name"]) || "without a name"}</bdi></dd></div>
        <div><dt>Currency</dt><dd>{text(portfolio["currency"]) || "not given"}</dd></div>
        <div><dt>{count(portfolio.services.length)} {portfolio.services.length === 1 ? "service" : "services"}</dt><dd>{services.map((one, at) => <>{at > 0 && ", "}<bdi>{one}</bdi></>)}{portfolio.services.length > SHOWN && ", …"}</dd></div>
        {whole && <div><dt>Scenarios</dt><dd>{scenarios.length === 0 ? "none" : scenarios.map((one) => one.name).join(", ")}</dd></div>}
      </dl>
      <p class="hint">It opens as a case of its own. The case that is open stays among your drafts if you changed it, and undo brings it back.</p>
      <div class="row">
        <button type="button" class="main" onClick={take}>Open it</button>
        <button type="button" onClick={close}>Cancel</button>
      </div>
    </>
  );
}

interface RowsProps {
  readonly rows: readonly (readonly string[])[];
  readonly what: File | string;
  readonly close: () => void;
}

const LABELS: Record<string, string> = { exposure_per_hour: "exposure an hour", incidents_per_year: "incidents a year", peaks: "peaks (JSON)" };
const labelOf = (key: string): string => LABELS[key] ?? words(key);

/** Rows of services: what each column is, what the first rows say, and whether they are added or take the place of all. */
function Rows({ rows, what, close }: RowsProps) {
  const { open, store, select, say } = usePage();
  const [columns, setColumns] = useState<Columns>(() => columnsOf(rows));
  const read = useMemo(() => servicesFrom(rows, columns, open.portfolio), [rows, columns]);
  const { services } = read;
  const named = columns.keys.includes("name");
  const before = open.portfolio.services.length;
  const many = (number: number) => `${count(number)} ${number === 1 ? "service" : "services"}`;
  const take = (all: boolean) => {
    store.change({ portfolio: withServices(open.portfolio, services, all) });
    close();
    select(0);
    const ignored = read.ignored.filter((head) => head.trim() !== "");
    if (all) say(`${many(services.length)} read from ${nameOf(what)}: they take the place of those that were here, and all other inputs stay${ignored.length > 0 ? `; columns not taken: ${ignored.slice(0, 5).join(", ")}` : ""}. Undo brings them back`);
    else say(`${many(services.length)} ${typeof what === "string" ? "pasted" : `read from ${what.name}`}${remarks(read, open.portfolio)}`);
  };
  const set = (at: number, key: string) => setColumns({
    ...columns,
    // One column for each key: what it was before is given up.
    keys: columns.keys.map((one, index) => (index === at ? key || undefined : one === key ? undefined : one)),
  });
  const preview = (columns.headed ? rows.slice(1) : rows).slice(0, SHOWN);
  const reason = !named ? "Say which column holds the names" : services.length === 0 ? "There is no row below the headings" : undefined;
  return (
    <>
      <h2 id="bring-title">{many(services.length)} in {nameOf(what)}</h2>
      <p class="hint">Check what each column was taken for. Nothing is taken over yet.</p>
      <label class="row"><input type="checkbox" checked={columns.headed} onChange={(event) => setColumns({ ...columns, headed: event.currentTarget.checked })} /> The first row holds headings</label>
      <div class="wide" tabIndex={0} role="region" aria-label="What was read">
        <table>
          <thead>
            <tr>{columns.keys.map((key, at) => (
              <th scope="col" key={at}>
                <label>{columns.headed ? <bdi>{(rows[0]?.[at] ?? "").slice(0, 40) || `Column ${at + 1}`}</bdi> : `Column ${at + 1}`}
                  <select value={key ?? ""} onChange={(event) => set(at, event.currentTarget.value)}>
                    <option value="">leave out</option>
                    {COLUMN_KEYS.map((one) => <option key={one} value={one}>{labelOf(one)}</option>)}
                  </select>
                </label>
              </th>
            ))}</tr>
          </thead>
          <tbody>{preview.map((row, index) => <tr key={index}>{columns.keys.map((key, at) => <td key={at} class={key === undefined ? "left-out" : ""}><bdi>{(row[at] ?? "").slice(0, 80)}</bdi></td>)}</tr>)}</tbody>
        </table>
      </div>
      {services.length > SHOWN && <p class="hint">and {many(services.length - SHOWN)} more</p>}
      <Notes read={read} services={open.portfolio.services} />
      {reason !== undefined && <p class="problem" id="bring-reason">{reason}.</p>}
      <div class="row">
        <button type="button" class={typeof what === "string" ? "main" : ""} disabled={reason !== undefined} onClick={() => take(false)}>Add to the {many(before)} here</button>
        <button type="button" class={typeof what === "string" ? "" : "main"} disabled={reason !== undefined} onClick={() => take(true)}>Replace the {many(before)} here</button>
        <button type="button" onClick={close}>Cancel</button>
      </div>
    </>
  );
}

function Notes({ read, services }: { readonly read: ReturnType<typeof servicesFrom>; readonly services: readonly Table[] }) {
  const here = new Set(services.map((service) => service["name"]));
  const same = read.services.filter((service) => here.has(service["name"])).length;
  const nameless = read.services.filter((service) => service["name"] === "").length;
  const notes = [
    ...(same > 0 ? [`${count(same)} ${same === 1 ? "has" : "have"} the name of a service that is here: added, ${same === 1 ? "it changes that one" : "they change those"}.`] : []),
    ...(nameless > 0 ? [`${count(nameless)} ${nameless === 1 ? "has" : "have"} no name.`] : []),
    ...(read.doubtful.length > 0 ? [`${read.doubtful.slice(0, 3).join(", ")}: a point is read as the decimal point.`] : []),
  ];
  return notes.length === 0 ? null : <ul class="notice">{notes.map((note) => <li key={note}>{note}</li>)}</ul>;
}
