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
