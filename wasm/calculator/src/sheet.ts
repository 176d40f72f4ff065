// Rows of cells: comma separated, tab separated, pasted from a spreadsheet; and what they say about services.

import { demands, fieldValue, isTable, SERVICE_KEYS, tables, text, type Portfolio, type Table, type Value } from "./portfolio";

export const MOST_ROWS = 20_000;

/** A table with more cells is no list of services. */
export const MOST_CELLS = 1_000_000;

/** What is said of a table with too much in it. */
export const tooManyRows = (): Error => new Error(`It has more than ${MOST_ROWS.toLocaleString("en")} rows; that many can be read at once`);
export const tooManyCells = (): Error => new Error(`It has more than ${MOST_CELLS.toLocaleString("en")} cells; that many can be read at once`);

/** Reads delimited text. The delimiter is a tab if there is one, else what the first line has more of. Stops at the first row
 *  or cell too many, and where a quote is never closed. */
export function parseRows(source: string): string[][] {
  const body = source.replace(/^\ufeff/u, "");
  const first = /^[^\r\n]*/u.exec(body)?.[0] ?? "";
  const delimiter = first.includes("\t") ? "\t" : (first.match(/;/gu)?.length ?? 0) > (first.match(/,/gu)?.length ?? 0) ? ";" : ",";
  const plain = new RegExp(`[^${delimiter}\\r\\n]*`, "yu");
  const rows: string[][] = [];
  let row: string[] = [];
  let cells = 0;
  let line = 1;
  const endRow = () => {
    if (row.some((one) => one.trim() !== "")) rows.push(row);
    if (rows.length > MOST_ROWS) throw tooManyRows();
    row = [];
  };
  let at = 0;
  while (at < body.length) {
    let cell = "";
    if (body[at] === '"') {
      const opened = line;
      at += 1;
      for (;;) {
        const end = body.indexOf('"', at);
        if (end === -1) throw new Error(`The quotation mark opened in line ${opened} is never closed: everything after it would be one cell. Close it or remove it`);
        cell += body.slice(at, end);
        at = end + 1;
        if (body[at] !== '"') break;
        cell += '"';
        at += 1;
      }
      line += cell.split("\n").length - 1;
    }
    plain.lastIndex = at;
    const rest = plain.exec(body)?.[0] ?? "";
    row.push(cell + rest);
    at += rest.length;
    cells += 1;
    if (cells > MOST_CELLS) throw tooManyCells();
    if (body[at] === delimiter) {
      at += 1;
      // A delimiter at the very end has an empty cell after it.
      if (at === body.length) row.push("");
      continue;
    }
    if (body[at] === "\r") at += 1;
    if (body[at] === "\n") at += 1;
    line += 1;
    endRow();
  }
  if (row.length > 0) endRow();
  return rows;
}

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

const PEAKS = "peaks";

/** The services as a table of cells, a column for each key that is used. Peaks are JSON. */
export function serviceRows(portfolio: Portfolio): string[][] {
  const used = [...SERVICE_KEYS, PEAKS].filter(
    (key, index) => index < 6 || portfolio.services.some((service) => service[key] !== undefined),
  );
  const cell = (service: Table, key: string) => (key === PEAKS && service[key] !== undefined ? JSON.stringify(service[key]) : text(service[key]));
  return [[...used], ...portfolio.services.map((service) => used.map((key) => cell(service, key)))];
}

const ALIASES: Record<string, string> = {
  service: "name", exposure: "exposure_per_hour", demand: "feature_demand", incidents: "incidents_per_year",
  availability: "availability_target", target: "availability_target", model: "operating_model", type: "kind",
};

const AMOUNT = /per_hour|per_year|_week/u;

const known = (heading: string): string | undefined => {
  const key = heading.trim().toLowerCase().replaceAll(/[\s-]+/gu, "_");
  if (key === PEAKS || (SERVICE_KEYS as readonly string[]).includes(key)) return key;
  return Object.hasOwn(ALIASES, key) ? ALIASES[key] : undefined;
};

/** What each column of a table is: a key of a service, or nothing that a service has. */
export interface Columns {
  /** Whether the first row holds headings. */
  readonly headed: boolean;
  readonly keys: readonly (string | undefined)[];
}

/** What a column may be. */
export const COLUMN_KEYS: readonly string[] = [...SERVICE_KEYS, PEAKS];

