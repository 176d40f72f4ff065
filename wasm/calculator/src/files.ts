// Files in and out. What a file means is decided by its content; what is right in it, by the core.

import type { Problem } from "whorunsit";

import { MOST_BYTES, readJson } from "./bounds";
import { bodyOf } from "./drafts";
import { Engine, Refusal } from "./engine";
import { capital, count } from "./format";
import { isPortfolio, type Portfolio } from "./portfolio";
import { serviceRows, writeRows } from "./sheet";
import type { View } from "./live";
import { placed } from "./problem";
import { read } from "./reading";
import type { Case } from "./store";

export function save(name: string, type: string, content: BlobPart): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const fileName = (portfolio: Portfolio, ending: string): string => {
  const name = typeof portfolio["name"] === "string" ? portfolio["name"] : "";
  const bare = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "")
    .slice(0, 60);
  return `${bare || "portfolio"}${ending}`;
};

/** What a file or pasted text holds, before any of it is taken. */
export type Found =
  /** A table of services, for the core to take in. */
  | { readonly kind: "rows"; readonly table: string | Uint8Array }
  /** `whole` where it has scenarios, trials and seed of its own. */
  | { readonly kind: "case"; readonly next: Case; readonly whole: boolean };

/** Reads it away from the page's own thread. Throws an error with a message for people. */
export async function find(what: File | string, open: Case, stop: AbortSignal): Promise<Found> {
  if (typeof what === "string") return { kind: "rows", table: what };
  if (what.size > MOST_BYTES)
    throw new Error(`It has ${count(Math.round(what.size / 1024 / 1024))} MB; at most 16 MB can be read`);
  const found = await read({ kind: "file", name: what.name, bytes: await what.arrayBuffer() }, stop);
  if (found.kind === "case") return { kind: "case", next: found.case, whole: true };
  if (found.kind === "rows") return found;
  if (found.kind === "table") throw new Error("It holds no services");
  const engine = new Engine();
  stop.addEventListener("abort", () => engine.end());
  try {
    // Scenarios change services by their names: those of another portfolio say nothing about this one.
    return {
      kind: "case",
      next: { ...open, portfolio: await importText(found.text, engine, stop), scenarios: [] },
      whole: false,
    };
  } finally {
    engine.end();
  }
}

/** A portfolio from TOML or JSON text, checked by the core in the text's own lines. */
export async function importText(
  source: string,
  engine: Engine,
  stop: AbortSignal = new AbortController().signal,
): Promise<Portfolio> {
  try {
    await engine.ask("check", source);
  } catch (error) {
    throw error instanceof Refusal ? new Error(problemText(error.problems)) : error;
  }
  const body = source.replace(/^\ufeff/u, "");
  const table = /^\s*[{[]/u.test(body) ? readJson(body) : await fromToml(body, stop);
  if (!isPortfolio(table)) throw new Error("it holds no services");
  return table;
}

async function fromToml(text: string, stop: AbortSignal): Promise<unknown> {
  const found = await read({ kind: "toml", text }, stop);
  return found.kind === "table" ? found.table : undefined;
}

export function problemText(problems: readonly Problem[]): string {
  const lines = problems
    .slice(0, 5)
    .map(
      ({ message, help, line, path }) =>
        `${line !== null ? `Line ${line}: ` : path === "" ? "" : `${path}: `}${capital(message)}. ${capital(help)}.`,
    );
  return lines.join("\n") + (problems.length > 5 ? `\nand ${count(problems.length - 5)} more` : "");
}

/** What the core answered, a row for each service. */
export function resultRows(view: View): string[][] {
  const heads = [
    "service",
    "operating model",
    "availability target",
    "deployment target",
    "out of hours",
    "schedule",
    "exposure per hour",
    "net benefit of you-build-it-you-run-it",
    "cheaper model",
    "money agrees",
  ];
  const models = [
    ["you_build_it_you_run_it", "you-build-it-you-run-it"],
    ["ops_run_it", "ops-run-it"],
  ] as const;
  const types = [
    "setup",
    "transition",
    "run",
    "incident",
    "opportunity",
    "premium_over_horizon",
    "loss_over_horizon",
    "expected_availability",
  ] as const;
  const cost = models.flatMap(([, name]) => types.map((type) => `${name}: ${type.replaceAll("_", " ")}`));
  const rows = (view.recommendation?.services ?? []).map((service, index) => {
    const compared = view.comparison?.services[index];
    const { insurance } = service;
    return [
      service.name,
      service.operating_model,
      service.availability_target,
      service.deployment_target,
      service.out_of_hours ?? "operations",
      service.schedule ?? "",
      service.exposure_per_hour,
      insurance?.net_benefit ?? "",
      insurance?.cheaper_model ?? "",
      insurance?.agrees == null ? "" : String(insurance.agrees),
      ...models.flatMap(([key]) => types.map((type) => String(compared?.[key][type] ?? ""))),
    ];
  });
  return [[...heads, ...cost], ...rows];
}

/** Why the results on the screen are not those of the case, if they are not. */
function unfit({ portfolio }: Case, view: View): string | undefined {
  const [problem] = view.problems;
  if (problem !== undefined)
    return `the results are those from before a mistake. Correct it first: ${placed(problem, portfolio)}`;
  return view.of === portfolio && view.comparison !== undefined
    ? undefined
    : "the results are still being worked out. Try again in a moment";
}

export async function exportAs(kind: string, open: Case, view: View): Promise<void> {
  const { portfolio } = open;
  const reason = unfit(open, view);
  if (kind === "case")
    save(
      fileName(portfolio, "-case.json"),
      "application/json",
      `${JSON.stringify(JSON.parse(bodyOf(open)), null, 2)}\n`,
    );
  else if (kind === "toml")
    save(fileName(portfolio, ".toml"), "application/toml", (await import("./toml")).portfolioToToml(portfolio));
  else if (kind === "json")
    save(fileName(portfolio, ".json"), "application/json", `${JSON.stringify(portfolio, null, 2)}\n`);
  else if (kind === "csv") save(fileName(portfolio, "-services.csv"), "text/csv", writeRows(serviceRows(portfolio)));
  else if (kind === "results") {
    if (reason !== undefined) throw new Error(reason);
    save(fileName(portfolio, "-results.csv"), "text/csv", writeRows(resultRows(view)));
  } else if (kind === "xlsx") {
    const { writeXlsx } = await import("./xlsx");
    const results = reason === undefined ? resultRows(view) : [[`No results here: ${reason}`]];
    save(
      fileName(portfolio, "-services.xlsx"),
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      writeXlsx([
        ["Services", serviceRows(portfolio)],
        ["Results", results],
      ]),
    );
  }
}
