/**
 * Returns whether a text is a token, as the names of methods, header fields and subprotocols are
 * (RFC 9110 §5.6.2).
 * @param {string} text
 */
export function isToken(text) {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(text);
}

/**
 * Returns whether a header field is one in which a proxy describes the request it passes on:
 * `Forwarded` (RFC 7239), `Via` (RFC 9110 §7.6.3), or a predecessor of these.
 * @param {string} name In lower case.
 */
export function isProxyField(name) {
  return /^(forwarded|via|x-forwarded-.*|x-real-ip)$/.test(name);
}

/**
 * Returns whether a header field of a browser's handshake must come from a proxy: browsers send no
 * `X-…` field there.
 * @param {string} name In lower case.
 */
export function isForeignToBrowsers(name) {
  return isProxyField(name) || name.startsWith("x-");
}

/**
 * Returns the elements of a comma-separated header value, without empty ones (RFC 9110 §5.6.1).
 *
 * Spaces and tabs around an element are cut by hand: `trim()` cuts more characters, and a pattern
 * takes time that grows with the square of the length of a hostile value.
 * @param {string | null} value
 * @returns {string[]}
 */
export function listItems(value) {
  if (value === null) return [];
  return value.split(",").map(trimBlanks).filter((item) => item !== "");
}

/** @param {string} text */
function trimBlanks(text) {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

/** @param {string} character */
function isBlank(character) {
  return character === " " || character === "\t";
}

/**
 * Returns whether a comma-separated header value has an element, in any case of letters.
 * @param {string | null} value
 * @param {string} lowerCaseItem
 */
export function hasItem(value, lowerCaseItem) {
  return listItems(value).some((item) => item.toLowerCase() === lowerCaseItem);
}
