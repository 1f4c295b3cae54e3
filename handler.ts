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
import { acceptHandshake } from "./server/accept.ts";
import { createConnections, type EchoConnections } from "./server/connections.ts";
import { readEchoEnvironment } from "./server/environment.ts";
import type { EchoConfig } from "./server/policy/config.ts";
import { isHandshake } from "./server/policy/handshake.ts";
import { RateLimiter } from "./server/policy/limits.ts";
import { checkRefusalOrder, type RefusalOrder } from "./server/policy/refusal.ts";
import { describePeer } from "./server/policy/report.ts";
import { completeConfig } from "./server/policy/settings.ts";
import { type EchoRegistry, resolveRegistry } from "./server/registry.ts";
import { checkBasePath, respond } from "./server/routes.ts";

export type { EchoConnection, EchoConnections, WaitOptions } from "./server/connections.ts";
export type { ConnectionState } from "./server/connection.ts";
export { drain, type DrainResult } from "./server/drain.ts";
export { type LogRecord, logTo } from "./server/log.ts";
export type { EchoConfig } from "./server/policy/config.ts";
export type { Counts, Traffic } from "./server/policy/counts.ts";
export type { BehaviorChanges } from "./server/policy/query.ts";
export type { RefusalOrder } from "./server/policy/refusal.ts";
export { echo } from "./server/policy/echo.ts";
export { createRegistry, type EchoRegistry } from "./server/registry.ts";

/** Options of {@linkcode createHandler}; the defaults are those of the program. */
export interface HandlerOptions extends Partial<EchoConfig> {
  /**
   * Path of the page, in a server that has other pages: starts and ends with a slash, as in
   * `"/echo/"`. Handshakes are accepted on every path.
   *
   * @default "/"
   */
  readonly basePath?: string;
  /**
   * Where the connections are kept while they are open, for a server that drains them.
   *
   * @default a separate registry
   */
  readonly registry?: EchoRegistry;
  /**
   * Whether `healthz` and `metrics` below the base path are answered.
   *
   * @default true
   */
  readonly operations?: boolean;
}

/**
 * Turns one request into one response; fits `Deno.serve`.
 *
 * A handshake must be the request that the runtime created: a copy cannot be upgraded. Without
 * `info` the address of the client is `"unknown"`, in the log and for the limits per address.
 */
export type Handler = (
  request: Request,
  info?: Deno.ServeHandlerInfo,
) => Response | Promise<Response>;

/**
 * Creates a handler.
 *
 * A handshake is accepted on every path (RFC 6455 §4.2). A request that cannot be served is answered
 * with a status from 400 to 503 and a sentence that says why; the handler itself does not throw.
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
 * @throws {RangeError} If the base path does not start and end with a slash, or a setting breaks its
 * rule in docs/reference/options.md.
 * @throws {TypeError} If the registry does not come from {@linkcode createRegistry}.
 */
export function createHandler(options: HandlerOptions = {}): Handler {
  const config = completeConfig(options);
  const registry = resolveRegistry(options.registry);
  const { basePath = "/", operations: hasOperations = true } = options;
  checkBasePath(basePath);
  const { maxMessagesPerSecond } = config;
  const rateLimiter = maxMessagesPerSecond > 0 ? new RateLimiter(maxMessagesPerSecond) : undefined;

  return (request, info) => {
    const getPeer = () => describePeer(request, info?.remoteAddr, config.trustedProxies);
    return isHandshake(request)
      ? acceptHandshake(request, getPeer(), { config, registry, rateLimiter })
      : respond(request, { getPeer, config, registry, basePath, hasOperations });
  };
}

/** An echo that a test in the same process drives. */
export interface Echo {
  /** Answers requests; fits `Deno.serve`. */
  readonly handler: Handler;
  /** Its open connections. */
  readonly connections: EchoConnections;
  /**
   * Refuses the next handshakes, or those of a time; `null`: none from now on.
   *
   * @throws {RangeError} If the status breaks its rule, or not exactly one of the two is given.
   */
  readonly refuse: (order: RefusalOrder | null) => void;
}

/**
 * Creates a handler together with its connections, for tests that close one at the moment they
 * choose. A client names its connection with `?name=cart-1`.
 *
 * @throws {RangeError} As {@linkcode createHandler} does.
 * @throws {TypeError} As {@linkcode createHandler} does.
 */
export function createEcho(options: HandlerOptions = {}): Echo {
  const registry = resolveRegistry(options.registry);
  const { faults } = registry;
  return {
    handler: createHandler({ ...options, registry }),
    connections: createConnections(registry),
    refuse(order) {
      // A program without types may give nothing at all: that is an order without its fields.
      const checked = order === null ? null : checkRefusalOrder(order ?? {});
      faults.set(checked, performance.now());
    },
  };
}

/** Returns a handler that is created with its first request. */
function createLater(create: () => Handler): Handler {
  let handler: Handler | undefined;
  return (request, info) => (handler ??= create())(request, info);
}

/** The handler with every option at its default. */
export const handler: Handler = createLater(createHandler);

const serveAsConfigured: Handler = createLater(() => createHandler(readEchoEnvironment()));

/**
 * What `deno serve handler.ts` runs: the handler with the settings that environment variables give,
 * under the same names as for the program. Settings that only the program uses, such as address, TLS
 * and log, are not read. A value that breaks its rule fails each request with 500.
 */
export default { fetch: serveAsConfigured } satisfies Deno.ServeDefaultExport;
