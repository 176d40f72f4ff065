// The services as a table to edit. Every message beside a field is the core's.

import type { Problem } from "whorunsit";
import { inPlaces } from "./live";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { useBase, usePage } from "./context";
import { Field, Messages, problemsAt } from "./field";
import { Amount, Figure } from "./figure";
import { count, MODEL_NAMES, words } from "./format";
import { changed, demands, fieldValue, freeName, TABLE_KEYS, tables, text, type Table } from "./portfolio";
import { still } from "./still";
import { Icon } from "./top";

/** With more rows than these, only those that can be seen are drawn. */
const ALL_ROWS = 60;
/** So many rows are drawn above and below those that can be seen. */
const BEYOND = 12;
const HEADS: Record<string, string> = {
  name: "Service",
  kind: "Kind",
  team: "Team",
  exposure_per_hour: "Exposure an hour",
  feature_demand: "Feature demand",
  incidents_per_year: "Incidents a year",
  severity: "Severity",
};

type Sort = { readonly by: string; readonly down: boolean } | undefined;

/** What stands in the table from above: rows of services by their place, and heads of groups. */
type Item = number | { readonly group: string };

export function ServicesTable() {
  const page = usePage();
  const { open, store, view, selected } = page;
  const [query, setQuery] = useState("");
  const [sort, setSort] = useState<Sort>();
  const [grouped, setGrouped] = useState(false);
  const { services } = open.portfolio;
  const teams = useMemo(
    () => tables(open.portfolio, "teams").map((team) => text(team["name"])),
    [open.portfolio["teams"]],
  );
  const bands = useMemo(() => demands(open.portfolio), [open.portfolio["demand_bands"]]);
  // Answers are about the services that were asked about: after adding one they are behind for a moment.
  const current = view.of !== undefined && view.of.services.length + view.leftOut.length === services.length;
  const answers = current ? inPlaces(view, view.recommendation?.services) : undefined;

  // The order stays while cells are edited: a row that jumped away from under the hand would help nobody.
  const items = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    let found = services.map((_, index) => index);
    if (wanted !== "")
      found = found.filter((index) =>
        ["name", "team", "kind"].some((key) => text(services[index]?.[key]).toLowerCase().includes(wanted)),
      );
    if (sort !== undefined) {
      const of = (index: number): string | number => {
        const answer = answers?.[index];
        if (sort.by === "exposure_per_hour") return Number(answer?.exposure_per_hour ?? 0);
        if (sort.by === "feature_demand")
          return bands.indexOf(answer?.feature_demand ?? text(services[index]?.["feature_demand"]));
        if (sort.by === "benefit") return Number(answer?.insurance?.net_benefit ?? -Infinity);
        if (sort.by === "target") return Number(answer?.availability_target ?? 0);
        if (sort.by === "model") return answer?.operating_model ?? "";
        return text(services[index]?.[sort.by]);
      };
      const keys = new Map(found.map((index) => [index, of(index)]));
      found = found.toSorted((a, b) => {
        const [left, right] = [keys.get(a) ?? "", keys.get(b) ?? ""];
        const order =
          typeof left === "number" && typeof right === "number"
            ? left - right
            : String(left).localeCompare(String(right));
        return sort.down ? -order : order;
      });
    }
    if (!grouped) return found as readonly Item[];
    const groups = new Map<string, number[]>();
    for (const index of found) {
      const team = text(services[index]?.["team"]);
      groups.set(team, [...(groups.get(team) ?? []), index]);
    }
    return [...groups].flatMap(([group, inside]): Item[] => [{ group }, ...inside]);
  }, [query, sort, grouped, services.length, store.opened, current]);

  // Only what can be seen is drawn: which rows, follows the window.
  const rows = useRef<HTMLTableSectionElement>(null);
  const [seen, setSeen] = useState({ first: 0, last: ALL_ROWS });
  const height = useRef(41);
  const many = items.length > ALL_ROWS;
  const look = useCallback(() => {
    const body = rows.current;
    if (body === null || !many) return;
    const row = body.querySelector("tr.service-row");
    if (row !== null && row.clientHeight > 0) height.current = row.getBoundingClientRect().height;
    const { top } = body.getBoundingClientRect();
    const first = Math.max(0, Math.min(items.length - 1, Math.floor(-top / height.current)) - BEYOND);
    const last = Math.min(items.length, Math.ceil((innerHeight - top) / height.current) + BEYOND);
    setSeen((before) =>
      Math.abs(before.first - first) < BEYOND / 2 && Math.abs(before.last - last) < BEYOND / 2
        ? before
        : { first, last: Math.max(first + 2 * BEYOND, last) },
    );
  }, [many, items]);
  useEffect(() => {
    look();
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    return () => {
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, [look]);
  const first = many ? Math.min(seen.first, Math.max(0, items.length - 1)) : 0;
  const last = many ? Math.min(items.length, seen.last) : items.length;
  const shown = items.slice(first, last);

  /** Scrolls a service into sight, so that its row is drawn. */
  const reveal = (index: number) => {
    const place = items.indexOf(index);
    const body = rows.current;
    if (place === -1 || body === null) {
      setQuery("");
      return;
    }
    if (place >= first && place < last) return;
    scrollBy({ top: body.getBoundingClientRect().top + place * height.current - innerHeight / 2, behavior: "instant" });
    setSeen({ first: Math.max(0, place - BEYOND), last: Math.min(items.length, place + 2 * BEYOND) });
  };
  useEffect(() => {
    const asked = (event: Event) => reveal((event as CustomEvent<number>).detail);
    addEventListener("reveal-service", asked);
    return () => removeEventListener("reveal-service", asked);
  });

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
    if (before?.element.isConnected === true)
      scrollBy({ top: before.element.getBoundingClientRect().top - before.top, behavior: "instant" });
  }, [selected]);

  // One stop of the Tab key for the whole table: the cell that had the focus last, else the first.
  const [stop, setStop] = useState({ index: 0, column: 0 });
  const indices = shown.filter((item): item is number => typeof item === "number");
  const stopRow = indices.includes(stop.index) ? stop.index : indices[0];
  const cells = (row: Element): HTMLElement[] => [...row.querySelectorAll<HTMLElement>("input, select, button")];
  const onFocusIn = (event: FocusEvent) => {
    const row = (event.target as Element).closest<HTMLElement>("tr.service-row");
    if (row === null) return;
    const index = Number(row.dataset["index"]);
    const column = cells(row).indexOf(event.target as HTMLElement);
    if (column !== -1 && (index !== stop.index || column !== stop.column)) setStop({ index, column });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>("tr.service-row");
    if (row === null || event.altKey || event.metaKey) return;
    const column = cells(row).indexOf(target);
    const go = (to: Element | null | undefined, at: number) => {
      const next = to == null ? undefined : cells(to)[at];
      if (next === undefined) return;
      event.preventDefault();
      next.focus();
      if (next instanceof HTMLInputElement) next.select();
    };
    const beside = (from: HTMLElement, by: 1 | -1): Element | null => {
      let next: Element | null = from;
      do next = by === 1 ? (next?.nextElementSibling ?? null) : (next?.previousElementSibling ?? null);
      while (next !== null && !next.classList.contains("service-row"));
      return next;
    };
    if (
      (event.key === "ArrowDown" || event.key === "ArrowUp") &&
      (!(target instanceof HTMLSelectElement) || event.ctrlKey)
    )
      return go(beside(row, event.key === "ArrowDown" ? 1 : -1), column);
    if (event.key === "Enter" && target instanceof HTMLInputElement)
      return go(beside(row, event.shiftKey ? -1 : 1), column);
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    // In a text, arrows go through its letters first.
    const right = event.key === "ArrowRight";
    if (target instanceof HTMLInputElement && !event.ctrlKey) {
      const whole = target.selectionStart === 0 && target.selectionEnd === target.value.length;
      const edge =
        target.selectionStart === target.selectionEnd && target.selectionStart === (right ? target.value.length : 0);
      if (!whole && !edge) return;
    }
    go(row, column + (right ? 1 : -1));
  };

  const names = () => services.map((service) => text(service["name"]));
  const add = () => {
    const name = freeName(names(), "new service");
    setQuery("");
    setSort(undefined);
    setGrouped(false);
    store.services([
      ...services,
      { name, kind: "digital", exposure_per_hour: "1000", feature_demand: bands[0] ?? "low" },
    ]);
    page.select(services.length);
    page.say(`${name} added at the end`);
    fresh.current = `field-${services.length}-name`;
    requestAnimationFrame(() => dispatchEvent(new CustomEvent("reveal-service", { detail: services.length })));
  };
  const duplicate = useCallback((index: number) => {
    const { services } = store.case.portfolio;
    const service = services[index];
    if (service === undefined) return;
    const name = freeName(
      services.map((one) => text(one["name"])),
      `${text(service["name"])} copy`,
    );
    store.services([...services.slice(0, index + 1), { ...service, name }, ...services.slice(index + 1)]);
    page.select(index + 1);
    page.say(`${name} added`);
  }, []);
  /** Puts a service into a team, which is added where there is none of that name. */
  const join = useCallback((index: number, team: string) => {
    const { portfolio } = store.case;
    const joined = changed(portfolio, ["services", index, "team"], team === "" ? undefined : team);
    const known = tables(portfolio, "teams");
    if (team === "" || known.some((one) => text(one["name"]) === team)) {
      store.change({ portfolio: joined });
      return;
    }
    store.change({ portfolio: { ...joined, teams: [...known, { name: team }] } });
    page.say(`A team ${team} was added, of which nothing else is known; undo takes it back`);
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
  const head = (by: string, label: string, look = "") => (
    <th
      scope="col"
      key={by}
      class={look}
      aria-sort={sort?.by === by ? (sort.down ? "descending" : "ascending") : "none"}
    >
      <button
        type="button"
        class="sort"
        tabIndex={by === "name" ? 0 : -1}
        onKeyDown={headKeys}
        onClick={() =>
          setSort(
            sort?.by !== by
              ? { by, down: by === "exposure_per_hour" || by === "benefit" }
              : sort.down === (by === "exposure_per_hour" || by === "benefit")
                ? { by, down: !sort.down }
                : undefined,
          )
        }
      >
        {label}
        <span aria-hidden="true">{sort?.by === by ? (sort.down ? " ↓" : " ↑") : ""}</span>
      </button>
    </th>
  );

  return (
    <section class="panel services" aria-labelledby="services-title" onPaste={onPaste} id="services">
      <div class="panel-head">
        <h2 id="services-title">Services</h2>
        <div class="tools">
          <label class="sr" for="find-service">
            Search services and teams
          </label>
          <input
            id="find-service"
            type="search"
            placeholder="Search"
            value={query}
            maxLength={200}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
          <button type="button" aria-pressed={grouped} onClick={() => setGrouped(!grouped)}>
            Group by team
          </button>
          <button type="button" onClick={add}>
            Add a service
          </button>
          <PasteBox paste={page.bring} />
        </div>
      </div>
      <datalist id={KNOWN_TEAMS}>
        {teams.map((team) => (
          <option key={team} value={team} />
        ))}
      </datalist>
      <div class="wide sheet" role="region" aria-label="Table of services">
        <table aria-rowcount={items.length + 1}>
          <caption class="sr">
            Services. Arrow keys go from cell to cell, Enter to the row below; Tab leaves the table.
          </caption>
          <thead>
            <tr>
              {TABLE_KEYS.map((column) => head(column, HEADS[column] ?? column, column))}
              {head("model", "Run by")}
              {head("target", "Target", "n")}
              {head("benefit", "Its team saves", "n")}
              <th scope="col">
                <span class="sr">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody ref={rows} onFocusIn={onFocusIn} onKeyDown={onKeyDown}>
            {first > 0 && (
              <tr class="spacer" aria-hidden="true" style={{ height: `${first * height.current}px` }}>
                <td colSpan={11} />
              </tr>
            )}
            {shown.map((item, place) => {
              if (typeof item !== "number")
                return (
                  <tr key={`group ${item.group}`} class="group-row">
                    <th colSpan={11} scope="rowgroup">
                      <bdi>{item.group || "No team"}</bdi>
                    </th>
                  </tr>
                );
              const service = services[item];
              if (service === undefined) return null;
              const answer = answers?.[item];
              const problems = view.problems.length === 0 ? NONE : problemsAt(view.problems, `/services/${item}`);
              return (
                <Row
                  key={item}
                  index={item}
                  place={first + place + 2}
                  service={service}
                  selected={item === selected}
                  stop={item === stopRow ? (item === stop.index ? stop.column : 0) : -1}
                  problems={problems.length === 0 ? NONE : problems}
                  model={answer?.operating_model}
                  target={answer?.availability_target}
                  benefit={
                    answer === undefined || view.awaitsMoney ? undefined : (answer.insurance?.net_benefit ?? null)
                  }
                  partial={answer?.insurance?.partial ?? false}
                  bands={bands}
                  hold={hold}
                  join={join}
                  duplicate={duplicate}
                  remove={remove}
                />
              );
            })}
            {last < items.length && (
              <tr class="spacer" aria-hidden="true" style={{ height: `${(items.length - last) * height.current}px` }}>
                <td colSpan={11} />
              </tr>
            )}
          </tbody>
        </table>
      </div>
      <p class="hint">
        {items.length === 0 && services.length > 0
          ? "No service is called so. "
          : query.trim() !== ""
            ? `${count(items.filter((item) => typeof item === "number").length)} of ${count(services.length)} services. `
            : ""}
        Edit any cell; paste rows from a spreadsheet anywhere in the table.
      </p>
    </section>
  );
}

/** Heads of columns are one stop of the Tab key too. */
function headKeys(event: KeyboardEvent): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const head = event.target as HTMLElement;
  if (by === undefined) return;
  const all = [...(head.closest("tr")?.querySelectorAll<HTMLElement>("button") ?? [])];
  all[all.indexOf(head) + by]?.focus();
  event.preventDefault();
}

