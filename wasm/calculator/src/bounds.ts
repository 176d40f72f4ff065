// JSON from outside (a link, a draft, a file), held to bounds before anything is made of it: what is nested deeper, or holds
// more, could not be shown or kept, and would stop the page on every later visit.

export const MOST_BYTES = 16 * 1024 * 1024;
/** A portfolio is nested eight deep; TOML is read to the same depth. */
export const MOST_DEPTH = 64;
/** 5 000 services with all their keys are 100 000. */
export const MOST_VALUES = 1_000_000;

const [QUOTE, ESCAPE, COMMA] = [0x22, 0x5c, 0x2c];
const [LIST, LIST_END, TABLE, TABLE_END] = [0x5b, 0x5d, 0x7b, 0x7d];

/** What the text says. Throws an error for people where it says too much, or is no JSON. */
export function readJson(text: string): unknown {
  if (text.length > MOST_BYTES) throw new Error("it is larger than 16 MB");
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) {
      for (at += 1; at < text.length && text.charCodeAt(at) !== QUOTE; at += 1)
        if (text.charCodeAt(at) === ESCAPE) at += 1;
    } else if (letter === LIST || letter === TABLE) {
      depth += 1;
      if (depth > MOST_DEPTH) throw new Error(`it is nested deeper than ${MOST_DEPTH} levels`);
    } else if (letter === LIST_END || letter === TABLE_END) depth -= 1;
    else if (letter === COMMA) {
      values += 1;
      if (values > MOST_VALUES) throw new Error("it holds more than a million values");
    }
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error("it is damaged");
  }
}
