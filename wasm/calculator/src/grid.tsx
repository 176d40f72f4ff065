// The operating model selector as the playbook draws it: exposure up, demand across, services as points to move.

import { Fragment } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import type { Recommendation } from "./answers";
import { areaLabels, areaOf, bandOf, Cell } from "./cell";
import { useBase, usePage } from "./context";
import { capital, count, MODEL_NAMES, money, words } from "./format";
import type { Selector } from "./live";
import { placeNames } from "./labels";
import { still } from "./still";
import { changed, isTable, tables, text, type Table } from "./portfolio";

type Service = Recommendation["services"][number];

/** With more services than this a cell tells how many there are and lists them; only the selected one is a point. */
const MOST_IN_CELL = 12;
/** With more than this they stand in rows, smaller. */
const APART = 4;
const MOST_NAMES = 24;
/** Points keep to this part of a cell: below it stands what the cell says, above it a point has its name. */
const FROM = 0.38;
const TO = 0.74;

/** Where rows begin and end, for drawing only. */
function bounds(selector: Selector, row: number): [number, number] {
  const most = (at: number) => Number(selector.rows[at] ?? "NaN");
  const low = row === 0 ? most(0) / 30 : most(row - 1);
  const high = selector.rows[row] === null ? low * 6 : most(row);
  return [low, high];
}

export function rowOf(selector: Selector, exposure: number): number {
  const row = selector.rows.findIndex((most) => most === null || exposure <= Number(most));
  return row === -1 ? selector.rows.length - 1 : row;
}

/** How far up a service stands, from 0 to 1. */
function height(selector: Selector, exposure: number): number {
  const row = rowOf(selector, exposure);
  const [low, high] = bounds(selector, row);
  const within = Math.log(Math.max(exposure, low) / low) / Math.log(high / low);
  return (row + FROM + (TO - FROM) * Math.min(1, Math.max(0, within))) / selector.rows.length;
}

/** The exposure at a height, as a number that somebody might have chosen. */
function exposureAt(selector: Selector, share: number): string {
  const rows = selector.rows.length;
  const up = Math.min(rows - 1e-6, Math.max(0, share * rows));
  const row = Math.floor(up);
  const [low, high] = bounds(selector, row);
  const within = Math.min(1, Math.max(0, (up - row - FROM) / (TO - FROM)));
  const round = roundly(low * (high / low) ** within);
  // Rounding must not carry it over the edge of its cell.
  if (selector.rows[row] !== null && round > high) return selector.rows[row] ?? String(high);
  return plainly(row > 0 && round <= low ? roundly(low * 1.05) : round);
}

export function roundly(value: number): number {
  const step = 10 ** (Math.floor(Math.log10(Math.max(value, 1))) - 1);
  return Math.max(1, Math.round(value / step) * step);
}

export const plainly = (value: number): string => value.toFixed(value < 10 ? 1 : 0).replace(/\.0$/u, "");

/** What a service may be exposed to at most: less than in any of its peaks, or the case would not be valid. */
export function mostOf(service: Table): number {
  const least = (value: unknown): number => Number(isTable(value) ? (value["low"] ?? value["p5"]) : value);
  return Math.min(
    Infinity,
    ...tables(service, "peaks")
      .map((peak) => least(peak["exposure_per_hour"]))
      .filter((one) => one > 0)
      .map((one) => Math.floor(one * 0.99)),
  );
}

/** Every drag is one thing that somebody did. */
let drags = 0;

export function Grid() {
  const { open, view, selected } = usePage();
  if (view.leftOut.length > 0)
    return <div class="plot waiting">The services are drawn again when the mistakes are corrected.</div>;
  if (view.of === undefined && view.problems.length > 0)
    return (
      <div class={`plot waiting ${open.portfolio.services.length === 0 ? "none" : ""}`}>
        {open.portfolio.services.length === 0
          ? "Services stand here, by what an hour without them costs and how often they change."
          : "Nothing can be worked out until the mistakes are corrected."}
      </div>
    );
  return <Drawn selector={view.selector} recommendation={view.recommendation} selected={selected} />;
}

