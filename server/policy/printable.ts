/** What is longer was not meant to be read. */
const MAX_LENGTH = 1000;

/**
 * Returns a text that cannot do anything to a terminal: control characters and what changes the
 * direction of text are written as escapes, and what is very long is cut.
 */
export function printable(text: string): string {
  const cut = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  return escapeControls(cut);
}

/** Returns a text with such characters as `\u001b`, which is the same text inside JSON strings. */
export function escapeControls(text: string): string {
  return text.replaceAll(
    // Other, but not unassigned: controls (C0, C1), formats (bidi, zero width), lone surrogates.
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (character) => character.split("").map(escapeUnit).join(""),
  );
}

/** Returns a UTF-16 unit as JSON and JavaScript can write it. */
function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
