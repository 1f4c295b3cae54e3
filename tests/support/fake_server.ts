import { type Endpoint, endpointOn } from "./endpoint.ts";

/** What a message comes as. */
export type Message = string | ArrayBuffer;

/** Returns what starts a server with a handler. */
export function serving(handler: (request: Request) => Response): () => Endpoint {
  return () => {
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, handler);
    return endpointOn(server.addr.port, () => server.shutdown());
  };
}

/**
 * Returns what starts a WebSocket server.
 *
 * @param converse Called when a connection opens; returns what is to be done with each message.
 * @param subprotocols Whether it chooses the first subprotocol offered, or none.
 */
export function conversing(
  converse: (socket: WebSocket) => (message: Message) => void,
  subprotocols = true,
): () => Endpoint {
  return serving((request) => {
    if (!request.headers.has("upgrade")) return new Response("a WebSocket", { status: 426 });
    const offered = request.headers.get("sec-websocket-protocol")?.split(", ")[0];
    const { socket, response } = Deno.upgradeWebSocket(request, {
      idleTimeout: 0, // So that it sends no ping.
      protocol: subprotocols ? offered : undefined,
    });
    socket.addEventListener("open", () => {
      const answer = converse(socket);
      socket.addEventListener("message", ({ data }) => answer(data));
    });
    return response;
  });
}

/** Returns what starts a WebSocket server that replies to each message. */
export function replying(
  reply: (message: Message) => Message | Uint8Array<ArrayBuffer>,
  subprotocols?: boolean,
): () => Endpoint {
  return conversing((socket) => (message) => socket.send(reply(message)), subprotocols);
}
