import { type Counts, increment } from "./policy/counts.ts";
import type { Refusal } from "./policy/refusal.ts";
import { log } from "./log.ts";
import type { Peer } from "./peer.ts";

/** Returns the response of a refusal: its sentence as plain text, kept by no cache. */
export function refuse({ status, message, headers }: Refusal): Response {
  return new Response(`${message}\n`, {
    status,
    headers: {
      "content-type": "text/plain; charset=UTF-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

/** The same for a handshake, which is logged and counted. */
export function refuseHandshake(refusal: Refusal, peer: Peer, counts: Counts): Response {
  increment(counts.refusedByReason, refusal.reason);
  log.info("handshake refused", { status: refusal.status, reason: refusal.reason, ...peer });
  return refuse(refusal);
}
