/**
 * The echo server as a request handler: a WebSocket handshake opens a connection that replies to
 * each message, any other request gets the page.
 *
 * @example Mounting it under a server of one's own
 * ```ts ignore
 * import { createHandler } from "./handler.ts";
 *
 * Deno.serve({ port: 8765 }, createHandler({ prefix: "> " }));
 * ```
 *
 * @module
 */
import { checkHandshake, isHandshake } from "./core/handshake.ts";
import { DEFAULT_PREFIX } from "./core/echo.ts";
import { serveEcho } from "./io/connection.ts";
import { refuse } from "./io/refuse.ts";
import { Registry } from "./io/registry.ts";
import { respondWithFile } from "./io/static_files.ts";

export { echo } from "./core/echo.ts";

/** Settings of {@linkcode createHandler}. */
export interface HandlerOptions {
  /**
   * Text put before every echoed text message; may be empty.
   * @default "echo: "
   */
  readonly prefix?: string;
  /**
   * Where the connections are kept while they are open, for a server that closes them when it
   * stops.
   * @default a registry of the handler's own
   */
  readonly registry?: Registry;
}

/**
 * Makes a handler that turns one request into one response, for `Deno.serve`.
 *
 * A handshake is accepted on every path (RFC 6455 §4.2). A request that it cannot serve is answered
 * with a status from 400 to 499 and a sentence that says why; the handler itself does not throw.
 */
export function createHandler(
  { prefix = DEFAULT_PREFIX, registry = new Registry() }: HandlerOptions = {},
): (request: Request) => Response | Promise<Response> {
  return (request) => {
    if (!isHandshake(request)) return respondWithFile(request);
    const refusal = checkHandshake(request);
    if (refusal) return refuse(refusal);
    const { socket, response } = Deno.upgradeWebSocket(request);
    registry.add(socket);
    serveEcho(socket, prefix);
    return response;
  };
}

/** The handler with every option at its default. */
export const handler: (request: Request) => Response | Promise<Response> = createHandler();

/** What `deno serve handler.ts` runs. */
export default { fetch: handler } satisfies Deno.ServeDefaultExport;
