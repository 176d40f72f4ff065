// A whole case in the fragment of an address: JSON, deflated, in base64url. A fragment is never sent to a server. The
// format zlib has a checksum: a link with a wrong letter is no link to another case.

import { MOST_BYTES, readJson } from "./bounds";
import { isPortfolio, isTable } from "./portfolio";
import type { Case, Scenario } from "./store";

/** Longer fragments are cut by mail programs and chats. */
export const LONGEST_LINK = 32_000;
const LONGEST_READ = 2_000_000;

export const START = "#case=";

export async function encodeCase(open: Case): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify({ v: 1, ...open }));
  const packed = await collect(new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate")), Infinity);
  let letters = "";
  for (let start = 0; start < packed.length; start += 0x8000)
    letters += String.fromCharCode(...packed.subarray(start, start + 0x8000));
  return START + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/u, "");
}

/** The case in a fragment. Throws an error that says what is wrong with the link. */
export async function decodeCase(fragment: string): Promise<Case> {
  if (!fragment.startsWith(START)) throw new Error("it does not hold a case");
  if (fragment.length > LONGEST_READ) throw new Error("it is too long");
  const code = fragment.slice(START.length);
  if (!/^[\w-]+$/u.test(code)) throw new Error("it has letters that no link has; part of it may be lost");
  let text: string;
  try {
    const packed = Uint8Array.from(atob(code.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
      letter.charCodeAt(0),
    );
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    text = new TextDecoder("utf-8", { fatal: true }).decode(await collect(stream, MOST_BYTES));
  } catch (error) {
    throw error instanceof TooLarge ? error : new Error("it is damaged; part of it may be lost");
  }
  return readCase(text);
}

class TooLarge extends Error {}

/** The case in the text of a link, a draft or a file. Throws an error that says what is wrong with it. */
export const readCase = (text: string): Case => caseOf(readJson(text));

export function caseOf(data: unknown): Case {
  if (!isTable(data) || data["v"] !== 1) throw new Error("another version of this page made it");
  const { portfolio, scenarios, trials, seed } = data;
  if (!isPortfolio(portfolio)) throw new Error("it holds no portfolio with services");
  const known = (Array.isArray(scenarios) ? scenarios : []).filter(
    (one): one is Scenario & { readonly [key: string]: string } =>
      isTable(one) && typeof one["name"] === "string" && typeof one["changes"] === "string",
  );
  return {
    portfolio,
    scenarios: known.map(({ name, changes }) => ({ name, changes })),
    trials: typeof trials === "string" ? trials : "10000",
    seed: typeof seed === "string" ? seed : "1",
  };
}

async function collect(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      void reader.cancel().catch(() => {});
      throw new TooLarge("it unpacks to more than this page takes");
    }
    parts.push(value);
  }
  const all = new Uint8Array(length);
  let end = 0;
  for (const part of parts) {
    all.set(part, end);
    end += part.length;
  }
  return all;
}
