import { DRAINING } from "./policy/admission.ts";
import type { Counts } from "./policy/counts.ts";
import { later } from "./later.ts";
import { refuse } from "./refuse.ts";

/** What those who operate a server ask it. */
export interface Operations {
  /** Whether it is stopping. */
  readonly draining: boolean;
  /** Returns what it has counted. */
  snapshot(): Counts | Promise<Counts>;
}

/** For what is true only now. */
export const FRESH_HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
} as const;

/** Answers `/healthz` with `200`, or `503` while stopping, and `/metrics`; other paths with nothing. */
export function operate(
  path: string,
  operations: Operations,
): Response | Promise<Response> | undefined {
  if (path === "/healthz") {
    if (operations.draining) return refuse(DRAINING);
    return new Response("ok\n", { headers: FRESH_HEADERS });
  }
  if (path === "/metrics") return respondWithMetrics(operations);
}

/** Makes the handler of a port that is for operating alone. */
export function createOperationsHandler(operations: Operations): Deno.ServeHandler {
  // As preload() does: what fails is told when it is asked for.
  later().then(loadMetrics).catch(() => {});
  return (request) =>
    operate(URL.parse(request.url)?.pathname ?? "", operations) ?? refuse({
      status: 404,
      reason: "path",
      message: "No such page: this port has /metrics and /healthz alone.",
    });
}

/** Loads what writes the metrics, which listening can do without. */
export function loadMetrics(): Promise<typeof import("./metrics.ts")> {
  return import("./metrics.ts");
}

async function respondWithMetrics(operations: Operations): Promise<Response> {
  const { writeMetrics } = await loadMetrics();
  return new Response(await writeMetrics(await operations.snapshot()), {
    headers: { ...FRESH_HEADERS, "content-type": "text/plain; version=0.0.4; charset=utf-8" },
  });
}
