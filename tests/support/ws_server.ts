import type { WsServer } from "ws";
import { type Endpoint, endpointOn } from "./endpoint.ts";

/** Returns the path of the ws that the tests use. */
export function wsModule(): string {
  return import.meta.resolve("ws");
}

/** Starts an echo server made of ws, which can be spoilt in ways that the runtime's cannot. */
export async function startWsServer(spoil: (server: WsServer) => void): Promise<Endpoint> {
  const { WebSocketServer } = await import("ws"); // It reads the environment when it is loaded.
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (socket) => {
    socket.on("message", (content, binary) => socket.send(content, { binary }));
    socket.on("error", () => {}); // Without a listener an error would end the process.
  });
  spoil(server);
  await new Promise<void>((resolve) => server.on("listening", resolve));
  return endpointOn(server.address().port, () => {
    for (const socket of server.clients) socket.terminate();
    return new Promise((resolve) => server.close(resolve));
  });
}
