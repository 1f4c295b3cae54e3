/** Stand-ins for the addresses that mean every interface and cannot be connected to everywhere. */
const LOOPBACK: ReadonlyMap<string, string> = new Map([["0.0.0.0", "127.0.0.1"], ["::", "::1"]]);

/**
 * Returns host and port as a URL writes them: an IPv6 address in brackets (RFC 3986 §3.2.2).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(authorityOf("::1", 8765), "[::1]:8765");
 * ```
 *
 * @param host A host name or an IP address.
 * @param port A TCP port, 0 to 65535.
 */
export function authorityOf(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/**
 * Returns the authority to connect to from the machine that listens on a host: the loopback
 * address where the host stands for every interface, the host itself otherwise.
 *
 * @param host The host name or IP address listened on.
 * @param port The port listened on.
 */
export function localAuthorityOf(host: string, port: number): string {
  return authorityOf(LOOPBACK.get(host) ?? host, port);
}

/** Returns a URL that can be shown to others. */
export function withoutPassword(url: URL): string {
  const shown = new URL(url);
  if (shown.password) shown.password = "…";
  return shown.href;
}
