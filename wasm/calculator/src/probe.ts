// One service in every cell of the selector: the core is asked, instead of knowing its rules here.

import { demands, isTable, tables, text, type Portfolio, type Value } from "./portfolio.ts";

export interface Cell {
  readonly availability_target: string;
  readonly deployment_target: string;
  readonly operating_model: string;
  readonly out_of_hours: string | null;
}

/** The selector as a grid: rows of exposure from the bottom up, columns of demand from the left. */
export interface Selector {
  /** The most exposure of each row; the last row has none where it is what lies above every band. */
  readonly rows: readonly (string | null)[];
  readonly columns: readonly string[];
  readonly cells: readonly (readonly Cell[])[];
}

const bounds = (of: Portfolio): (string | null)[] => {
  const bands = tables(of, "exposure_bands").map((band) => text(band["max_per_hour"]));
  return bands.length < 4 ? [...bands, null] : bands;
};

const above = (most: string): string =>
  /^\d+(\.\d+)?$/u.test(most) ? `${BigInt(most.split(".")[0] ?? "0") + 1n}` : "";

export function probe(of: Portfolio): string {
  const rows = bounds(of);
  const columns = demands(of);
  // The money has no cells: under it, the selector still shows what the playbook says.
  const selection = of["selection"];
  const byMoney = isTable(selection) && selection["policy"] === "least-cost";
  const given = (key: string): { [key: string]: Value } => (of[key] === undefined ? {} : { [key]: of[key] });
  return JSON.stringify({
    schema: 1,
    ...given("currency"),
    ...(byMoney ? { selection: { ...selection, policy: "sixteen-cell" } } : given("selection")),
    ...given("exposure_bands"),
    ...given("demand_bands"),
    domains: [{ name: "all" }],
    teams: [{ name: "one", domain: "all" }],
    services: rows.flatMap((row, up) =>
      columns.map((column, across) => ({
        name: `${up} ${across}`,
        kind: "digital",
        team: "one",
        exposure_per_hour: row ?? above(rows.at(-2) ?? "1"),
        feature_demand: column,
      })),
    ),
  });
}

export function selectorFrom(of: Portfolio, services: readonly Cell[]): Selector {
  const rows = bounds(of);
  const columns = demands(of);
  const cells = rows.map((_, up) =>
    columns.map((_, across) => {
      const { availability_target, deployment_target, operating_model, out_of_hours } = services[
        up * columns.length + across
      ] as Cell;
      return { availability_target, deployment_target, operating_model, out_of_hours };
    }),
  );
  return { rows, columns, cells };
}
