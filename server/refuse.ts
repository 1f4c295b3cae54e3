import { log } from "./log.ts";
import type { Peer } from "./peer.ts";
import { type Counts, increment } from "./policy/counts.ts";
import type { Refusal } from "./policy/refusal.ts";

/** Header fields of a response that no cache may keep. */
export const UNCACHED_HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
} as const;

/** Returns the response for a refusal: its sentence as plain text, which no cache keeps. */
export function refuse({ status, message, headers }: Refusal): Response {
  return new Response(`${message}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=UTF-8", ...UNCACHED_HEADERS, ...headers },
  });
}

/** Refuses a handshake, and logs and counts that. */
export function refuseHandshake(refusal: Refusal, peer: Peer, counts: Counts): Response {
  increment(counts.refusedByReason, refusal.reason);
  log.info("handshake refused", { status: refusal.status, reason: refusal.reason, ...peer });
  return refuse(refusal);
}
