/** @import { Payload } from "./types.ts" */

/**
 * Reads bytes written as two hex digits each, with white space, `0x`, colons or commas between.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | undefined}
 */
export function parseHex(text) {
  const digits = text.replaceAll(/0x|[\s,:]/gi, "");
  if (digits.length % 2 === 1 || /[^\da-f]/i.test(digits)) return undefined;
  return Uint8Array.from(
    { length: digits.length / 2 },
    (_, index) => parseInt(digits.slice(index * 2, index * 2 + 2), 16),
  );
}

/**
 * Reads base64, also with the URL-safe alphabet and without padding (RFC 4648).
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | undefined}
 */
export function parseBase64(text) {
  try {
    const characters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(characters, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/**
 * Returns bytes as lines of sixteen: offset, hex digits, and printable ASCII.
 * @param {Uint8Array} bytes
 */
export function hexDump(bytes) {
  const lines = [];
  for (let offset = 0; offset < bytes.length; offset += 16) {
    const row = Array.from(bytes.subarray(offset, offset + 16));
    const hex = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const ascii = row.map((byte) => byte > 31 && byte < 127 ? String.fromCharCode(byte) : ".");
    lines.push(`${offset.toString(16).padStart(8, "0")}  ${hex.padEnd(47)}  ${ascii.join("")}`);
  }
  return lines.join("\n");
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

/** How many bytes become text in one call; more arguments than this overflow the stack. */
const CHUNK = 0x8000;

/** Returns bytes in base64 (RFC 4648 §4). @param {Uint8Array} bytes */
export function toBase64(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  }
  return btoa(parts.join(""));
}
