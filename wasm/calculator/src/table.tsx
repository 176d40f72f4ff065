// The services as a table to edit. Every message beside a field is the core's.

import type { Problem } from "whorunsit";
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { useBase, usePage } from "./context";
import { Field, Messages, problemsAt } from "./field";
import { Amount, Figure } from "./figure";
import { count, MODEL_NAMES, words } from "./format";
import { demands, fieldValue, freeName, tables, text, type Table } from "./portfolio";
import { still } from "./still";

const PAGE_ROWS = 50;
const COLUMNS = ["name", "kind", "team", "exposure_per_hour", "feature_demand", "incidents_per_year", "severity"] as const;
const HEADS: Record<string, string> = {
  name: "Service", kind: "Kind", team: "Team", exposure_per_hour: "Exposure an hour", feature_demand: "Feature demand",
  incidents_per_year: "Incidents a year", severity: "Severity",
};

export function ServicesTable() {
  const page = usePage();
  const { open, store, view, selected } = page;
  const [start, setStart] = useState(0);
  const { services } = open.portfolio;
  const first = Math.min(start, Math.max(0, Math.floor((services.length - 1) / PAGE_ROWS) * PAGE_ROWS));
  const shown = services.slice(first, first + PAGE_ROWS);
  const teams = useMemo(() => ["", ...tables(open.portfolio, "teams").map((team) => text(team["name"]))], [open.portfolio["teams"]]);
  const bands = useMemo(() => demands(open.portfolio), [open.portfolio["demand_bands"]]);
  // Answers are about the services that were asked about: after adding one they are behind for a moment.
  const current = view.of?.services.length === services.length;

  // The field of a service that was added is entered as soon as it is there.
  const fresh = useRef("");
  useLayoutEffect(() => {
    const input = fresh.current === "" ? null : document.getElementById(fresh.current);
    if (!(input instanceof HTMLInputElement)) return;
    fresh.current = "";
    input.select();
  });

  // What has the focus stays where it is, whatever height the panels above take on for another service.
  const held = useRef<{ readonly element: Element; readonly top: number } | undefined>(undefined);
  const hold = useCallback((element: Element) => {
    held.current = { element, top: element.getBoundingClientRect().top };
  }, []);
  useLayoutEffect(() => {
    const before = held.current;
    held.current = undefined;
    if (before?.element.isConnected === true) scrollBy({ top: before.element.getBoundingClientRect().top - before.top, behavior: "instant" });
  }, [selected]);

  const names = () => services.map((service) => text(service["name"]));
  const add = () => {
    const name = freeName(names(), "new service");
    store.services([...services, { name, kind: "digital", exposure_per_hour: "1000", feature_demand: bands[0] ?? "low" }]);
    setStart(Math.floor(services.length / PAGE_ROWS) * PAGE_ROWS);
    page.select(services.length);
    page.say(`${name} added at the end`);
    fresh.current = `field-${services.length}-name`;
  };
  const duplicate = useCallback((index: number) => {
    const { services } = store.case.portfolio;
    const service = services[index];
    if (service === undefined) return;
    const name = freeName(services.map((one) => text(one["name"])), `${text(service["name"])} copy`);
    store.services([...services.slice(0, index + 1), { ...service, name }, ...services.slice(index + 1)]);
    page.select(index + 1);
    page.say(`${name} added`);
  }, []);
  const remove = useCallback((index: number) => {
    const { services } = store.case.portfolio;
    store.services(services.filter((_, at) => at !== index));
    page.select(Math.max(0, Math.min(index, services.length - 2)));
    page.say(`${text(services[index]?.["name"])} removed; undo brings it back`);
  }, []);
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\t\n].*\S/u.test(pasted)) return;
    event.preventDefault();
    page.bring(pasted);
  };

  return (
    <section class="panel services" aria-labelledby="services-title" onPaste={onPaste} id="services">
      <div class="panel-head">
        <h2 id="services-title">Services</h2>
        <p class="hint">Edit any cell. Paste rows from a spreadsheet anywhere in the table.</p>
        <div class="tools">
          <button type="button" onClick={add}>Add a service</button>
          <PasteBox paste={page.bring} />
        </div>
      </div>
      <div class="wide" tabIndex={0} role="region" aria-label="Table of services">
        <table>
          <thead>
            <tr>
              {COLUMNS.map((column) => <th scope="col" key={column}>{HEADS[column]}</th>)}
              <th scope="col">Run by</th>
              <th scope="col" class="n">Target</th>
              <th scope="col" class="n">Net benefit of You Build It</th>
              <th scope="col"><span class="sr">Actions</span></th>
            </tr>
          </thead>
          <tbody>
            {shown.map((service, at) => {
              const index = first + at;
              const answer = current ? view.recommendation?.services[index] : undefined;
              const problems = view.problems.length === 0 ? NONE : problemsAt(view.problems, `/services/${index}`);
              return (
                <Row
                  key={index}
                  index={index}
                  service={service}
                  selected={index === selected}
                  problems={problems.length === 0 ? NONE : problems}
                  model={answer?.operating_model}
                  target={answer?.availability_target}
                  benefit={answer === undefined ? undefined : (answer.insurance?.net_benefit ?? null)}
                  partial={answer?.insurance?.partial ?? false}
                  teams={teams}
                  bands={bands}
                  hold={hold}
                  duplicate={duplicate}
                  remove={remove}
                />
              );
            })}
          </tbody>
        </table>
      </div>
      {services.length > PAGE_ROWS && (
        <nav class="pager" aria-label="Pages of services">
          <button type="button" disabled={first === 0} onClick={() => setStart(first - PAGE_ROWS)}>Previous</button>
          <span>{count(first + 1)} to {count(first + shown.length)} of {count(services.length)}</span>
          <button type="button" disabled={first + PAGE_ROWS >= services.length} onClick={() => setStart(first + PAGE_ROWS)}>Next</button>
        </nav>
      )}
    </section>
  );
}

