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
