import { createHandler, type HandlerOptions } from "../../handler.ts";

/** A server of this process, on a free port of the loopback interface, while it is in scope. */
export interface TestServer extends AsyncDisposable {
  /** Its port. */
  readonly port: number;
  /** Where its page is, without a slash at the end. */
  readonly pageUrl: string;
  /** Where its WebSocket is, without a slash at the end. */
  readonly socketUrl: string;
}

/** Starts a server with the handler under test, on a free port unless one is given. */
export function startServer(options?: HandlerOptions, atPort = 0): TestServer {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: atPort, onListen: () => {} },
    createHandler(options),
  );
  const { port } = server.addr;
  return {
    port,
    pageUrl: `http://127.0.0.1:${port}`,
    socketUrl: `ws://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
