/** Returns whether a text is a token, as the names of methods, fields and subprotocols are (RFC 9110 §5.6.2). */
export function isToken(text: string): boolean {
  return /^[\w!#$%&'*+.^\x60|~-]+$/.test(text);
}
