import type { Refusal } from "./refusal.ts";

/**
 * Checks the origin of a handshake (RFC 6455 §10.2) and returns why it is refused, or nothing.
 *
 * A handshake without an origin is no browser's and could name any, so that refusing it would
 * protect nobody. A page of this server may always connect: its origin has the host that the
 * handshake was sent to, while TLS may have ended at a proxy.
 *
 * @param headers The header fields of the handshake.
 * @param allowed The origins to allow; none: all of them.
 */
export function checkOrigin(headers: Headers, allowed: readonly string[]): Refusal | undefined {
  const origin = headers.get("origin");
  if (allowed.length === 0 || origin === null || allowed.includes(origin)) return;
  const host = URL.parse(origin)?.host;
  if (host !== undefined && host === headers.get("host")?.toLowerCase()) return;
  return {
    status: 403,
    reason: "origin",
    message: "Pages of this origin may not connect: ask the operator to allow it.",
  };
}