const NONE: readonly Problem[] = [];
const ESTIMATES = new Set<string>(["exposure_per_hour", "incidents_per_year", "severity"]);
const KNOWN_TEAMS = "known-teams";
const isColumn = (path: string, index: number) =>
  TABLE_KEYS.some(
    (column) => path === `/services/${index}/${column}` || path.startsWith(`/services/${index}/${column}/`),
  );

interface RowProps {
  readonly index: number;
  /** Which row of the whole table it is, for screen readers. */
  readonly place: number;
  /** Which of its cells Tab comes to; none for -1. */
  readonly stop: number;
  readonly service: Table;
  readonly selected: boolean;
  readonly problems: readonly Problem[];
  readonly model: string | undefined;
  readonly target: string | undefined;
  readonly benefit: string | null | undefined;
  readonly partial: boolean;
  readonly bands: readonly string[];
  /** Keeps an element where it is while another service is chosen. */
  readonly hold: (element: Element) => void;
  readonly join: (index: number, team: string) => void;
  readonly duplicate: (index: number) => void;
  readonly remove: (index: number) => void;
}

function RowContent({
  index,
  place,
  stop,
  service,
  selected,
  problems,
  model,
  target,
  benefit,
  partial,
  bands,
  hold,
  join,
  duplicate,
  remove,
}: RowProps) {
  const base = useBase();
  const name = text(service["name"]);
  const choices: Record<string, readonly string[]> = { kind: ["digital", "foundational"], feature_demand: bands };
  // One stop of Tab for the table: all cells but one are reached by arrow keys.
  const row = useRef<HTMLTableRowElement>(null);
  useLayoutEffect(() => {
    [...(row.current?.querySelectorAll<HTMLElement>("input, select, button") ?? [])].forEach((cell, at) => {
      cell.tabIndex = at === stop ? 0 : -1;
    });
  });
  return (
    <tr
      ref={row}
      class={`service-row ${selected ? "selected" : ""}`}
      data-index={index}
      aria-rowindex={place}
      onFocusIn={(event) => {
        if (selected) return;
        hold(event.target as Element);
        base.select(index);
      }}
    >
      {TABLE_KEYS.map((column) => (
        <td key={column} class={column} data-head={HEADS[column]}>
          <Field
            id={`field-${index}-${column}`}
            path={["services", index, column]}
            value={service[column]}
            label={`${HEADS[column]} of ${name || `service ${index + 1}`}`}
            means={(field) => fieldValue(column, field)}
            problems={problems}
            choices={choices[column]}
            reads={column === "exposure_per_hour"}
            draws={ESTIMATES.has(column) ? "alone" : undefined}
            {...(column === "team" ? { list: KNOWN_TEAMS, take: (team: string) => join(index, team) } : {})}
          />
          {column === "name" && problems.length > 0 && (
            <Messages
              problems={problems.filter(({ path }) => !isColumn(path, index))}
              id={`service-${index}-problem`}
            />
          )}
        </td>
      ))}
      <td class="run" data-head="Run by">
        {model === undefined ? "…" : <span class={`chip ${model}`}>{MODEL_NAMES[model]}</span>}
      </td>
      <td class="n" data-head="Target">
        {target === undefined ? (
          "…"
        ) : (
          <Figure
            of={`Availability target of ${name}`}
            explain={{ kind: "target", service: index }}
          >{`${target} %`}</Figure>
        )}
      </td>
      <td class="n" data-head="Its team saves">
        <Amount
          look="short"
          value={benefit}
          of={`Net benefit for ${name}`}
          partial={partial}
          explain={{ kind: "insurance", service: index }}
        />
      </td>
      <td class="acts" data-head="">
        <button
          type="button"
          class="icon"
          title="Duplicate"
          aria-label={`Duplicate ${name}`}
          onClick={() => duplicate(index)}
        >
          <Icon of="copy" />
        </button>
        <button type="button" class="icon" title="Remove" aria-label={`Remove ${name}`} onClick={() => remove(index)}>
          ×
        </button>
      </td>
    </tr>
  );
}

const Row = still(RowContent);

function PasteBox({ paste }: { readonly paste: (source: string) => void }) {
  const [open, setOpen] = useState(false);
  const [source, setSource] = useState("");
  if (!open)
    return (
      <button type="button" onClick={() => setOpen(true)}>
        Paste rows
      </button>
    );
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
      <label for="paste-rows">
        Rows from a spreadsheet: {TABLE_KEYS.slice(0, 6).map(words).join(", ")}, or with headings
      </label>
      <textarea id="paste-rows" rows={5} value={source} onInput={(event) => setSource(event.currentTarget.value)} />
      <button type="submit" class="main">
        Look at these
      </button>
      <button type="button" onClick={() => setOpen(false)}>
        Cancel
      </button>
    </form>
  );
}
