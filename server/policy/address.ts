/** Addresses to connect to instead of the ones that mean every interface. */
const LOOPBACK: ReadonlyMap<string, string> = new Map([["0.0.0.0", "127.0.0.1"], ["::", "::1"]]);

/** Returns host and port as a URL writes them: an IPv6 address in brackets (RFC 3986 §3.2.2). */
export function formatAuthority(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Returns host and port for a client on this machine: it cannot connect to "every interface". */
export function formatLocalAuthority(host: string, port: number): string {
  return formatAuthority(LOOPBACK.get(host) ?? host, port);
}

/** Returns whether a host, without brackets, is this machine alone. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1)$/i.test(host);
}

/**
 * Returns whether a `Host` header value is a name or an address, with a port or without (RFC 9112
 * §3.2). A URL with this host can be parsed.
 *
 * The runtime puts the value before the path without a check. With `a/metrics?` the path of the URL
 * would not be the path that a proxy has seen and allowed.
 */
export function isHost(host: string): boolean {
  return !/[/?#@\\]/.test(host) && URL.canParse(`http://${host}`);
}

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
