// The rows of the first sheet of a workbook, read as a stream: no more is unpacked than is wanted, whatever the file says of its
// own size.

import { Unzip, UnzipInflate } from "fflate";
import { Parser } from "htmlparser2";

/** The core takes in so many rows of a table; with more cells it is no list of services. */
const MOST_ROWS = 20_000;
const MOST_CELLS = 1_000_000;
const tooManyRows = (): Error =>
  new Error(`It has more than ${MOST_ROWS.toLocaleString("en")} rows; that many can be read at once`);
const tooManyCells = (): Error =>
  new Error(`It has more than ${MOST_CELLS.toLocaleString("en")} cells; that many can be read at once`);

const MOST_UNPACKED = 64 * 1024 * 1024;
const MOST_COLUMNS = 200;
/** How much of the file is unpacked at a time. */
const PIECE = 16 * 1024;

const STRINGS = "xl/sharedStrings.xml";
const SHEET = /^xl\/worksheets\/sheet(\d+)\.xml$/u;

export type XlsxCell = string | number | boolean;

/** Rows as the core takes them in: numbers are numbers, whatever the workbook shows. */
export interface Sheet {
  readonly rows: readonly (readonly XlsxCell[])[];
  /** Regions of merged cells: top, left, bottom and right, from 1. */
  readonly merged: readonly (readonly number[])[];
}

export function rowsFromXlsx(bytes: Uint8Array): Sheet {
  const names = namesIn(bytes);
  const [sheet] = names
    .filter((name) => SHEET.test(name))
    .toSorted((a, b) => Number(SHEET.exec(a)?.[1]) - Number(SHEET.exec(b)?.[1]));
  if (sheet === undefined)
    throw new Error(names.length === 0 ? "The workbook is damaged" : "The file is a ZIP, but no workbook with a sheet");
  const strings = names.includes(STRINGS) ? sharedStrings(bytes) : [];
  return rowsOf(bytes, sheet, strings);
}

/** Unpacks one file of the ZIP piece by piece, or none: its names come by the way. */
function unpack(bytes: Uint8Array, wanted: string | undefined, take: (text: string, last: boolean) => void): string[] {
  const names: string[] = [];
  let unpacked = 0;
  let found = false;
  // What is thrown while it unpacks would come back as an error of the ZIP.
  let failure: unknown;
  const decoder = new TextDecoder();
  const unzip = new Unzip((file) => {
    names.push(file.name);
    if (file.name !== wanted || found) return;
    found = true;
    file.ondata = (error, piece, last) => {
      if (failure !== undefined) return;
      try {
        if (error !== null) throw new Error("The workbook is damaged");
        unpacked += piece.length;
        if (unpacked > MOST_UNPACKED) throw new Error("The workbook unpacks to more than 64 MB");
        take(decoder.decode(piece, { stream: !last }), last);
      } catch (thrown) {
        failure = thrown;
      }
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length && failure === undefined; at += PIECE)
    unzip.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
  if (failure !== undefined) throw failure;
  return names;
}

function namesIn(bytes: Uint8Array): string[] {
  try {
    return unpack(bytes, undefined, () => {});
  } catch {
    throw new Error("The workbook is damaged");
  }
}

interface Handlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
}

/** Reads the XML of one file of the ZIP as it is unpacked. */
function walk(bytes: Uint8Array, file: string, { open, close, text }: Handlers): void {
  const parser = new Parser({ onopentag: open, onclosetag: close, ontext: text }, { xmlMode: true });
  let ended = false;
  try {
    unpack(bytes, file, (piece, last) => {
      parser.write(piece);
      ended ||= last;
    });
  } catch (error) {
    if (error instanceof Error && /^(It has|The workbook)/u.test(error.message)) throw error;
    throw new Error("The workbook is damaged", { cause: error });
  }
  if (!ended) throw new Error("The workbook is damaged");
}

function sharedStrings(bytes: Uint8Array): string[] {
  const strings: string[] = [];
  let inside = false;
  let text = "";
  walk(bytes, STRINGS, {
    open: (name) => {
      if (name === "si") text = "";
      inside = name === "t";
    },
    close: (name) => {
      if (name === "t") inside = false;
      if (name !== "si") return;
      strings.push(text);
      if (strings.length > MOST_CELLS) throw tooManyCells();
    },
    text: (piece) => {
      if (inside) text += piece;
    },
  });
  return strings;
}

function rowsOf(bytes: Uint8Array, sheet: string, strings: readonly string[]): Sheet {
  const rows: XlsxCell[][] = [];
  const merged: number[][] = [];
  let filled = 0;
  let cells = 0;
  let row: XlsxCell[] = [];
  let column = 0;
  let kind: string | undefined;
  let inside = false;
  let text = "";
  walk(bytes, sheet, {
    open: (name, attributes) => {
      if (name === "row") {
        row = [];
        // Rows that are not there are empty: those below keep their numbers.
        const place = Number(attributes["r"] ?? 0);
        while (place <= MOST_ROWS && rows.length < place - 1) rows.push([]);
      } else if (name === "c") {
        column = columnOf(attributes["r"] ?? "") ?? row.length;
        kind = attributes["t"];
        text = "";
      } else if (name === "mergeCell" && merged.length < MOST_ROWS) {
        const [, left, top, right, bottom] =
          /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/u.exec(attributes["ref"] ?? "") ?? [];
        if (left !== undefined && right !== undefined)
          merged.push([Number(top), (columnOf(left) ?? 0) + 1, Number(bottom), (columnOf(right) ?? 0) + 1]);
      }
      inside = name === "v" || (name === "t" && kind === "inlineStr");
    },
    close: (name) => {
      if (name === "v" || name === "t") inside = false;
      else if (name === "c" && column < MOST_COLUMNS) {
        // What stands between is empty, and counts: a row is as wide as its last cell.
        cells += Math.max(1, column + 1 - row.length);
        if (cells > MOST_CELLS) throw tooManyCells();
        while (row.length < column) row.push("");
        row[column] = cellOf(text, kind, strings);
      } else if (name === "row" && row.some((cell) => cell !== "")) {
        rows.push(row);
        filled += 1;
        if (filled > MOST_ROWS) throw tooManyRows();
      }
    },
    text: (piece) => {
      if (inside) text += piece;
    },
  });
  return { rows, merged };
}

function cellOf(text: string, kind: string | undefined, strings: readonly string[]): XlsxCell {
  if (kind === "s") return strings[Number(text)] ?? "";
  if (kind === "b") return text === "1";
  const number = kind === undefined || kind === "n" ? Number(text) : NaN;
  return text.trim() === "" || !Number.isFinite(number) ? text : number;
}

function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/u.exec(reference)?.[0];
  return letters === undefined
    ? undefined
    : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
