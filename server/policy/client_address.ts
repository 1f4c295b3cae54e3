import { listItems } from "./list_header.ts";

/**
 * Returns the address of the client that a request comes from.
 *
 * Each proxy adds the address it was called from at the end of `X-Forwarded-For`, so that with N
 * trusted proxies in front the Nth entry from the end is the client's; whatever stands before it
 * is what the client claims. Too few entries: the request did not come through them all, and the
 * address of the TCP connection counts.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const headers = new Headers({ "x-forwarded-for": "6.6.6.6, 192.0.2.7" });
 * assertEquals(clientAddress("10.0.0.1", headers, 1), "192.0.2.7");
 * ```
 *
 * @param peer The address of the TCP connection.
 * @param headers The header fields of the request.
 * @param trustedProxies How many proxies in front are believed; 0: none.
 */
export function clientAddress(peer: string, headers: Headers, trustedProxies: number): string {
  if (trustedProxies === 0) return peer;
  const entry = listItems(headers.get("x-forwarded-for")).at(-trustedProxies);
  return entry === undefined ? peer : withoutPort(entry);
}

/** Some proxies add the port, which differs for each connection of a client. */
function withoutPort(entry: string): string {
  const [, ipv6, ipv4] = entry.match(/^\[(.+)\](?::\d+)?$|^([\d.]+):\d+$/) ?? [];
  return ipv6 ?? ipv4 ?? entry;
}
