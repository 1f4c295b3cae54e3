import { listItems } from "./fields.ts";

/** Addresses to connect to instead of the ones that mean every interface. */
const LOOPBACK: ReadonlyMap<string, string> = new Map([["0.0.0.0", "127.0.0.1"], ["::", "::1"]]);

/**
 * Returns host and port as a URL writes them: an IPv6 address in brackets (RFC 3986 §3.2.2).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatAuthority("::1", 8765), "[::1]:8765");
 * ```
 *
 * @param host A host name or an IP address.
 * @param port A TCP port, 0 to 65535.
 */
export function formatAuthority(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/**
 * Returns the authority to connect to from the machine that listens on a host: the loopback address
 * if the host means every interface, otherwise the host itself.
 */
export function formatLocalAuthority(host: string, port: number): string {
  return formatAuthority(LOOPBACK.get(host) ?? host, port);
}

/** Returns whether a host, without brackets, is this machine alone. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1)$/i.test(host);
}

/**
 * Returns the address of the client that sent a request.
 *
 * Each proxy appends the address that it was called from to `X-Forwarded-For`. With N trusted
 * proxies, the Nth entry from the end is the client's; entries before it are the client's claim. If
 * there are fewer entries, the request did not pass all proxies, and the TCP address counts.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const headers = new Headers({ "x-forwarded-for": "6.6.6.6, 192.0.2.7" });
 * assertEquals(getClientAddress("10.0.0.1", headers, 1), "192.0.2.7");
 * ```
 *
 * @param tcpAddress The remote address of the TCP connection.
 * @param trustedProxies How many proxies in front are trusted; 0: none.
 */
export function getClientAddress(
  tcpAddress: string,
  headers: Headers,
  trustedProxies: number,
): string {
  if (trustedProxies === 0) return tcpAddress;
  const entry = listItems(headers.get("x-forwarded-for")).at(-trustedProxies);
  return entry === undefined ? tcpAddress : removePort(entry);
}

/** Removes the port that some proxies add: it differs for each connection of a client. */
function removePort(entry: string): string {
  const [, ipv6, ipv4] = entry.match(/^\[(.+)\](?::\d+)?$|^([\d.]+):\d+$/) ?? [];
  return ipv6 ?? ipv4 ?? entry;
}
