// The little of XLSX that a table of text needs; loaded when it is first needed. A workbook is a ZIP of XML.

import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

const MOST_UNPACKED = 64 * 1024 * 1024;
const MOST_COLUMNS = 200;

/** The rows of the first sheet. */
export function rowsFromXlsx(bytes: Uint8Array): string[][] {
  let unpacked = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/^xl\/(worksheets\/sheet\d+|sharedStrings)\.xml$/u.test(name)) return false;
        unpacked += originalSize;
        if (unpacked > MOST_UNPACKED) throw new Error("too large");
        return true;
      },
    });
  } catch (error) {
    throw new Error(error instanceof Error && error.message === "too large" ? "the workbook unpacks to more than 64 MB" : "the workbook is damaged", { cause: error });
  }
  const sheet = Object.keys(files).filter((name) => name.startsWith("xl/worksheets/")).toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
  if (sheet === undefined) throw new Error("the file is a ZIP, but no workbook with a sheet");
  const shared = files["xl/sharedStrings.xml"];
  const strings = shared === undefined ? [] : [...parse(shared).getElementsByTagName("si")].map(textOf);
  return [...parse(files[sheet] as Uint8Array).getElementsByTagName("row")].map((row) => {
    const cells: string[] = [];
    for (const cell of row.getElementsByTagName("c")) {
      const column = columnOf(cell.getAttribute("r") ?? "") ?? cells.length;
      if (column >= MOST_COLUMNS) continue;
      const value = cell.getElementsByTagName("v")[0]?.textContent ?? "";
      const kind = cell.getAttribute("t");
      while (cells.length < column) cells.push("");
      cells[column] = kind === "s" ? (strings[Number(value)] ?? "") : kind === "inlineStr" ? textOf(cell) : value;
    }
    return cells;
  }).filter((row) => row.some((cell) => cell.trim() !== ""));
}

function parse(xml: Uint8Array): Document {
  const found = new DOMParser().parseFromString(strFromU8(xml), "application/xml");
  if (found.getElementsByTagName("parsererror").length > 0) throw new Error("the workbook is damaged");
  return found;
}

const textOf = (element: Element): string => [...element.getElementsByTagName("t")].map((part) => part.textContent).join("");

function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/u.exec(reference)?.[0];
  return letters === undefined ? undefined : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

const escaped = (text: string): string =>
  text.replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/gu, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** A workbook whose cells are all text, or plain numbers: nothing in it is a formula. */
export function writeXlsx(sheets: readonly (readonly [string, readonly (readonly string[])[]])[]): Uint8Array<ArrayBuffer> {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packages = "http://schemas.openxmlformats.org/package/2006";
  const cell = (text: string) =>
    /^-?\d{1,15}(\.\d+)?$/u.test(text) && text.length <= 16 ? `<c><v>${text}</v></c>` : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
  const files: Record<string, Uint8Array> = {
    "[Content_Types].xml": strToU8(`${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${sheets.map((_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join("")}</Types>`),
    "_rels/.rels": strToU8(`${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
    "xl/workbook.xml": strToU8(`${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets.map(([name], index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="r${index + 1}"/>`).join("")}</sheets></workbook>`),
    "xl/_rels/workbook.xml.rels": strToU8(`${head}<Relationships xmlns="${packages}/relationships">${sheets.map((_, index) => `<Relationship Id="r${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join("")}</Relationships>`),
  };
  for (const [index, [, rows]] of sheets.entries()) {
    files[`xl/worksheets/sheet${index + 1}.xml`] = strToU8(`${head}<worksheet xmlns="${main}"><sheetData>${rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join("")}</sheetData></worksheet>`);
  }
  return zipSync(files);
}
