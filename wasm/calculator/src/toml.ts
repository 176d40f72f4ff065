// TOML in and out, loaded when it is first needed.

import { parse, stringify, TomlDate } from "smol-toml";

import { isPortfolio, isTable, type Portfolio, type Value } from "./portfolio";

export function portfolioFromToml(source: string): Portfolio {
  const value = plain(parse(source, { integersAsBigInt: true, maxDepth: 64 }));
  if (!isPortfolio(value)) throw new Error("it holds no services");
  return value;
}

function plain(value: unknown): Value {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (isTable(value)) return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, plain(inside)]));
  return value as Value;
}

export function portfolioToToml(portfolio: Portfolio): string {
  return `# A portfolio of whorunsit: see docs/format.md for what each key means.\n${stringify(bare(portfolio))}`;
}

// TOML has no null: a key without a value is a key that is left out.
function bare(value: Value): Value {
  if (Array.isArray(value)) return value.map(bare);
  if (!isTable(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inside]) => inside !== null)
      .map(([key, inside]) => [key, bare(inside)]),
  );
}
