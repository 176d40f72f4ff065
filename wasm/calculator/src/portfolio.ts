// The portfolio as the page holds it: an object of the format, changed without being mutated. What a value means, and
// whether it is right, is for the core to say.

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Table = { readonly [key: string]: Value };

export interface Portfolio extends Table {
  readonly services: readonly Table[];
}

export type Key = string | number;

export const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether something can be shown and edited as a portfolio, right or wrong. */
export function isPortfolio(value: unknown): value is Portfolio {
  return isTable(value) && Array.isArray(value["services"]) && value["services"].every(isTable);
}

export const tables = (portfolio: Table, key: string): readonly Table[] => {
  const found = portfolio[key];
  return Array.isArray(found) ? found.filter(isTable) : [];
};

export const text = (value: Value | undefined): string =>
  typeof value === "string" ? value : value == null ? "" : written(value);

/** The value at a path, if there is one. */
export function at(from: Value, path: readonly Key[]): Value | undefined {
  let value: Value | undefined = from;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<Key, Value>)[key];
  }
  return value;
}

/** The same with another value at a path; without it for `undefined`. Tables that become empty go as well. */
export function changed<T extends Value>(from: T, path: readonly Key[], value: Value | undefined): T {
  const [key, ...rest] = path;
  if (key === undefined) return value as T;
  if (Array.isArray(from)) {
    const list: Value[] = [...from];
    const inside = rest.length === 0 ? value : changed(list[key as number] ?? {}, rest, value);
    if (inside === undefined) list.splice(key as number, 1);
    else list[key as number] = inside;
    return list as unknown as T;
  }
  const table: Record<Key, Value> = isTable(from) ? { ...from } : {};
  let inside = rest.length === 0 ? value : changed(table[key] ?? (typeof rest[0] === "number" ? [] : {}), rest, value);
  if (rest.length > 0 && isTable(inside) && Object.keys(inside).length === 0) inside = undefined;
  if (inside === undefined) delete table[key];
  else table[key] = inside;
  return table as unknown as T;
}

export const pointer = (path: readonly Key[]): string =>
  path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

// Estimates in one line: `low 2, likely 6, high 15`, `p5 2, p95 15`, `observed 20; 100; 900`.
const PARTS = new Set(["low", "likely", "high", "p5", "p10", "p90", "p95", "shape", "gamma"]);
// Parts of an exposure: `revenue 4000, credits 12000 a day by it`.
const EXPOSURES = new Set(["revenue", "cancellations", "credits", "regulatory", "manual_fallback"]);

/** A value as people write it into one field. */
export function written(value: Value): string {
  if (isTable(value)) {
    const observed = value["observed"];
    if (Array.isArray(observed)) return `observed ${observed.map(text).join("; ")}`;
    const { p5, p95, ...others } = value;
    if (p5 !== undefined && p95 !== undefined && Object.keys(others).length === 0) return `${text(p5)} to ${text(p95)}`;
    return Object.entries(value)
      .map(([key, part]) => `${key} ${isTable(part) && part["amount"] !== undefined ? partOf(part) : text(part)}`)
      .join(", ");
  }
  return Array.isArray(value) ? value.map(listed).join("; ") : String(value);
}

/** A part of an exposure: `12000 a day by operations`. */
function partOf(part: Table): string {
  const per = part["per"] === undefined ? "" : ` a ${text(part["per"])}`;
  const holder = part["budget_holder"] === undefined ? "" : ` by ${text(part["budget_holder"])}`;
  return `${text(part["amount"])}${per}${holder}`;
}

/** One of a list; of a dependency `search degraded 20%`. */
function listed(one: Value): string {
  if (!isTable(one) || one["service"] === undefined) return text(one);
  return one["degraded"] === undefined
    ? text(one["service"])
    : `${text(one["service"])} degraded ${text(one["degraded"])}`;
}

/** What people wrote into one field. What is no estimate in parts stays text, for the core to read. */
export function read(field: string): Value {
  const observed = /^\s*observed\s+(.*)$/u.exec(field)?.[1];
  if (observed !== undefined)
    return {
      observed: observed
        .split(";")
        .map((one) => one.trim())
        .filter((one) => one !== ""),
    };
  const parts = field.split(",").map((part) => /^\s*(\S+)\s+(.+?)\s*$/u.exec(part));
  const all = (known: ReadonlySet<string>) => parts.every((part) => part !== null && known.has(part[1] ?? ""));
  if (!all(EXPOSURES) && (parts.length < 2 || !all(PARTS))) return field;
  return Object.fromEntries(parts.map((part) => [part?.[1] ?? "", part?.[2] ?? ""]));
}

/** A name that is not taken yet. */
export function freeName(taken: readonly string[], wanted: string): string {
  const names = new Set(taken);
  if (!names.has(wanted)) return wanted;
  for (let count = 2; ; count += 1) if (!names.has(`${wanted} ${count}`)) return `${wanted} ${count}`;
}

/** The demand bands of a portfolio that has none of its own. */
export const DEFAULT_BANDS = [
  { name: "low", deployment: "monthly" },
  { name: "medium", deployment: "fortnightly" },
  { name: "high", deployment: "weekly" },
  { name: "very-high", deployment: "daily" },
] as const;

/** The demand bands of a portfolio by name, the lowest first. */
export function demands(portfolio: Portfolio): readonly string[] {
  const own = tables(portfolio, "demand_bands");
  return (own.length > 0 ? own : DEFAULT_BANDS).map((band) => text(band["name"]));
}

/** The columns of the table of services. */
export const TABLE_KEYS = [
  "name",
  "kind",
  "team",
  "exposure_per_hour",
  "feature_demand",
  "incidents_per_year",
  "severity",
] as const;

/** What a service is made of, in the order of the table. Required ones first. */
export const SERVICE_KEYS = [
  ...TABLE_KEYS,
  "availability_target",
  "operating_model",
  "minimum_out_of_hours",
  "target_required",
  "working_hours_exposure",
  "out_of_hours_exposure",
  "revenue_share",
  "features_per_year",
  "value_per_feature_week",
  "insights_per_year",
  "value_per_insight_week",
  "exposure_group",
] as const;

export const REQUIRED = new Set<string>(["name", "kind", "exposure_per_hour", "feature_demand"]);

/** The field of a service as a value of the format: nothing where an optional one is empty. */
export function fieldValue(key: string, field: string): Value | undefined {
  if (field.trim() === "" && !REQUIRED.has(key)) return undefined;
  if (key === "target_required" && /^(true|false)$/iu.test(field.trim())) return field.trim().toLowerCase() === "true";
  return ["name", "team", "kind", "exposure_group"].includes(key) ? field : read(field);
}
