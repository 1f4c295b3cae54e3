import { respondWithFile } from "./assets.ts";
import type { EchoConfig } from "./policy/config.ts";
import { getRawPath, isHost } from "./policy/address.ts";
import { writeMetrics } from "./policy/counts.ts";
import { checkOrigin } from "./policy/handshake.ts";
import { checkQueryLength } from "./policy/query.ts";
import {
  BAD_HOST,
  createPathRefusal,
  DRAINING,
  NO_REPORT,
  type Refusal,
  respondWithRefusal,
  UNCACHED_HEADERS,
} from "./policy/refusal.ts";
import { type Peer, writeReport } from "./policy/report.ts";
import type { EchoRegistry } from "./registry.ts";

/** What a response depends on beside the request. */
export interface RequestContext {
  readonly getPeer: () => Peer;
  readonly config: Pick<EchoConfig, "allowedOrigins" | "behaviors">;
  readonly registry: EchoRegistry;
  /** Path of the page, from slash to slash. */
  readonly basePath: string;
  /** Whether `/healthz` and `/metrics` are answered. */
  readonly hasOperations: boolean;
}

/** Paths for monitoring; answered also while the server is stopping. */
const OPERATIONS = new Map<string, (registry: EchoRegistry) => Response | Promise<Response>>([
  ["/healthz", respondWithHealth],
  ["/metrics", respondWithMetrics],
]);

/**
 * Answers an HTTP request that is not a handshake. Below the base path:
 *
 * - `/healthz` and `/metrics`: the state of the server, if the handler has operations;
 * - `/info`: the report of the request;
 * - any other path: a file of the page, `/` being `index.html`.
 */
export function respond(
  request: Request,
  context: RequestContext,
): Response | Promise<Response> {
  const { registry, basePath, hasOperations } = context;
  const refusal = checkRequest(request);
  if (refusal) return respondWithRefusal(refusal);
  const fullPath = getRawPath(request.url);
  if (`${fullPath}/` === basePath) return redirectToBase(request.url);
  if (!fullPath.startsWith(basePath)) return respondWithRefusal(createPathRefusal(basePath));
  const path = fullPath.slice(basePath.length - 1);
  const operation = hasOperations ? OPERATIONS.get(path) : undefined;
  if (operation) return operation(registry);
  if (registry.isDraining) return respondWithRefusal(DRAINING);
  if (path === "/info") return respondWithReport(request, context);
  return respondWithFile(request, path, basePath);
}

export function createOperationsHandler(registry: EchoRegistry): Deno.ServeHandler {
  return (request) => {
    const refusal = checkRequest(request);
    if (refusal) return respondWithRefusal(refusal);
    const operation = OPERATIONS.get(getRawPath(request.url));
    return operation ? operation(registry) : respondWithRefusal({
      status: 404,
      reason: "path",
      message: "No such page: this port has only /metrics and /healthz.",
    });
  };
}

function checkRequest({ method, headers }: Request): Refusal | undefined {
  if (method !== "GET" && method !== "HEAD") {
    return {
      status: 405,
      reason: "method",
      message: `${method} is not served here: ` +
        "send GET for the page, or a WebSocket handshake for an echo.",
      headers: { allow: "GET, HEAD" },
    };
  }
  // HTTP/1.0 has no Host field.
  const host = headers.get("host");
  if (host !== null && !isHost(host)) return BAD_HOST;
}

function respondWithHealth(registry: EchoRegistry): Response {
  if (registry.isDraining) return respondWithRefusal(DRAINING);
  return new Response("ok\n", { headers: UNCACHED_HEADERS });
}

async function respondWithMetrics(registry: EchoRegistry): Promise<Response> {
  const delaySeconds = await measureEventLoopDelay();
  const text = writeMetrics(registry.snapshot(), {
    delaySeconds,
    residentBytes: Deno.memoryUsage().rss,
    startSeconds: performance.timeOrigin / 1000,
    deno: Deno.version.deno,
  });
  return new Response(text, {
    headers: { ...UNCACHED_HEADERS, "content-type": "text/plain; version=0.0.4; charset=utf-8" },
  });
}

/** Resolves with how much longer than asked a timer of one millisecond takes, in seconds. */
async function measureEventLoopDelay(): Promise<number> {
  const startMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 1));
  return Math.max(performance.now() - startMs - 1, 0) / 1000;
}

/** Answers with the report; a page may read it if it may connect, where it could ask for it too. */
function respondWithReport(request: Request, { config, getPeer }: RequestContext): Response {
  const refusal = config.behaviors === "off" ? NO_REPORT : checkQueryLength(request.url);
  if (refusal) return respondWithRefusal(refusal);
  const isReadable = checkOrigin(request.headers, config.allowedOrigins) === undefined;
  return new Response(writeReport(request, getPeer()) + "\n", {
    headers: {
      ...UNCACHED_HEADERS,
      "content-type": "application/json",
      ...(isReadable && { "access-control-allow-origin": "*" }),
    },
  });
}

/** Redirects to the base path with its slash, relative so that it works behind a prefix too. */
function redirectToBase(url: string): Response {
  const path = getRawPath(url);
  const start = url.indexOf("?");
  const query = start === -1 ? "" : url.slice(start);
  // With "./" a colon in the name is not taken for the end of a scheme.
  const location = `./${path.slice(path.lastIndexOf("/") + 1)}/${query}`;
  return new Response(null, { status: 308, headers: { location } });
}

/** Checks a base path. @throws {RangeError} If it breaks the rule in the message. */
export function checkBasePath(basePath: string): void {
  const isNormalized = URL.parse(basePath, "http://localhost")?.pathname === basePath;
  if (isNormalized && basePath.endsWith("/") && !basePath.startsWith("//")) return;
  throw new RangeError(
    "basePath must be a path that starts and ends with a slash, as in a URL, " +
      `not ${JSON.stringify(basePath)}`,
  );
}
