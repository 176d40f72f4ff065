// Rows of cells: comma separated, tab separated, pasted from a spreadsheet; and what they say about services.

import { demands, fieldValue, isTable, SERVICE_KEYS, tables, text, type Portfolio, type Table, type Value } from "./portfolio";

export const MOST_ROWS = 20_000;

/** Reads delimited text. The delimiter is a tab if there is one, else what the first line has more of. */
export function parseRows(source: string): string[][] {
  const body = source.replace(/^\ufeff/u, "");
  const first = /^[^\r\n]*/u.exec(body)?.[0] ?? "";
  const delimiter = first.includes("\t") ? "\t" : (first.match(/;/gu)?.length ?? 0) > (first.match(/,/gu)?.length ?? 0) ? ";" : ",";
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    row.push(cell);
    cell = "";
  };
  const endRow = () => {
    endCell();
    if (row.some((one) => one.trim() !== "")) rows.push(row);
    row = [];
  };
  for (let at = 0; at < body.length; at += 1) {
    const letter = body[at] ?? "";
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (body[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (letter === '"' && cell === "") quoted = true;
    else if (letter === delimiter) endCell();
    else if (letter === "\n") endRow();
    else if (letter !== "\r") cell += letter;
  }
  if (cell !== "" || row.length > 0) endRow();
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
  return ALIASES[key];
};

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

/** Services from rows: by their headings if there are any, else by the order of the table's columns. */
export function servicesFrom(rows: readonly (readonly string[])[], portfolio: Portfolio): Pasted {
  const [first, ...others] = rows;
  if (first === undefined) return { services: [], ignored: [], doubtful: [] };
  const doubtful: string[] = [];
  const headings = first.map(known);
  const hasHeadings = headings.includes("name");
  const keys = hasHeadings ? headings : SERVICE_KEYS.slice(0, first.length);
  const bands = demands(portfolio);
  const services = (hasHeadings ? others : rows).map((row) => {
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
  return { services, doubtful, ignored: hasHeadings ? first.filter((_, index) => headings[index] === undefined) : [] };
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