const NONE: readonly Problem[] = [];
const isColumn = (path: string, index: number) => COLUMNS.some((column) => path === `/services/${index}/${column}` || path.startsWith(`/services/${index}/${column}/`));

interface RowProps {
  readonly index: number;
  readonly service: Table;
  readonly selected: boolean;
  readonly problems: readonly Problem[];
  readonly model: string | undefined;
  readonly target: string | undefined;
  readonly benefit: string | null | undefined;
  readonly partial: boolean;
  readonly teams: readonly string[];
  readonly bands: readonly string[];
  /** Keeps an element where it is while another service is chosen. */
  readonly hold: (element: Element) => void;
  readonly duplicate: (index: number) => void;
  readonly remove: (index: number) => void;
}

function RowContent({ index, service, selected, problems, model, target, benefit, partial, teams, bands, hold, duplicate, remove }: RowProps) {
  const base = useBase();
  const name = text(service["name"]);
  const choices: Record<string, readonly string[]> = { kind: ["digital", "foundational"], team: teams, feature_demand: bands };
  return (
    <tr class={selected ? "selected" : ""} onFocusIn={(event) => {
      if (selected) return;
      hold(event.target as Element);
      base.select(index);
    }}>
      {COLUMNS.map((column) => (
        <td key={column} class={column}>
          <Field id={`field-${index}-${column}`} path={["services", index, column]} value={service[column]} label={`${HEADS[column]} of ${name || `service ${index + 1}`}`} means={(field) => fieldValue(column, field)} problems={problems} choices={choices[column]} />
          {column === "name" && problems.length > 0 && <Messages problems={problems.filter(({ path }) => !isColumn(path, index))} id={`service-${index}-problem`} />}
        </td>
      ))}
      <td class="run">{model === undefined ? "…" : <span class={`chip ${model}`}>{MODEL_NAMES[model]}</span>}</td>
      <td class="n">{target === undefined ? "…" : <Figure of={`Availability target of ${name}`} explain={{ kind: "target", service: index }}>{`${target} %`}</Figure>}</td>
      <td class="n"><Amount value={benefit} of={`Net benefit for ${name}`} partial={partial} explain={{ kind: "insurance", service: index }} /></td>
      <td class="acts">
        <button type="button" class="icon" title="Duplicate" aria-label={`Duplicate ${name}`} onClick={() => duplicate(index)}><CopyIcon /></button>
        <button type="button" class="icon" title="Remove" aria-label={`Remove ${name}`} onClick={() => remove(index)}>×</button>
      </td>
    </tr>
  );
}

const Row = still(RowContent);

function PasteBox({ paste }: { readonly paste: (source: string) => void }) {
  const [open, setOpen] = useState(false);
  const [source, setSource] = useState("");
  if (!open) return <button type="button" onClick={() => setOpen(true)}>Paste rows</button>;
  return (
    <form
      class="paste"
      onSubmit={(event) => {
        event.preventDefault();
        paste(source);
        setSource("");
        setOpen(false);
      }}
      onPaste={(event) => event.stopPropagation()}
    >
      <label for="paste-rows">Rows from a spreadsheet: {COLUMNS.slice(0, 6).map(words).join(", ")}, or with headings</label>
      <textarea id="paste-rows" rows={5} value={source} onInput={(event) => setSource(event.currentTarget.value)} />
      <button type="submit" class="main">Look at these</button>
      <button type="button" onClick={() => setOpen(false)}>Cancel</button>
    </form>
  );
}

function CopyIcon() {
  return <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5"><rect x="2" y="5" width="9" height="9" rx="1.5" /><path d="M5 3.5V3a1 1 0 0 1 1-1h7a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-.5" /></svg>;
}
