// Rows of cells, written: no spreadsheet takes any of them for a formula.

import { isTable, SERVICE_KEYS, text, type Portfolio, type Value } from "./portfolio";

const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/u;

/** A cell that no spreadsheet takes for a formula. */
export function harmless(cell: string): string {
  return /^[=+\-@\t\r]/u.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
}

export function writeRows(rows: readonly (readonly string[])[]): string {
  const written = (cell: string) => {
    const safe = harmless(cell);
    return /[",\r\n;\t]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => `${row.map(written).join(",")}\r\n`).join("");
}

/** The services as a table of cells, a column for each key that is used: as the core takes tables in. */
export function serviceRows(portfolio: Portfolio): string[][] {
  const used = SERVICE_KEYS.filter(
    (key, index) => index < 6 || portfolio.services.some((service) => service[key] !== undefined),
  );
  return [[...used], ...portfolio.services.map((service) => used.map((key) => cell(service[key])))];
}

/** Estimates with their parts named, and no comma between: `low 2 likely 6 high 15`. */
const cell = (value: Value | undefined): string =>
  isTable(value) && !("observed" in value)
    ? Object.entries(value)
        .map(([key, part]) => `${key} ${text(part)}`)
        .join(" ")
    : text(value);
