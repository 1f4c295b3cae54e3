/** @import { Payload } from "./types.ts" */

/**
 * Reads bytes written as two hex digits each, with white space, `0x`, colons or commas between.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | undefined}
 */
export function parseHex(text) {
  try {
    return Uint8Array.fromHex(text.replaceAll(/0x|[\s,:]/gi, ""));
  } catch {
    return undefined;
  }
}

/**
 * Reads base64, also with the URL-safe alphabet and without padding (RFC 4648).
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | undefined}
 */
export function parseBase64(text) {
  try {
    return Uint8Array.fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return undefined;
  }
}

/** Returns bytes as two hex digits each, with blanks between. @param {Iterable<number>} bytes */
export function toHex(bytes) {
  return Uint8Array.from(bytes).toHex().replaceAll(/..(?=.)/g, "$& ");
}

/** Where the digits and the characters start in a line of a dump, and its length with the line feed. */
const DUMP = { digits: 10, characters: 59, length: 76 };

/**
 * Returns bytes as lines of sixteen: offset, hex digits, and printable ASCII.
 * @param {Uint8Array} bytes
 */
export function hexDump(bytes) {
  // Filled in as bytes: as strings, the two million lines of 30 MiB take four seconds.
  const dump = new Uint8Array(Math.ceil(bytes.length / 16) * DUMP.length).fill(0x20);
  /** @param {number} at @param {number} digit */
  const write = (at, digit) => dump[at] = "0123456789abcdef".charCodeAt(digit);
  let start = 0;
  for (const [index, byte] of bytes.entries()) {
    const column = index % 16;
    if (column === 0) {
      start = index / 16 * DUMP.length;
      for (let n = 0; n < 8; n++) write(start + n, (index >>> (28 - 4 * n)) & 15);
      dump[start + DUMP.length - 1] = 0x0a;
    }
    write(start + DUMP.digits + 3 * column, byte >> 4);
    write(start + DUMP.digits + 3 * column + 1, byte & 15);
    dump[start + DUMP.characters + column] = byte > 31 && byte < 127 ? byte : 0x2e;
  }
  const end = bytes.length && start + DUMP.characters + (bytes.length - 1) % 16 + 1;
  return new TextDecoder("latin1").decode(dump.subarray(0, end));
}

/**
 * Parses JSON, also behind other text such as the prefix of an echo. Numbers stay as they are
 * written, in browsers with `JSON.rawJSON`.
 * @param {string} text
 * @returns {{ before: string, value: unknown } | undefined} Nothing if there is no JSON.
 */
export function parseJson(text) {
  for (const start of [0, text.search(/[[{]/)]) {
    if (start === -1) break;
    try {
      const value = JSON.parse(
        text.slice(start),
        (_, value, context) =>
          typeof value === "number" && "rawJSON" in JSON ? JSON.rawJSON(context.source) : value,
      );
      return { before: text.slice(0, start), value };
    } catch {
      // Not valid JSON from here.
    }
  }
}

/** Returns JSON with an indentation of two, and any other text as it is. @param {string} text */
export function prettyJson(text) {
  const parsed = parseJson(text);
  return parsed ? parsed.before + JSON.stringify(parsed.value, null, 2) : text;
}

/**
 * Returns a payload as text that can be compared and searched: a character for each byte.
 * @param {Payload} payload
 */
export function comparable(payload) {
  return typeof payload === "string" ? payload : new TextDecoder("latin1").decode(payload);
}
