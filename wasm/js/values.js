// Values on their way to a compiled module: options, portfolios, and who is told how far it is.

/** Options as an object. What only looks like one in JSON, such as a promise, would be taken for no options at all. */
export function plain(options) {
  if (options === undefined) return {};
  if (!isObject(options))
    throw new TypeError(`options are an object, such as { pretty: true }, not ${kindOf(options)}`);
  return options instanceof Map ? Object.fromEntries(options) : options;
}

export const kindOf = (value) =>
  value === null
    ? "null"
    : typeof value === "object"
      ? `a ${Object.prototype.toString.call(value).slice(8, -1)}`
      : `a ${typeof value}`;

// How often progress is told at most, in milliseconds.
const TICK = 50;

// The core may not be left half-way by an exception: it is told to stop, and what was thrown kept for later.
export function watch(progress) {
  let last = performance.now();
  return {
    tell(done, total) {
      const now = performance.now();
      if (done < total && now - last < TICK) return true;
      last = now;
      try {
        return progress({ done, total }) !== false;
      } catch (error) {
        this.thrown = error;
        return false;
      }
    },
  };
}

const utf8 = new TextEncoder();

export function encode(portfolio, what = "a portfolio") {
  if (typeof portfolio === "string") return encodeText(portfolio);
  if (ArrayBuffer.isView(portfolio)) {
    return new Uint8Array(portfolio.buffer, portfolio.byteOffset, portfolio.byteLength);
  }
  if (Object.prototype.toString.call(portfolio) === "[object ArrayBuffer]") return new Uint8Array(portfolio);
  if (isObject(portfolio)) return utf8.encode(stringify(portfolio, what));
  throw new TypeError(`${what} is text, its bytes (Uint8Array or ArrayBuffer) or an object`);
}

export function decode(bytes, what) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new TypeError(`${what} is not UTF-8`, { cause });
  }
}

// Not a Promise, a Blob, a Date and their like, which JSON would make an empty object or plain text of.
export function isObject(value) {
  return ["[object Object]", "[object Map]"].includes(Object.prototype.toString.call(value));
}

// A lone surrogate goes on as it is, for the core to refuse: TextEncoder would replace it without a word. One is
// enough for that, and both forms have three bytes.
function encodeText(text) {
  const bytes = utf8.encode(text);
  if (text.isWellFormed?.()) return bytes;
  const at = text.search(/[\ud800-\udfff]/u);
  if (at !== -1) {
    const lone = text.charCodeAt(at);
    bytes.set([0xed, 0x80 | ((lone >> 6) & 0x3f), 0x80 | (lone & 0x3f)], utf8.encode(text.slice(0, at)).length);
  }
  return bytes;
}

// JSON.stringify would throw on a bigint, turn NaN and infinities into null, empty a Map or a Set, and drop functions
// and symbols without a word. The first are written down here, and whether they make sense is for the core to say,
// with their place; the last have no form at all. A key whose value is undefined counts as left out, as ever in JSON.
export function stringify(value, what) {
  try {
    return JSON.stringify(value, (key, found) => {
      switch (typeof found) {
        case "bigint":
          return found.toString();
        case "number":
          if (Number.isInteger(found) && !Number.isSafeInteger(found)) {
            throw new TypeError(
              `${what} cannot hold the number ${BigInt(found)}, at key "${key}": beyond 2**53 numbers are not exact, so write a bigint or text`,
            );
          }
          return Number.isFinite(found) ? found : String(found);
        case "function":
        case "symbol":
          throw new TypeError(`${what} cannot hold a ${typeof found}, at key "${key}"`);
        default:
          return found instanceof Map ? Object.fromEntries(found) : found instanceof Set ? [...found] : found;
      }
    });
  } catch (cause) {
    // What engines throw when the stack is full, or the text longer than they can hold.
    if (cause instanceof RangeError || cause?.name === "InternalError") {
      throw new TypeError(`${what} cannot be nested this deeply or be this large`, { cause });
    }
    throw cause;
  }
}
