/** @import { Mode, Payload } from "./types.ts" */

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
 * Returns JSON with an indentation of two, and any other text as it is. Text before the JSON, such
 * as the prefix of an echo, stays there.
 * @param {string} text
 */
export function prettyJson(text) {
  for (const start of [0, text.search(/[[{]/)]) {
    try {
      // Numbers stay as they are written. A browser without this API leaves the text as it is.
      const value = JSON.parse(
        text.slice(start),
        (_, value, { source }) => typeof value === "number" ? JSON.rawJSON(source) : value,
      );
      return text.slice(0, start) + JSON.stringify(value, null, 2);
    } catch {
      // Not valid JSON from here.
    }
    if (start === -1) break;
  }
  return text;
}

/**
 * Returns a payload as text to read.
 * @param {Payload} payload
 * @param {Mode} show
 * @param {number} limit Characters of text, or bytes of a dump; the rest is left out.
 * @returns {{ text: string, whole: boolean }}
 */
export function present(payload, show, limit = Infinity) {
  if (show !== "hex" && typeof payload === "string") {
    const text = show === "json" && payload.length <= limit ? prettyJson(payload) : payload;
    return { text: text.slice(0, limit), whole: text.length <= limit };
  }
  const start = typeof payload === "string" ? payload.slice(0, limit) : payload.subarray(0, limit);
  const bytes = typeof start === "string" ? new TextEncoder().encode(start) : start;
  return { text: "\n" + hexDump(bytes), whole: payload.length <= limit };
}

/**
 * Returns a payload as text that can be compared and searched: a character for each byte.
 * @param {Payload} payload
 */
export function comparable(payload) {
  return typeof payload === "string" ? payload : new TextDecoder("latin1").decode(payload);
}

/** Returns bytes in base64 (RFC 4648 §4). @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let characters = "";
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters);
}
