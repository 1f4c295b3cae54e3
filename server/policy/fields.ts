/**
 * Returns the elements of a comma-separated header value, without empty ones (RFC 9110 §5.6.1).
 *
 * Spaces and tabs around an element are cut by hand: `trim()` cuts more characters, and a pattern
 * takes time that grows with the square of the length of a hostile value.
 */
export function listItems(value: string | null): string[] {
  if (value === null) return [];
  return value.split(",").map(trimBlanks).filter((item) => item !== "");
}

function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isBlank(character: string): boolean {
  return character === " " || character === "\t";
}

/** Returns whether a comma-separated header value has an element, in any case of letters. */
export function hasItem(value: string | null, lowerCaseItem: string): boolean {
  return listItems(value).some((item) => item.toLowerCase() === lowerCaseItem);
}

/** A host that needs no parser to be recognized: a name or an IPv4 address. */
const PLAIN_HOST = /^[\w.-]+(:\d{1,5})?$/;

/**
 * Returns whether a `Host` header value is a name or an address, with a port or without (RFC 9112
 * §3.2).
 *
 * The runtime puts the value before the path without a check. With `a/metrics?` the path of the URL
 * would not be the path that a proxy has seen and allowed.
 */
export function isHost(host: string): boolean {
  if (PLAIN_HOST.test(host)) return true;
  return !/[/?#@\\]/.test(host) && URL.parse(`http://${host}`) !== null;
}

/** Returns the query string of a URL. */
export function getQuery(url: string): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : url.slice(start + 1));
}

/**
 * Returns the path of a URL exactly as the client sent it, without the query.
 *
 * Routes compare this path, as a proxy's rules do: a parser would turn `/x/../metrics` and
 * `/.\metrics` into `/metrics`.
 *
 * @param url The URL of a request whose `Host` field has passed {@linkcode isHost}.
 */
export function getRawPath(url: string): string {
  const authority = url.indexOf("//") + 2;
  const question = url.indexOf("?", authority);
  const end = question === -1 ? url.length : question;
  const start = url.indexOf("/", authority);
  // The absolute form of a request, as in "GET http://host?x/metrics", may have no path.
  return start === -1 || start > end ? "/" : url.slice(start, end);
}