interface DrawnProps {
  readonly selector: Selector | undefined;
  readonly recommendation: Recommendation | undefined;
  readonly selected: number;
}

const Drawn = still(function Drawn({ selector, recommendation, selected }: DrawnProps) {
  const page = useBase();
  const { store } = page;
  const plot = useRef<HTMLDivElement>(null);
  const drag = useRef<{ index: number; x: number; y: number; moved: boolean; frame: number } | undefined>(undefined);
  const announced = useRef(0);

  // What a move led to is said once its figures are there.
  const said = useRef<{ index: number; now: Service | undefined } | undefined>(undefined);
  useEffect(() => {
    const waiting = said.current;
    const now = waiting === undefined ? undefined : recommendation?.services[waiting.index];
    // Of several moves in a row, the last.
    if (waiting === undefined || now === undefined || now === waiting.now || page.live.view.of !== store.case.portfolio)
      return;
    said.current = undefined;
    clearTimeout(announced.current);
    announced.current = window.setTimeout(
      () =>
        page.say(
          `${now.name}: ${money(now.exposure_per_hour, page.currency)} an hour, ${now.feature_demand} demand. ${MODEL_NAMES[now.operating_model]}, ${now.availability_target} %`,
        ),
      300,
    );
  }, [recommendation]);

  const names = () => plot.current !== null && placeNames(plot.current);
  useLayoutEffect(() => {
    names();
  });
  useEffect(() => {
    const sizes = new ResizeObserver(names);
    if (plot.current !== null) sizes.observe(plot.current);
    return () => sizes.disconnect();
  }, [selector === undefined || recommendation === undefined]);

  if (selector === undefined || recommendation === undefined)
    return (
      <div class="plot waiting" aria-busy="true">
        Working it out …
      </div>
    );

  const { rows, columns, cells } = selector;
  const services = recommendation.services;
  const inCell = new Map<string, number[]>();
  services.forEach((service, index) => {
    const key = `${rowOf(selector, Number(service.exposure_per_hour))} ${columns.indexOf(service.feature_demand)}`;
    inCell.set(key, [...(inCell.get(key) ?? []), index]);
  });
  const many = (row: number, column: number) => (inCell.get(`${row} ${column}`)?.length ?? 0) > MOST_IN_CELL;
  const crowded = (index: number) => {
    const service = services[index];
    return (
      service !== undefined &&
      many(rowOf(selector, Number(service.exposure_per_hour)), columns.indexOf(service.feature_demand))
    );
  };
  const points = services.map((_, index) => index).filter((index) => index === selected || !crowded(index));
  const areas = areaLabels(selector);

  const move = (index: number, change: { exposure?: string; demand?: string }, what = `move ${index}`) => {
    const { portfolio: before } = store.case;
    const service = before.services[index];
    if (service === undefined) return;
    let portfolio = before;
    const most = mostOf(service);
    if (change.exposure !== undefined && Number(change.exposure) > most)
      change = { ...change, exposure: plainly(most) };
    if (change.exposure !== undefined && change.exposure !== text(service["exposure_per_hour"])) {
      portfolio = changed(portfolio, ["services", index, "exposure_per_hour"], change.exposure);
    }
    if (
      change.demand !== undefined &&
      change.demand !==
        (columns.includes(text(service["feature_demand"]))
          ? service["feature_demand"]
          : services[index]?.feature_demand)
    ) {
      portfolio = changed(portfolio, ["services", index, "feature_demand"], change.demand);
    }
    if (portfolio === before) return;
    said.current = { index, now: services[index] };
    store.change({ portfolio }, what);
  };

  const place = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    if (box === undefined) return undefined;
    const across = Math.min(
      columns.length - 1,
      Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * columns.length)),
    );
    return { share: 1 - (event.clientY - box.top) / box.height, demand: columns[across] ?? "" };
  };

  const onPointerDown = (event: PointerEvent, index: number) => {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    drags += 1;
    drag.current = { index, x: event.clientX, y: event.clientY, moved: false, frame: 0 };
    page.select(index);
  };
  const onPointerMove = (event: PointerEvent) => {
    const now = drag.current;
    if (now === undefined) return;
    if (!now.moved && Math.hypot(event.clientX - now.x, event.clientY - now.y) < 4) return;
    now.moved = true;
    cancelAnimationFrame(now.frame);
    now.frame = requestAnimationFrame(() => {
      const to = place(event);
      if (to !== undefined)
        move(now.index, { exposure: exposureAt(selector, to.share), demand: to.demand }, `drag ${drags}`);
    });
  };
  const onPointerUp = () => {
    drag.current = undefined;
  };

  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const service = services[index];
    if (service === undefined) return;
    if (event.key === "Escape" && drag.current?.moved === true) {
      cancelAnimationFrame(drag.current.frame);
      drag.current = undefined;
      store.undo();
      return;
    }
    // Keys may come faster than answers: what is written in the portfolio is newer, where it is a plain value.
    const written = store.case.portfolio.services[index] ?? {};
    const demand = columns.indexOf(text(written["feature_demand"]));
    const column = demand === -1 ? columns.indexOf(service.feature_demand) : demand;
    const amount = text(written["exposure_per_hour"]);
    const exposure = Number(/^\d+(\.\d+)?$/u.test(amount) ? amount : service.exposure_per_hour);
    const row = rowOf(selector, exposure);
    const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 1, PageDown: -1 }[event.key];
    if (by !== undefined) {
      if (event.shiftKey || event.key.startsWith("Page")) {
        const to = Math.min(rows.length - 1, Math.max(0, row + by));
        move(index, { exposure: exposureAt(selector, (to + (FROM + TO) / 2) / rows.length) });
      } else {
        let next = roundly(exposure * 1.1 ** by);
        if (plainly(next) === plainly(exposure)) next = exposure + by;
        move(index, { exposure: plainly(Math.max(1, next)) });
      }
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const to = columns[column + (event.key === "ArrowLeft" ? -1 : 1)];
      if (to !== undefined) move(index, { demand: to });
    } else if (!event.ctrlKey && !event.metaKey && (event.key === "n" || event.key === "p")) {
      // One stop of Tab for all points: from one to the next by a key.
      const at = points.indexOf(index) + (event.key === "n" ? 1 : -1);
      const next = points[(at + points.length) % points.length] ?? index;
      page.select(next);
      plot.current?.querySelector<HTMLElement>(`[data-service="${next}"]`)?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <div class="selector">
      <p class="axis up" aria-hidden="true">
        Exposure an hour →
      </p>
      <div class="levels" aria-hidden="true">
        {rows.map((_, row) => (
          <div key={row} style={{ gridRow: rows.length - row }}>
            <b>{cells[row]?.[0]?.availability_target} %</b>
            <span>{bandOf(selector, row, page.currency)}</span>
          </div>
        ))}
      </div>
      <div
        class="plot"
        ref={plot}
        role="group"
        aria-label="Services by exposure and feature demand. Move a service with the arrow keys: up and down for exposure, with Shift by a whole band, left and right for demand. N and P go to the next and the previous service"
        style={{ "--rows": rows.length, "--columns": columns.length }}
      >
        {rows.map((_, row) =>
          columns.map((_, column) => {
            const inside = inCell.get(`${row} ${column}`) ?? [];
            return (
              <Fragment key={`${row} ${column}`}>
                <Cell
                  selector={selector}
                  row={row}
                  column={column}
                  services={inside}
                  reached={row === 0 && column === 0}
                  named={areas.has(`${row} ${column}`)}
                />
                {inside.length > MOST_IN_CELL && (
                  <Crowd
                    inside={inside}
                    services={services}
                    selected={selected}
                    style={areaOf(selector, row, column)}
                    label={`exposure ${bandOf(selector, row, page.currency)} an hour, ${columns[column]} demand, ${cells[row]?.[column]?.availability_target} %`}
                  />
                )}
              </Fragment>
            );
          }),
        )}
        {points.map((index) => {
          const service = services[index];
          if (service === undefined) return null;
          const column = Math.max(0, columns.indexOf(service.feature_demand));
          const exposure = Number(service.exposure_per_hour);
          const siblings = inCell.get(`${rowOf(selector, exposure)} ${column}`) ?? [index];
          const packed = siblings.length > APART && siblings.length <= MOST_IN_CELL;
          const at = siblings
            .toSorted((a, b) => Number(services[a]?.exposure_per_hour) - Number(services[b]?.exposure_per_hour))
            .indexOf(index);
          const across =
            siblings.length > MOST_IN_CELL
              ? 0.75
              : packed
                ? ((at % APART) + 1) / (APART + 1)
                : (siblings.indexOf(index) + 1) / (siblings.length + 1);
          const up = packed
            ? (rowOf(selector, exposure) + 0.26 + 0.22 * Math.floor(at / APART)) / rows.length
            : height(selector, exposure);
          const left = (column + across) / columns.length;
          const named = services.length <= MOST_NAMES && !packed;
          return (
            <button
              key={index}
              type="button"
              data-service={index}
              tabIndex={index === (points.includes(selected) ? selected : points[0]) ? 0 : -1}
              class={`point ${service.operating_model}${packed ? " small" : ""}${index === selected ? " selected" : ""}${service.insurance?.agrees === false ? " disputed" : ""}`}
              style={{ left: `${left * 100}%`, bottom: `${up * 100}%` }}
              aria-pressed={index === selected}
              aria-label={`${service.name}: ${money(service.exposure_per_hour, page.currency)} an hour, ${service.feature_demand} demand, ${MODEL_NAMES[service.operating_model]}`}
              title={`${service.name}: ${money(service.exposure_per_hour, page.currency)} an hour`}
              onClick={() => page.select(index)}
              onPointerDown={(event) => onPointerDown(event, index)}
              onPointerMove={onPointerMove}
              onPointerUp={onPointerUp}
              onPointerCancel={onPointerUp}
              onKeyDown={(event) => onKeyDown(event, index)}
            >
              {named && (
                <span class="anchor">
                  <bdi class="tag">{service.name}</bdi>
                </span>
              )}
            </button>
          );
        })}
      </div>
      <div class="demands" aria-hidden="true">
        {columns.map((column, at) => (
          <div key={column}>
            <b>{capital(words(column))}</b>
            <span>{cells[0]?.[at]?.deployment_target}</span>
          </div>
        ))}
      </div>
      <p class="axis across" aria-hidden="true">
        Feature demand →
      </p>
    </div>
  );
});

/** The services of a crowded cell, to choose the one that is to be a point. */
function Crowd({
  inside,
  services,
  selected,
  label,
  style,
}: {
  readonly inside: readonly number[];
  readonly services: readonly Service[];
  readonly selected: number;
  readonly label: string;
  readonly style: Readonly<Record<string, number>>;
}) {
  const page = useBase();
  const many = `${count(inside.length)} ${inside.length === 1 ? "service" : "services"}`;
  return (
    <div class="crowded" style={style}>
      <span class="many" aria-hidden="true">
        {count(inside.length)}
        <small> ▾</small>
      </span>
      <select
        class="crowd"
        aria-label={`${many}: ${label}`}
        title={`${many}: choose one`}
        value={inside.includes(selected) ? selected : ""}
        onChange={(event) => page.select(Number(event.currentTarget.value))}
      >
        <option value="" disabled>
          {many}
        </option>
        {inside.map((index) => (
          <option key={index} value={index}>
            {services[index]?.name}
          </option>
        ))}
      </select>
    </div>
  );
}
