import { BAD_HOST } from "../core/refusal.ts";
import type { Peer } from "./peer.ts";
import { refuse } from "./refuse.ts";
import { writeReport } from "./report.ts";
import { respondWithFile } from "./static_files.ts";

/** For what is true only now. */
const FRESH_HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/**
 * Answers an HTTP request that is no handshake: `/info` with what arrived, `/healthz` with `200`, any
 * other path with a file of the page; a method other than `GET` and `HEAD` with `405`.
 */
export function respond(request: Request, peer: Peer): Response | Promise<Response> {
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
  if (path === "/healthz") return new Response("ok\n", { headers: FRESH_HEADERS });
  if (path !== "/info") return respondWithFile(request, path);
  return new Response(writeReport(request, peer) + "\n", {
    headers: { ...FRESH_HEADERS, "content-type": "application/json" },
  });
}
