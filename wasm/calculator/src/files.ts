// Files in and out. What a file means is decided by its content; what is right in it, by the core.

import type { Problem } from "whorunsit";

import { Engine, Refusal } from "./engine";
import { capital, count } from "./format";
import { isPortfolio, isTable, type Portfolio } from "./portfolio";
import { parseRows, serviceRows, servicesFrom, withServices, writeRows, MOST_ROWS } from "./sheet";
import type { View } from "./live";
import { readCase } from "./link";
import { placed } from "./problem";
import type { Case } from "./store";

/** The core reads at most this much TOML. */
const MOST_BYTES = 16 * 1024 * 1024;

export function save(name: string, type: string, content: BlobPart): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const fileName = (portfolio: Portfolio, ending: string): string => {
  const name = typeof portfolio["name"] === "string" ? portfolio["name"] : "";
  const bare = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-+|-+$/gu, "").slice(0, 60);
  return `${bare || "portfolio"}${ending}`;
};

export interface Imported {
  readonly next: Case;
  /** Whether it is another case, or the one that is open with other services. */
  readonly whole: boolean;
  readonly message: string;
}

/** The case that a file makes of the open one. Throws an error with a message for people; the case that is open stays. */
export async function importFile(file: File, open: Case, engine: Engine): Promise<Imported> {
  if (file.size > MOST_BYTES) throw new Error(`${file.name} has ${count(Math.round(file.size / 1024 / 1024))} MB; at most 16 MB can be read`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const { rowsFromXlsx } = await import("./xlsx");
    return fromRows(rowsFromXlsx(bytes), open, file.name);
  }
  let source: string;
  try {
    source = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${file.name} is no TOML, JSON, CSV or XLSX file`);
  }
  if (source.includes("\0")) throw new Error(`${file.name} is no TOML, JSON, CSV or XLSX file`);
  if (/\.(csv|tsv|txt)$/iu.test(file.name) || looksLikeRows(source)) return fromRows(parseRows(source), open, file.name);
  const next = wholeCase(source);
  if (next !== undefined) return { next, whole: true, message: `${file.name} opened, with its scenarios, trials and seed` };
  const portfolio = await importText(source, engine);
  // Scenarios change services by their names: those of another portfolio say nothing about this one.
  const lost = open.scenarios.length === 0 ? "" : "; the scenarios of the case before are closed with it. Undo brings both back";
  return { next: { ...open, portfolio, scenarios: [] }, whole: true, message: `${file.name} opened${lost}` };
}

/** What was exported as the whole case, or nothing if it is a portfolio. */
function wholeCase(source: string): Case | undefined {
  if (!/^\ufeff?\s*\{/u.test(source)) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(source.replace(/^\ufeff/u, ""));
  } catch {
    return undefined; // The core says in which line.
  }
  return isTable(data) && "portfolio" in data && !("services" in data) ? readCase(JSON.stringify(data)) : undefined;
}

const looksLikeRows = (source: string): boolean => /^\ufeff?"?(name|service)"?[,;\t]/iu.test(source);

/** Only results have these columns; taken for services, what is recommended would become what is given. */
const RESULTS = new Set(["cheaper model", "tolerable loss week"]);

function fromRows(rows: string[][], open: Case, name: string): Imported {
  if (rows[0]?.some((head) => RESULTS.has(head.trim().toLowerCase().replaceAll("_", " "))) === true) {
    throw new Error("It holds results, not inputs. Import the services or the portfolio that they were worked out from");
  }
  if (rows.length > MOST_ROWS) throw new Error(`${name} has ${count(rows.length)} rows; at most ${count(MOST_ROWS)} can be read`);
  const { services, ignored } = servicesFrom(rows, open.portfolio);
  if (services.length === 0) throw new Error(`${name} has no row with a service`);
  return {
    next: { ...open, portfolio: withServices(open.portfolio, services, true) },
    whole: false,
    message: `${count(services.length)} services read from ${name}: they take the place of those that were here, and all other inputs stay${ignored.length > 0 ? `; columns not known: ${ignored.slice(0, 5).join(", ")}` : ""}`,
  };
}

/** A portfolio from TOML or JSON text, checked by the core in the text's own lines. */
export async function importText(source: string, engine: Engine): Promise<Portfolio> {
  try {
    await engine.ask("check", source);
  } catch (error) {
    throw error instanceof Refusal ? new Error(problemText(error.problems)) : error;
  }
  const body = source.replace(/^\ufeff/u, "");
  if (/^\s*\{/u.test(body)) {
    const data: unknown = JSON.parse(body);
    if (!isPortfolio(data)) throw new Error("it holds no services");
    return data;
  }
  return (await import("./toml")).portfolioFromToml(body);
}

export function problemText(problems: readonly Problem[]): string {
  const lines = problems.slice(0, 5).map(({ message, help, line, path }) => `${line === null ? path : `Line ${line}`}: ${capital(message)}. ${capital(help)}.`);
  return lines.join("\n") + (problems.length > 5 ? `\nand ${count(problems.length - 5)} more` : "");
}

/** What the core answered, a row for each service. */
export function resultRows(view: View): string[][] {
  const heads = ["service", "operating model", "availability target", "deployment target", "out of hours", "schedule", "exposure per hour", "net benefit of you-build-it-you-run-it", "cheaper model", "money agrees"];
  const models = [["you_build_it_you_run_it", "you-build-it-you-run-it"], ["ops_run_it", "ops-run-it"]] as const;
  const types = ["setup", "transition", "run", "incident", "opportunity", "premium_over_horizon", "loss_over_horizon", "expected_availability"] as const;
  const cost = models.flatMap(([, name]) => types.map((type) => `${name}: ${type.replaceAll("_", " ")}`));
  const rows = (view.recommendation?.services ?? []).map((service, index) => {
    const compared = view.comparison?.services[index];
    const { insurance } = service;
    return [
      service.name, service.operating_model, service.availability_target, service.deployment_target, service.out_of_hours ?? "operations",
      service.schedule ?? "", service.exposure_per_hour, insurance?.net_benefit ?? "", insurance?.cheaper_model ?? "", insurance?.agrees == null ? "" : String(insurance.agrees),
      ...models.flatMap(([key]) => types.map((type) => String(compared?.[key][type] ?? ""))),
    ];
  });
  return [[...heads, ...cost], ...rows];
}

/** Why the results on the screen are not those of the case, if they are not. */
function unfit({ portfolio }: Case, view: View): string | undefined {
  const [problem] = view.problems;
  if (problem !== undefined) return `the results are those from before a mistake. Mend it first: ${placed(problem, portfolio)}`;
  return view.of === portfolio && view.comparison !== undefined ? undefined : "the results are still being worked out. Try again in a moment";
}

export async function exportAs(kind: string, open: Case, view: View): Promise<void> {
  const { portfolio } = open;
  const reason = unfit(open, view);
  if (kind === "case") save(fileName(portfolio, "-case.json"), "application/json", `${JSON.stringify({ v: 1, ...open }, null, 2)}\n`);
  else if (kind === "toml") save(fileName(portfolio, ".toml"), "application/toml", (await import("./toml")).portfolioToToml(portfolio));
  else if (kind === "json") save(fileName(portfolio, ".json"), "application/json", `${JSON.stringify(portfolio, null, 2)}\n`);
  else if (kind === "csv") save(fileName(portfolio, "-services.csv"), "text/csv", writeRows(serviceRows(portfolio)));
  else if (kind === "results") {
    if (reason !== undefined) throw new Error(reason);
    save(fileName(portfolio, "-results.csv"), "text/csv", writeRows(resultRows(view)));
  } else if (kind === "xlsx") {
    const { writeXlsx } = await import("./xlsx");
    const results = reason === undefined ? resultRows(view) : [[`No results here: ${reason}`]];
    save(fileName(portfolio, "-services.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", writeXlsx([["Services", serviceRows(portfolio)], ["Results", results]]));
  }
}
