// The worker that tells what kind of file it is, and unpacks it. What a table says is for the core to read.

import { readJson } from "./bounds";
import { caseOf } from "./link";
import { isTable } from "./portfolio";
import type { Read, ReadReply, Source } from "./reading";
import { portfolioFromToml } from "./toml";
import { rowsFromXlsx } from "./xlsx-read";

self.addEventListener("message", (event: MessageEvent<Source>) => {
  let reply: ReadReply;
  try {
    reply = { ok: true, read: reading(event.data) };
  } catch (error) {
    reply = { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(reply);
});

function reading(source: Source): Read {
  if (source.kind === "toml") return { kind: "table", table: portfolioFromToml(source.text) };
  const bytes = new Uint8Array(source.bytes);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return { kind: "rows", table: JSON.stringify(rowsFromXlsx(bytes)) };
  // In whatever encoding: the core tells.
  if (/\.(csv|tsv|txt)$/iu.test(source.name)) return { kind: "rows", table: bytes };
  const text = textOf(bytes);
  if (/^\ufeff?"?(name|service)"?[,;\t]/iu.test(text)) return { kind: "rows", table: bytes };
  if (!/^\ufeff?\s*[{[]/u.test(text)) return { kind: "portfolio", text };
  let data: unknown;
  try {
    data = readJson(text.replace(/^\ufeff/u, ""));
  } catch (error) {
    // What is damaged the core says, with the line; what is beyond all bounds is not for it.
    if (error instanceof Error && error.message === "it is damaged") return { kind: "portfolio", text };
    throw error;
  }
  return isTable(data) && "portfolio" in data && !("services" in data)
    ? { kind: "case", case: caseOf(data) }
    : { kind: "portfolio", text };
}

function textOf(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Told below.
  }
  throw new Error("It is not a TOML, JSON, CSV or XLSX file");
}
