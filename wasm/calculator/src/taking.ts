// A table of services taken in: the core reads it; here stands what is asked of it, and what of its answer is put into the case.

import type { Intake, Problem } from "whorunsit";

import { Refusal, type Engine } from "./engine";
import {
  DEFAULT_BANDS,
  demands,
  isTable,
  TABLE_KEYS,
  tables,
  text,
  type Portfolio,
  type Table,
  type Value,
} from "./portfolio";

/** What a column may be taken for, in the core's order. */
export const COLUMN_KEYS = [
  "name",
  "kind",
  "team",
  "domain",
  "exposure_per_hour",
  "feature_demand",
  "availability_target",
  "incidents_per_year",
  "operating_model",
  "target_required",
  "minimum_out_of_hours",
  "severity",
  "working_hours_exposure",
  "out_of_hours_exposure",
  "revenue_share",
  "features_per_year",
  "value_per_feature_week",
  "insights_per_year",
  "value_per_insight_week",
  "exposure_group",
  "on_call_participants",
  "hourly_cost",
  "currency",
] as const;

/** How the table is to be read, as far as somebody said so. */
export interface Asked {
  /** What columns are, by their places from 1; null for one that is left out. */
  readonly columns: Readonly<Record<string, string | null>>;
  readonly headed: boolean;
  readonly decimal: "" | "point" | "comma";
  /** What one unit of another currency is worth. */
  readonly rates: Readonly<Record<string, string>>;
}

export interface Column {
  readonly column: number;
  readonly heading: string;
  readonly field: string | null;
}

/** What the core makes of the table. */
export interface Reading {
  readonly asked: Asked;
  readonly columns: readonly Column[];
  /** Nothing where the columns must be told first. */
  readonly answer?: Intake;
  /** Why they must be. */
  readonly refused?: Problem;
}

export const FIRST_ASKED: Asked = { columns: {}, headed: true, decimal: "", rates: {} };

/** What can be mended by saying what the columns are. */
const TO_BE_TOLD = new Set(["no-usable-column", "ambiguous-column"]);

/** Reads the table. A refusal that no word about columns can mend is thrown. */
export async function reading(
  engine: Engine,
  table: string | Uint8Array,
  asked: Asked,
  currency: string,
): Promise<Reading> {
  const rates = Object.fromEntries(Object.entries(asked.rates).filter(([, rate]) => rate.trim() !== ""));
  const ask = (columns: Asked["columns"], headed: boolean) =>
    engine.ask<Intake>("intake", table, {
      currency,
      columns,
      rates,
      ...(headed ? {} : { headings: false }),
      ...(asked.decimal === "" ? {} : { decimal: asked.decimal }),
    });
  try {
    const answer = await ask(asked.columns, asked.headed);
    return { asked, answer, columns: answer.columns };
  } catch (error) {
    const [problem] = error instanceof Refusal ? error.problems : [];
    if (problem === undefined || !TO_BE_TOLD.has(problem.code)) throw error;
    // By their places every table has columns, whatever stands above them.
    const { columns } = await ask({}, false);
    if (asked !== FIRST_ASKED || columns.every(({ heading }) => !/`.*\d.*`/u.test(heading))) {
      return {
        asked,
        refused: problem,
        columns: columns.map((one) => ({
          ...one,
          heading: bare(one.heading),
          field: asked.columns[one.column] ?? null,
        })),
      };
    }
    // Figures in its first row: it has no headings.
    return reading(
      engine,
      table,
      { ...asked, headed: false, columns: Object.fromEntries(TABLE_KEYS.map((key, index) => [index + 1, key])) },
      currency,
    );
  }
}

/** What stands first in a column, without what the core calls it. */
const bare = (heading: string): string => /^column \d+ \(`(.*)`\)$/su.exec(heading)?.[1] ?? heading;

/** The currencies whose worth is asked for. */
export const foreign = (answer: Intake): readonly string[] => [
  ...new Set(
    answer.cells.flatMap(({ status, help }) =>
      status === "asked" ? (/^what is 1 ([A-Z]{3})\b/u.exec(help ?? "")?.[1] ?? []) : [],
    ),
  ),
];

/** Only results have these columns; taken for services, what is recommended would become what is given. */
const RESULTS = new Set(["cheaper model", "tolerable loss week"]);
export const isResults = (columns: readonly Column[]): boolean =>
  columns.some(({ heading }) => RESULTS.has(bare(heading).trim().toLowerCase().replaceAll("_", " ")));

