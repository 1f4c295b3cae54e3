import { DRAINING } from "../core/admission.ts";
import { BAD_HOST } from "../core/refusal.ts";
import { FRESH_HEADERS, operate, type Operations } from "./operations.ts";
import type { Peer } from "./peer.ts";
import { refuse } from "./refuse.ts";
import { writeReport } from "./report.ts";
import { respondWithFile } from "./static_files.ts";

/** What a response depends on beside the request. */
export interface Circumstances {
  readonly peer: () => Peer;
  /** Whether the server is stopping. */
  readonly registry: { readonly draining: boolean };
  readonly operations: Operations | false;
}

/**
 * Answers an HTTP request that is no handshake: `/healthz` and `/metrics` for those who operate the
 * server, `/info` with what arrived, any other path with a file of the page; a method other than
 * `GET` and `HEAD` with `405`.
 */
export function respond(
  request: Request,
  { peer, registry, operations }: Circumstances,
): Response | Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return refuse({
      status: 405,
      reason: "method",
      message: `${request.method} is not served here: ` +
        "send GET for the page, or a WebSocket handshake for an echo.",
      headers: { allow: "GET, HEAD" },
    });
  }
  const path = URL.parse(request.url)?.pathname;
  if (path === undefined) return refuse(BAD_HOST);
  const response = operations && operate(path, operations);
  if (response) return response;
  if (registry.draining) return refuse(DRAINING);
  if (path !== "/info") return respondWithFile(request, path);
  return new Response(writeReport(request, peer()) + "\n", {
    headers: { ...FRESH_HEADERS, "content-type": "application/json" },
  });
}
