// Files in and out. What a file means is decided by its content; what is right in it, by the core.

import type { Problem } from "whorunsit";

import { Engine, Refusal } from "./engine";
import { capital, count } from "./format";
import { isPortfolio, type Portfolio } from "./portfolio";
import { parseRows, serviceRows, servicesFrom, withServices, writeRows, MOST_ROWS } from "./sheet";
import type { View } from "./live";

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
  readonly portfolio: Portfolio;
  readonly message: string;
}

/** The portfolio in a file. Throws an error with a message for people; the case that is open stays. */
export async function importFile(file: File, open: Portfolio, engine: Engine): Promise<Imported> {
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
  const portfolio = await importText(source, engine);
  return { portfolio, message: `${file.name} opened` };
}

const looksLikeRows = (source: string): boolean => /^\ufeff?"?(name|service)"?[,;\t]/iu.test(source);

function fromRows(rows: string[][], open: Portfolio, name: string): Imported {
  if (rows.length > MOST_ROWS) throw new Error(`${name} has ${count(rows.length)} rows; at most ${count(MOST_ROWS)} can be read`);
  const { services, ignored } = servicesFrom(rows, open);
  if (services.length === 0) throw new Error(`${name} has no row with a service`);
  return {
    portfolio: withServices(open, services, true),
    message: `${count(services.length)} services read from ${name}${ignored.length > 0 ? `; columns not known: ${ignored.slice(0, 5).join(", ")}` : ""}`,
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

export async function exportAs(kind: string, portfolio: Portfolio, view: View): Promise<void> {
  if (kind === "toml") save(fileName(portfolio, ".toml"), "application/toml", (await import("./toml")).portfolioToToml(portfolio));
  else if (kind === "json") save(fileName(portfolio, ".json"), "application/json", `${JSON.stringify(portfolio, null, 2)}\n`);
  else if (kind === "csv") save(fileName(portfolio, "-services.csv"), "text/csv", writeRows(serviceRows(portfolio)));
  else if (kind === "results") save(fileName(portfolio, "-results.csv"), "text/csv", writeRows(resultRows(view)));
  else if (kind === "xlsx") {
    const { writeXlsx } = await import("./xlsx");
    save(fileName(portfolio, ".xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", writeXlsx([["Services", serviceRows(portfolio)], ["Results", resultRows(view)]]));
  }
}