/** The columns by their headings if there are any, else in the order of the table of services. */
export function columnsOf(rows: readonly (readonly string[])[]): Columns {
  const wide = rows.slice(0, 100).reduce((most, row) => Math.max(most, row.length), 0);
  const heads = Array.from({ length: wide }, (_, at) => known(rows[0]?.[at] ?? ""));
  // Of two columns with one meaning the first counts.
  const once = heads.map((key, at) => (heads.indexOf(key) === at ? key : undefined));
  const figures = (row: readonly string[] | undefined) => row?.some((cell) => /\d/u.test(cell)) === true;
  const headed = once.some((key) => key !== undefined) || (!figures(rows[0]) && figures(rows[1]));
  return { headed, keys: headed ? once : Array.from({ length: wide }, (_, at) => SERVICE_KEYS[at]) };
}

export interface Pasted {
  readonly services: readonly Table[];
  /** Headings that mean nothing here. */
  readonly ignored: readonly string[];
  /** Amounts that another country would read as thousands. */
  readonly doubtful: readonly string[];
}

/** What to say of services that were read, besides how many. */
export function remarks({ services, ignored, doubtful }: Pasted, before: Portfolio): string {
  const names = new Set(before.services.map((service) => service["name"]));
  const replaced = services.filter((service) => names.has(service["name"])).length;
  return [
    replaced === 0 ? "" : `, ${replaced} of them in place of one with the same name`,
    doubtful.length === 0 ? "" : `; ${doubtful.slice(0, 3).join(", ")}: a point was read as the decimal point`,
    ignored.length === 0 ? "" : `; columns not known: ${ignored.slice(0, 5).join(", ")}`,
  ].join("");
}

/** Services from rows, by what their columns are. */
export function servicesFrom(rows: readonly (readonly string[])[], { headed, keys }: Columns, portfolio: Portfolio): Pasted {
  const doubtful: string[] = [];
  const bands = demands(portfolio);
  const services = (headed ? rows.slice(1) : rows).map((row) => {
    const service: Record<string, Value> = {};
    for (const [index, key] of keys.entries()) {
      const cell = (row[index] ?? "").trim().replace(/^'(?=[=+\-@])/u, "");
      if (key === undefined || cell === "") continue;
      if (AMOUNT.test(key) && /^\D*\d{1,3}\.\d{3}\D*$/u.test(cell)) doubtful.push(cell);
      const value = key === PEAKS ? peaks(cell) : fieldValue(key, plain(key, cell));
      if (value !== undefined) service[key] = value;
    }
    // What a table of services most often leaves out.
    service["kind"] ??= "digital";
    service["feature_demand"] ??= bands[0] ?? "low";
    service["exposure_per_hour"] ??= "";
    service["name"] ??= "";
    return service;
  });
  const ignored = headed ? (rows[0] ?? []).filter((_, index) => keys[index] === undefined) : [];
  return { services, doubtful, ignored };
}

function peaks(cell: string): Value | undefined {
  try {
    const list: unknown = JSON.parse(cell);
    return Array.isArray(list) && list.every(isTable) ? list : cell;
  } catch {
    return cell;
  }
}

// Spreadsheets copy amounts as they show them: $1,200,000. Words become those of the format.
function plain(key: string, cell: string): string {
  if (AMOUNT.test(key)) {
    const bare = cell.replace(/^[\p{Sc}\s]+|[\p{Sc}\s]+$/gu, "");
    if (/^\d{1,3}(,\d{3})+(\.\d+)?$/u.test(bare)) return bare.replaceAll(",", "");
    if (/^\d+(\.\d+)?$/u.test(bare)) return bare;
    return cell;
  }
  if (key === "kind" || key === "operating_model" || key === "feature_demand") {
    const word = cell.toLowerCase().replaceAll(/\s+/gu, "-");
    return key === "feature_demand" && !/^[a-z-]+$/u.test(word) ? cell : word;
  }
  return cell;
}

/** The portfolio with these services added, those of the same name replaced, and teams that it did not know. */
export function withServices(portfolio: Portfolio, added: readonly Table[], replaceAll: boolean): Portfolio {
  const byName = new Map<Value | undefined, Table>(added.map((service) => [service["name"], service]));
  const kept = replaceAll
    ? []
    : portfolio.services.map((service) => {
        const found = byName.get(service["name"]);
        return found === undefined ? service : { ...service, ...found };
      });
  const names = new Set(kept.map((service) => service["name"]));
  const services = [...kept, ...added.filter((service) => !names.has(service["name"]))];
  const teams = tables(portfolio, "teams");
  const knownTeams = new Set(teams.map((team) => text(team["name"])));
  const missing = [...new Set(services.map((service) => text(service["team"])))].filter((team) => team !== "" && !knownTeams.has(team));
  if (missing.length === 0) return { ...portfolio, services };
  return { ...portfolio, services, teams: [...teams, ...missing.map((name) => ({ name }))] };
}
