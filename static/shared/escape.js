/** Longer texts were not meant to be read by a person. */
const MAX_PRINTABLE_LENGTH = 1000;

/**
 * Returns a text that is safe to print on a terminal: cut to 1,000 characters, and with control
 * characters and characters that change the direction of text escaped.
 * @param {string} text
 * @returns {string}
 */
export function printable(text) {
  const isLong = text.length > MAX_PRINTABLE_LENGTH;
  return escapeControls(isLong ? `${text.slice(0, MAX_PRINTABLE_LENGTH)}…` : text);
}

/**
 * Returns a text with control and direction characters as `\u001b`; inside JSON strings this is
 * the same text.
 * @param {string} text
 * @returns {string}
 */
export function escapeControls(text) {
  // Most texts are plain ASCII. The pattern below takes half a millisecond to compile.
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  // Other, but not unassigned: controls (C0, C1), formats (bidi, zero width), lone surrogates.
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, escapeUnits);
}

/**
 * Returns each UTF-16 unit of a text as an escape of JSON and JavaScript.
 * @param {string} text
 * @returns {string}
 */
export function escapeUnits(text) {
  return text.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
