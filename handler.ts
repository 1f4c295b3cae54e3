/**
 * The echo server as a request handler: a WebSocket handshake opens a connection that replies to
 * each message, any other request gets the page.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createHandler } from "@eco/eco";
 *
 * const handler = createHandler({ prefix: "> " }); // for Deno.serve(handler)
 * const response = await handler(new Request("http://localhost/"));
 * assertEquals(response.headers.get("content-type"), "text/html; charset=UTF-8");
 * ```
 *
 * @module
 */
import { checkBasePath } from "./server/policy/base_path.ts";
import type { EchoConfig } from "./server/policy/config.ts";
import { checkHandshake, isHandshake } from "./server/policy/handshake.ts";
import { checkOrigin } from "./server/policy/origin.ts";
import { queryOf, readBehavior } from "./server/policy/query.ts";
import { completeConfig } from "./server/policy/settings.ts";
import { type EchoRegistry, registryOf } from "./server/echo_registry.ts";
import { readEnvironment } from "./server/environment.ts";
import type { Operations } from "./server/operations.ts";
import { createOpener } from "./server/accept.ts";
import { peerOf } from "./server/peer.ts";
import { refuseHandshake } from "./server/refuse.ts";
import { preload, respond } from "./server/routes.ts";

export type { EchoConfig } from "./server/policy/config.ts";
export type { Counts, Traffic } from "./server/policy/counts.ts";
export { echo } from "./server/policy/echo.ts";
export { createRegistry, drain, type EchoRegistry } from "./server/echo_registry.ts";
export { type LogRecord, logTo } from "./server/log.ts";
export type { Operations } from "./server/operations.ts";

/** Settings of {@linkcode createHandler}; the defaults are those of the program. */
export interface HandlerOptions extends Partial<EchoConfig> {
  /**
   * Path that the page is at, in a server that has others: starts and ends with a slash, as in
   * `"/echo/"`. Handshakes are accepted wherever they are handed over.
   *
   * @default "/"
   */
  readonly basePath?: string;
  /**
   * Where the connections are kept while they are open, for a server that drains them.
   *
   * @default a registry of the handler's own
   */
  readonly registry?: EchoRegistry;
  /**
   * What `healthz` and `metrics` below the base path tell; `false`: they are not answered.
   *
   * @default what the registry knows
   */
  readonly operations?: Operations | false;
}

/**
 * Turns one request into one response; fits `Deno.serve`.
 *
 * A handshake has to be the request that the runtime has made: a copy cannot be upgraded. Without
 * `info` the address of the client is `"unknown"`, in the log and for the limit of connections of
 * one address.
 */
export type Handler = (
  request: Request,
  info?: Deno.ServeHandlerInfo,
) => Response | Promise<Response>;

/**
 * Makes a handler.
 *
 * A handshake is accepted on every path (RFC 6455 §4.2). What cannot be served is answered with a
 * status from 400 to 503 and a sentence that says why; the handler itself does not throw.
 *
 * @example Beside other routes
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createHandler, type Handler } from "@eco/eco";
 *
 * const echo = createHandler({ basePath: "/echo/" });
 * const handler: Handler = (request, info) => {
 *   const { pathname } = new URL(request.url);
 *   return `${pathname}/`.startsWith("/echo/") ? echo(request, info) : new Response("home");
 * };
 * assertEquals(await (await handler(new Request("http://localhost/"))).text(), "home");
 * assertEquals((await handler(new Request("http://localhost/echo/icon.svg"))).status, 200);
 * ```
 *
 * @throws {RangeError} Where the base path does not start and end with a slash, or a setting breaks
 * its rule in docs/options.md.
 * @throws {TypeError} Where the registry is not from {@linkcode createRegistry}.
 */
export function createHandler(options: HandlerOptions = {}): Handler {
  const config = completeConfig(options);
  const registry = registryOf(options.registry);
  const { basePath = "/", operations = registry } = options;
  checkBasePath(basePath);
  preload();

  const open = createOpener(config, registry);

  return (request, info) => {
    const peer = () => peerOf(request, info?.remoteAddr, config.trustedProxies);
    if (!isHandshake(request)) return respond(request, { peer, registry, operations, basePath });
    const { behavior, refusal: badQuery } = readBehavior(queryOf(request.url));
    const refusal = checkHandshake(request) ??
      checkOrigin(request.headers, config.allowedOrigins) ??
      badQuery;
    if (refusal) return refuseHandshake(refusal, peer(), registry.counts);
    return open(request, peer(), behavior);
  };
}

let plain: Handler | undefined;

/** The handler with every option at its default. */
export const handler: Handler = (request, info): Response | Promise<Response> => {
  plain ??= createHandler();
  return plain(request, info);
};

let configured: Handler | undefined;

const serveAsConfigured: Handler = (request, info) => {
  configured ??= createHandler(readEnvironment());
  return configured(request, info);
};

/**
 * What `deno serve handler.ts` runs: the handler with the options that the environment has, under
 * the names that the program's flags have there. What concerns the program alone, such as address,
 * workers, TLS and log, has no effect. A value that breaks its rule fails each request with `500`.
 */
export default { fetch: serveAsConfigured } satisfies Deno.ServeDefaultExport;
