// How figures look where the reader lives. Exact amounts are text and never become floats: Intl reads the digits.

import type { Comparison, CostFlip } from "whorunsit";

import { FREQUENCY_OF, LABELS, SENTENCES } from "./words";

type Exact = Intl.StringNumericLiteral;

const cached = new Map<string, Intl.NumberFormat>();

function formatter(key: string, options: Intl.NumberFormatOptions, locale?: string): Intl.NumberFormat {
  let found = cached.get(key);
  if (found === undefined) {
    try {
      found = new Intl.NumberFormat(locale, options);
    } catch {
      const { currency: _, ...rest } = options;
      found = new Intl.NumberFormat(undefined, { ...rest, style: "decimal" });
    }
    cached.set(key, found);
  }
  return found;
}

/** An amount in whole units, for reading; the exact one stands beside it or a click away. */
export const money = (amount: string, currency: string): string =>
  formatter(`whole ${currency}`, {
    style: "currency",
    currency,
    maximumFractionDigits: 0,
    minimumFractionDigits: 0,
    currencyDisplay: "narrowSymbol",
  }).format(amount as Exact);

/** An amount to the last digit. */
export const exactMoney = (amount: string, currency: string): string => {
  const decimals = amount.split(".")[1]?.length ?? 0;
  const options = formatter(`minor ${currency}`, { style: "currency", currency }).resolvedOptions();
  const minor = options.minimumFractionDigits ?? 2;
  const digits = decimals === 0 ? 0 : Math.max(minor, decimals);
  return formatter(`exact ${currency} ${digits}`, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount as Exact);
};

/** An amount in few letters, such as $13.1M; a small one with its minor units, such as $36.90. */
export const shortMoney = (amount: string, currency: string, rounding: Rounding = "halfExpand"): string => {
  const digits = { roundingMode: rounding, maximumSignificantDigits: 3 } as const;
  const plain = formatter(`plain ${rounding}`, { ...digits, useGrouping: false }, "en");
  const rounded = Number(plain.format(amount as Exact));
  const options = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
  return Number.isInteger(rounded)
    ? formatter(`short ${currency} ${rounding}`, { ...options, ...digits, notation: "compact" }).format(amount as Exact)
    : formatter(`small ${currency}`, options).format(rounded);
};

export const number = (value: string, digits = 2): string =>
  formatter(`number ${digits}`, { maximumFractionDigits: digits }).format(value as Exact);

export const yearsOf = (value: number): string => (value === 1 ? "1 year" : `${count(value)} years`);
export const count = (value: number): string => formatter("count", {}).format(value);

type Rounding = "halfExpand" | "ceil";

/** A value for reading: three digits, of which two decimals at most. To the last digit it stands where it comes from. */
export const three = (value: string, rounding: Rounding = "halfExpand"): string =>
  formatter(`three ${rounding}`, {
    maximumSignificantDigits: 3,
    maximumFractionDigits: 2,
    roundingPriority: "lessPrecision",
    roundingMode: rounding,
  }).format(value as Exact);

/** A probability: never quite 0 or 100 %. */
export const likely = (percent: string): string =>
  Number(percent) > 99.9 ? "over 99.9 %" : Number(percent) < 0.1 ? "under 0.1 %" : `${three(percent)} %`;

/** A value of an input by what it counts: an amount, a share, a time in hours, or a number. What holds from a value on is rounded
 *  up: it has to hold from what is written on. */
export const counted = (
  unit: CostFlip["unit"],
  value: string,
  currency: string,
  rounding: Rounding = "halfExpand",
): string =>
  unit === "money"
    ? shortMoney(value, currency, rounding)
    : unit === "percent"
      ? `${three(value, rounding)} %`
      : unit === "seconds"
        ? `${three(String(Number(value) / 3600), rounding)} h`
        : three(value, rounding);

/** Whether inputs are missing for a part of what a strategy comes to. */
export const lacks = ({ premium, loss }: Pick<Comparison["strategies"][number], "premium" | "loss">): boolean =>
  premium.partial || loss.partial;

/** The size of an amount, without its sign. */
export const size = (amount: string): string => amount.replace(/^-/u, "");
export const zero = (amount: string): boolean => /^-?0(?:\.0*)?$/u.test(amount);
export const negative = (amount: string): boolean => amount.startsWith("-");

// What codes are called comes from the core's table of words.
export const MODEL_NAMES: Record<string, string> = LABELS.operating_models;
export const STRATEGY_NAMES: Record<string, string> = LABELS.strategies;
export const OUT_OF_HOURS: Record<string, string> = SENTENCES.schedules_out_of_hours;
export const COST_TYPES = ["setup", "transition", "run", "incident", "opportunity"] as const;
/** A type of cost, and how often it is paid: "Setup, once". */
export const COST_NAMES: Record<string, string> = Object.fromEntries(
  COST_TYPES.map((type) => [
    type,
    `${LABELS.cost_types[type]}, ${LABELS.frequencies[FREQUENCY_OF[type]].toLowerCase()}`,
  ]),
);

/** `incidents_per_year` as people read it. */
export const words = (key: string): string => key.replaceAll(/[_-]/gu, " ");
/** A pointer to an input as people read it: `/services/3/value_per_feature_week` is "value per feature week of bedroom". */
export function missingWords(path: string, nameOf: (table: string, at: number) => string): string {
  const parts = path.split("/").slice(1);
  const model = parts.map((part) => MODEL_NAMES[part]).find((name) => name !== undefined);
  const place = parts.findIndex((part) => /^\d+$/u.test(part));
  const name = place < 1 ? "" : nameOf(parts[place - 1] ?? "", Number(parts[place]));
  const rest = (name === "" ? parts : [...parts.slice(0, place - 1), ...parts.slice(place + 1)])
    .filter((part) => MODEL_NAMES[part] === undefined)
    .map(words);
  const within = rest.slice(0, -1).join(", ");
  return `${rest.at(-1) ?? ""}${within === "" ? "" : ` (${within})`}${name === "" ? "" : ` of ${name}`}${model === undefined ? "" : ` under ${model}`}`;
}
/** The name of a rule for rotas. */
export const ruleName = (rule: string): string => (LABELS.rota_rules as Record<string, string>)[rule] ?? words(rule);
export const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** When something was, to the minute. */
export const moment = (at: number): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
/** A day of the format, `2027-01-04`, where the reader lives. */
export const day = (date: string): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
