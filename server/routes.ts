import { DRAINING } from "./policy/admission.ts";
import { pathBelow } from "./policy/base_path.ts";
import { isHost } from "./policy/host.ts";
import { BAD_HOST, noPage } from "./policy/refusal.ts";
import { later } from "./later.ts";
import { FRESH_HEADERS, loadMetrics, operate, type Operations } from "./operations.ts";
import type { Peer } from "./peer.ts";
import { refuse } from "./refuse.ts";
import { writeReport } from "./report.ts";

/** What a response depends on beside the request. */
export interface Circumstances {
  readonly peer: () => Peer;
  /** Whether the server is stopping. */
  readonly registry: { readonly draining: boolean };
  readonly operations: Operations | false;
  /** Path that the page is at, with its slashes. */
  readonly basePath: string;
}

/**
 * Answers an HTTP request that is no handshake: `/healthz` and `/metrics` for those who operate the
 * server, `/info` with what arrived, any other path with a file of the page; a method other than
 * `GET` and `HEAD` with `405`.
 */
export function respond(
  request: Request,
  { peer, registry, operations, basePath }: Circumstances,
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
  const target = readTarget(request);
  if (target === undefined) return refuse(BAD_HOST);
  const path = pathBelow(basePath, target.pathname);
  if (path === undefined) return respondElsewhere(target, basePath);
  const response = operations && operate(path, operations);
  if (response) return response;
  if (registry.draining) return refuse(DRAINING);
  if (path !== "/info") return respondWithFile(request, path, basePath);
  return new Response(writeReport(request, peer()) + "\n", {
    headers: { ...FRESH_HEADERS, "content-type": "application/json" },
  });
}

type Target = Pick<URL, "pathname" | "search">;

/** A path in which there is nothing to normalize. */
const PLAIN_PATH = /^\/[\w/-]*(?:\.\w+)?$/;
/** Where the last request was for, which is where the next one is for mostly. */
let known = { host: "", origin: "" };

/** Returns what a request asks for, or nothing where its host is none. */
function readTarget({ url, headers }: Request): Target | undefined {
  const host = headers.get("host");
  // Parsing a URL takes a tenth of the time that a response of the page does.
  if (host === known.host && url.startsWith(known.origin)) {
    const pathname = url.slice(known.origin.length);
    if (PLAIN_PATH.test(pathname)) return { pathname, search: "" };
  }
  // HTTP/1.0 does without.
  if (host !== null && !isHost(host)) return undefined;
  const target = URL.parse(url) ?? undefined;
  if (target && host) known = { host, origin: url.slice(0, url.indexOf("/", "https://".length)) };
  return target;
}

/** Loaded later, since opening a WebSocket needs no file. */
let files: typeof import("./assets.ts") | undefined;
let preloading: Promise<void> | undefined;

/**
 * Loads before long what answers need, once: to load a module while the process has no descriptor
 * left is the end of the runtime.
 */
export function preload(): void {
  preloading ??= later().then(async () => {
    // What fails here fails again, and is told, when it is asked for.
    await Promise.allSettled([loadFiles(), loadMetrics()]);
  });
}

async function loadFiles(): Promise<NonNullable<typeof files>> {
  return files ??= await import("./assets.ts");
}

function respondWithFile(
  ...asked: Parameters<typeof import("./assets.ts").respondWithFile>
): Response | Promise<Response> {
  if (files) return files.respondWithFile(...asked);
  return loadFiles().then(({ respondWithFile }) => respondWithFile(...asked));
}

/** Sends a peer to where the relative addresses of the page are right, also behind a prefix. */
function respondElsewhere({ pathname, search }: Target, basePath: string): Response {
  if (`${pathname}/` !== basePath) return refuse(noPage(basePath));
  // With the dot a colon in the name does not make it a scheme.
  const location = `./${pathname.slice(pathname.lastIndexOf("/") + 1)}/${search}`;
  return new Response(null, { status: 308, headers: { location } });
}
