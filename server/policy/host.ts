/**
 * Returns whether a `Host` header field is a name or an address, with a port or without (RFC 9112
 * §3.2). The runtime puts it before the path without a look at it, so that with one such as
 * `a/metrics?` the path of the URL would not be the one that a proxy has seen, and allowed.
 */
export function isHost(host: string): boolean {
  return !/[/?#@\\]/.test(host) && URL.parse(`http://${host}`) !== null;
}