/** How what was read is put into the case. */
export interface Put {
  /** Whether it takes the place of the services that are there. */
  readonly all: boolean;
  /** The demand of services that do not say theirs; without it they are left out. */
  readonly demand: string;
  /** Whether the bands that the core suggests take the place of those that are there. */
  readonly bands: boolean;
  /** How many are in turn on call in teams that do not say so, where that is known. */
  readonly people: number | undefined;
}

type Row = Table & { readonly name: string };
const rowsOf = (answer: Intake): readonly Row[] => answer.services as readonly Row[];

/** The services to put in: those that say what a service must, or change one that is there. */
export function fitting(answer: Intake, portfolio: Portfolio, demand: string): readonly Row[] {
  const here = new Map(portfolio.services.map((service) => [service["name"], service]));
  const wrong = new Set(answer.left_out.filter(({ reason }) => reason === "invalid").map(({ name }) => name));
  return rowsOf(answer).filter((service) => {
    const whole: Table = {
      ...(demand === "" ? {} : { feature_demand: demand }),
      ...here.get(service.name),
      ...service,
    };
    // A name that cannot be one is none.
    return (
      typeof service.name === "string" &&
      !wrong.has(service.name) &&
      whole["exposure_per_hour"] !== undefined &&
      whole["feature_demand"] !== undefined
    );
  });
}

/** How many of the services that can be put in do not say their demand, neither here nor in the case. */
export function withoutDemand(answer: Intake, portfolio: Portfolio): number {
  const strict = new Set(fitting(answer, portfolio, ""));
  return fitting(answer, portfolio, demands(portfolio)[0] ?? "low").filter((service) => !strict.has(service)).length;
}

/** The case's portfolio with what was read. A service of the same name keeps what the table has no column for. */
export function put(portfolio: Portfolio, answer: Intake, { all, demand, bands, people }: Put): Portfolio {
  const added = fitting(answer, portfolio, demand);
  const keys = new Set(answer.columns.map(({ field }) => field));
  const byName = new Map(added.map((service) => [service.name as Value | undefined, service]));
  const before = new Map(portfolio.services.map((service) => [service["name"], service]));
  const merged = (service: Table, own: Table | undefined): Table => {
    // Where all are replaced, an empty cell empties the field.
    const kept =
      own === undefined
        ? {}
        : all
          ? Object.fromEntries(
              Object.entries(own).filter(
                ([key]) => !keys.has(key) || key === "kind" || key === "feature_demand" || key === "exposure_per_hour",
              ),
            )
          : own;
    return { kind: "digital", ...(demand === "" ? {} : { feature_demand: demand }), ...kept, ...service };
  };
  const kept = all
    ? []
    : portfolio.services.map((service) => {
        const found = byName.get(service["name"]);
        return found === undefined ? service : merged(found, service);
      });
  const services = [
    ...kept,
    ...added
      .filter((service) => all || !before.has(service.name))
      .map((service) => merged(service, before.get(service.name))),
  ];
  const taken = isTable(answer.portfolio) ? answer.portfolio : {};
  const named = (list: readonly Table[], more: readonly Table[], change: boolean): readonly Table[] => {
    const found = new Map(more.map((one) => [one["name"], one]));
    const here = new Set(list.map((one) => one["name"]));
    return [
      ...(change ? list.map((one) => ({ ...one, ...found.get(one["name"]) })) : list),
      ...more.filter((one) => !here.has(one["name"])),
    ];
  };
  const domains = named(tables(portfolio, "domains"), tables(taken, "domains"), false);
  // Services that are put in though the core left them out have teams too.
  const rest = services.map((service) => text(service["team"])).filter((team) => team !== "");
  const teams = named(
    named(tables(portfolio, "teams"), tables(taken, "teams"), true),
    [...new Set(rest)].map((name) => ({ name })),
    false,
  ).map((team) => (people === undefined ? team : { on_call_participants: people, ...team }));
  const list = (key: string): { readonly [key: string]: Value } =>
    tables(taken, key).length === 0 ? {} : { [key]: tables(taken, key) };
  return {
    ...portfolio,
    ...(bands ? list("exposure_bands") : {}),
    // Demand in features a month needs bands that say how many.
    ...(tables(portfolio, "demand_bands").length === 0 && DEFAULT_BANDS.length === tables(taken, "demand_bands").length
      ? list("demand_bands")
      : {}),
    ...(domains.length === 0 ? {} : { domains }),
    ...(teams.length === 0 ? {} : { teams }),
    services,
  };
}
