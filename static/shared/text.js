/**
 * Returns a text with each `{name}` replaced by the value of that name, if there is one.
 * @param {string} text
 * @param {Readonly<Record<string, string | number>>} values
 * @returns {string}
 */
export function fill(text, values) {
  return text.replaceAll(/\{(\w+)\}/g, (blank, name) => `${values[name] ?? blank}`);
}

/**
 * Returns the size of a payload on the wire in bytes, where text is UTF-8.
 * @param {string | Uint8Array} payload
 * @returns {number}
 */
export function byteLength(payload) {
  return (typeof payload === "string" ? new TextEncoder().encode(payload) : payload).length;
}

/**
 * Returns what is told instead of a text that may be secret: its length.
 * @param {string} text
 */
export function withhold(text) {
  return `(${text.length} characters)`;
}

/**
 * Returns whether a text is what {@linkcode withhold} returns.
 * @param {string} text
 */
export function isWithheld(text) {
  return /^\(\d+ characters\)$/.test(text);
}

/**
 * Breaks a text at spaces into lines of at most a number of characters; a longer word is a line.
 * @param {string} text
 * @param {number} width
 */
export function wrapLines(text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = `${lines.at(-1)} ${word}`.trimStart();
    if (line.length <= width || lines.at(-1) === "") lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}
