import { log } from "./log.ts";
import { type Counts, increment } from "./policy/counts.ts";
import type { Refusal } from "./policy/refusal.ts";
import type { Peer } from "./policy/report.ts";
import { escapeUnits } from "../static/shared/escape.js";

/** Header fields of a response that no cache may keep. */
export const UNCACHED_HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
} as const;

const WITHOUT_BODY = [204, 205, 304];
/** Quotes of what the client sent can be long. */
const MAX_FIELD_LENGTH = 500;

/**
 * Returns the response for a refusal: its sentence as plain text, which no cache keeps, and in the
 * field `Eco-Refusal`, since most WebSocket clients show the fields of a refused handshake alone.
 */
export function refuse({ status, message, headers }: Refusal): Response {
  const isEmpty = WITHOUT_BODY.includes(status);
  return new Response(isEmpty ? null : `${message}\n`, {
    status,
    headers: {
      "eco-refusal": message.slice(0, MAX_FIELD_LENGTH).replaceAll(/[^\x20-\x7e]/g, escapeUnits),
      ...!isEmpty && { "content-type": "text/plain; charset=UTF-8" },
      ...UNCACHED_HEADERS,
      ...headers,
    },
  });
}

export function refuseHandshake(refusal: Refusal, peer: Peer, counts: Counts): Response {
  increment(counts.refusedByReason, refusal.reason);
  const { status, reason, parameter } = refusal;
  log.info("handshake refused", { status, reason, parameter, ...peer });
  return refuse(refusal);
}
