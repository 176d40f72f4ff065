// What a field of the format is: what it is called, how it is written. Whether what is written is right, the core says.

import { read, type Key, type Portfolio, type Table, type Value } from "../portfolio";

export interface FieldOf {
  /** A key, or keys one inside the other: `first.amount`. */
  readonly key: string;
  readonly label: string;
  /** An example of how it is written. */
  readonly like?: string;
  /** What holds where it is left empty. */
  readonly none?: string;
  readonly required?: true;
  /** An amount of money, which the core reads in any usual spelling. */
  readonly money?: boolean;
  readonly means?: (field: string) => Value | undefined;
  /** The words of the format that it may be, and what they are called if it is not themselves. */
  readonly words?: readonly string[];
  readonly say?: Readonly<Record<string, string>>;
  /** The names that it may be. */
  readonly names?: (portfolio: Portfolio) => readonly string[];
}

export interface Part {
  readonly title: string;
  readonly hint?: string;
  readonly at: readonly Key[];
  readonly fields: readonly FieldOf[];
}

/** A list of tables: rows to add and to remove. */
export interface RowsOf extends Part {
  /** What a row is. */
  readonly one: string;
  /** Rows mean something else in another order. */
  readonly ordered?: true;
  /** The list may stand in a table, as `rules`, beside this word; as it holds where there is none. */
  readonly beside?: {
    readonly key: string;
    readonly label: string;
    readonly words: readonly string[];
    readonly usual: string;
  };
  /** What holds while there are none, to start from. */
  readonly usual?: readonly Table[];
}

export type PartOf = Part | RowsOf;

export interface Section {
  readonly title: string;
  readonly hint?: string;
  readonly parts: readonly PartOf[];
}

// What is written into a field, as a value. An empty field is a key that is not given.
export const estimate = (field: string): Value | undefined => (field.trim() === "" ? undefined : read(field));
export const plain = (field: string): Value | undefined => (field.trim() === "" ? undefined : field);
export const whole = (field: string): Value | undefined =>
  /^\s*\d{1,9}\s*$/u.test(field) ? Number(field) : plain(field);
export const split = (field: string): string[] =>
  field
    .split(";")
    .map((one) => one.trim())
    .filter((one) => one !== "");
export const list = (field: string): Value | undefined => (field.trim() === "" ? undefined : split(field));
/** Services that one needs: `ledger; search degraded 20%`. */
export const needs = (field: string): Value | undefined => {
  if (field.trim() === "") return undefined;
  const one = (text: string): Value => {
    const said = /^(.+) degraded (\S+)$/u.exec(text);
    return said ? { service: said[1] ?? "", degraded: said[2] ?? "" } : text;
  };
  return split(field).map(one);
};
export const windows = (field: string): Value | undefined => (field.includes(";") ? split(field) : plain(field));
/** A window of the week, a word, or dates: those are always a list. */
export const when = (field: string): Value | undefined => (/^\s*\d{4}-/u.test(field) ? split(field) : plain(field));
export const flag = (field: string): Value | undefined =>
  field === "true" || field === "false" ? field === "true" : plain(field);

/** Words with an answer each: `rework-visible yes, chaos-days-run no`. */
export const pairs = (field: string): Value | undefined => {
  if (field.trim() === "") return undefined;
  const all = field.split(",").map((one) => /^\s*(\S+)\s+(\S+)\s*$/u.exec(one));
  return all.every((one) => one !== null)
    ? Object.fromEntries(all.map((one) => [one?.[1] ?? "", one?.[2] ?? ""]))
    : field;
};
