// One cell of the selector: what it says, and where that comes from. Of all cells one is reached by Tab, the others from
// it by the arrow keys.

import { useBase } from "./context";
import { count, MODEL_NAMES, shortMoney, words } from "./format";
import type { Selector } from "./live";

const OUT_OF_HOURS_SHORT: Record<string, string> = {
  none: "no one out of hours",
  domain: "domain on call",
  team: "team on call",
};
const STEPS: Record<string, readonly [number, number]> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

interface CellProps {
  readonly selector: Selector;
  readonly row: number;
  readonly column: number;
  /** The services that stand in it. */
  readonly services: readonly number[];
  readonly reached: boolean;
  /** Whether the area of its model is named here: once for each area. */
  readonly named: boolean;
}

/** Where the area of each model is named: in its highest row, at the left. */
export function areaLabels(selector: Selector): ReadonlySet<string> {
  const found = new Map<string, string>();
  for (let row = selector.rows.length - 1; row >= 0; row -= 1) {
    for (const [column, cell] of (selector.cells[row] ?? []).entries())
      if (!found.has(cell.operating_model)) found.set(cell.operating_model, `${row} ${column}`);
  }
  return new Set(found.values());
}

/** What a row of the selector holds. */
export function bandOf(selector: Selector, row: number, currency: string): string {
  const most = selector.rows[row];
  return most == null
    ? `above ${shortMoney(selector.rows.at(-2) ?? "0", currency)}`
    : `to ${shortMoney(most, currency)}`;
}

/** Where a cell stands on the grid, which counts rows from the top. */
export const areaOf = (selector: Selector, row: number, column: number) => ({
  gridRow: selector.rows.length - row,
  gridColumn: column + 1,
});

const idOf = (row: number, column: number) => `cell-${row}-${column}`;

export function Cell({ selector, row, column, services, reached, named }: CellProps) {
  const page = useBase();
  const cell = selector.cells[row]?.[column];
  if (cell === undefined) return null;
  const hours = cell.out_of_hours === null ? undefined : OUT_OF_HOURS_SHORT[cell.out_of_hours];
  const onKeyDown = (event: KeyboardEvent) => {
    const [up, across] = STEPS[event.key] ?? [0, 0];
    const next = up === 0 && across === 0 ? null : document.getElementById(idOf(row + up, column + across));
    if (next === null) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <button
      type="button"
      id={idOf(row, column)}
      class={`cell ${cell.operating_model}`}
      style={areaOf(selector, row, column)}
      tabIndex={reached ? 0 : -1}
      title="Show where it comes from"
      onClick={() => page.explain({ kind: "cell", row, column, services })}
      onKeyDown={onKeyDown}
    >
      {named && <span class="area">{MODEL_NAMES[cell.operating_model]}</span>}
      <span class="sr">
        {!named && MODEL_NAMES[cell.operating_model]}: exposure {bandOf(selector, row, page.currency)} an hour,{" "}
        {words(selector.columns[column] ?? "")} demand, {cell.availability_target} % available, deployed{" "}
        {cell.deployment_target}, {services.length === 1 ? "1 service" : `${count(services.length)} services`}
        {hours !== undefined && ", "}
      </span>
      {hours !== undefined && <span class="hours">{hours}</span>}
      <span class="sr">. Explain</span>
    </button>
  );
}
