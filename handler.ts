/**
 * The echo server as a request handler: a WebSocket handshake opens a connection that replies to
 * each message, any other request gets the page.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createHandler } from "./handler.ts";
 *
 * const handler = createHandler({ prefix: "> " }); // for Deno.serve(handler)
 * const response = await handler(new Request("http://localhost/"));
 * assertEquals(response.headers.get("content-type"), "text/html; charset=UTF-8");
 * ```
 *
 * @module
 */
import { checkAdmission, DRAINING } from "./core/admission.ts";
import { checkBehavior, readBehavior } from "./core/behavior.ts";
import { type Config, DEFAULTS } from "./core/config.ts";
import { checkHandshake, isHandshake } from "./core/handshake.ts";
import { checkOrigin } from "./core/origin.ts";
import type { Refusal } from "./core/refusal.ts";
import { Connection } from "./io/connection.ts";
import { log } from "./io/log.ts";
import { peerOf } from "./io/peer.ts";
import { refuse } from "./io/refuse.ts";
import { Registry } from "./io/registry.ts";
import { respondWithFile } from "./io/static_files.ts";

export { echo } from "./core/echo.ts";
export { Registry } from "./io/registry.ts";

/** Settings of {@linkcode createHandler}; the defaults are those of the program. */
export interface HandlerOptions extends
  Partial<
    Pick<
      Config,
      | "prefix"
      | "maxPayloadBytes"
      | "maxBufferedBytes"
      | "maxMessagesPerSecond"
      | "idleTimeoutSeconds"
      | "maxLifetimeSeconds"
      | "maxConnections"
      | "maxConnectionsPerAddress"
      | "trustedProxies"
      | "allowedOrigins"
    >
  > {
  /**
   * Where the connections are kept while they are open, for a server that drains them.
   * @default a registry of the handler's own
   */
  readonly registry?: Registry;
}

/** Turns one request into one response; fits `Deno.serve`. */
export type Handler = (
  request: Request,
  info?: Deno.ServeHandlerInfo,
) => Response | Promise<Response>;

/**
 * Makes a handler.
 *
 * A handshake is accepted on every path (RFC 6455 §4.2). What cannot be served is answered with a
 * status from 400 to 503 and a sentence that says why; the handler itself does not throw.
 */
export function createHandler(options: HandlerOptions = {}): Handler {
  const { registry = new Registry(), ...config } = { ...DEFAULTS, ...options };

  function check(request: Request, query: URLSearchParams, address: string): Refusal | undefined {
    registry.giveUpLost();
    return checkHandshake(request) ??
      checkOrigin(request.headers, config.allowedOrigins) ??
      checkBehavior(query) ??
      checkAdmission({
        draining: registry.draining,
        shortOfMemory: registry.shortOfMemory,
        connections: registry.size,
        connectionsOfClient: registry.countOf(address),
      }, config);
  }

  return (request, info) => {
    if (!isHandshake(request)) {
      return registry.draining ? refuse(DRAINING) : respondWithFile(request);
    }
    const peer = peerOf(request, info?.remoteAddr, config.trustedProxies);
    const query = new URLSearchParams(request.url.split("?", 2)[1]);
    const refusal = check(request, query, peer.address);
    if (refusal) {
      log.info("handshake refused", { status: refusal.status, reason: refusal.reason, ...peer });
      return refuse(refusal);
    }
    const { socket, response } = Deno.upgradeWebSocket(request, {
      idleTimeout: config.idleTimeoutSeconds,
    });
    // The runtime's own option takes a comma without a blank after it for a part of the name.
    if (peer.subprotocol) response.headers.set("sec-websocket-protocol", peer.subprotocol);
    new Connection(socket, peer, { ...config, ...readBehavior(query) }, registry);
    return response;
  };
}

/** The handler with every option at its default. */
export const handler: Handler = createHandler();

/** What `deno serve handler.ts` runs. */
export default { fetch: handler } satisfies Deno.ServeDefaultExport;
