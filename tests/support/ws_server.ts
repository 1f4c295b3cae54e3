// deno-lint-ignore-file no-import-prefix -- named in deno.json, those who only serve would load it
import { type Endpoint, endpointOn } from "./endpoint.ts";

/** The little that is used here of ws, which comes without types. */
interface WsServer {
  /** What it is about to answer to a handshake, line by line. */
  on(event: "headers", listener: (lines: string[]) => void): void;
  on(event: "connection", listener: (socket: WsSocket) => void): void;
  on(event: "listening", listener: () => void): void;
  readonly clients: Iterable<WsSocket>;
  address(): { readonly port: number };
  close(listener: () => void): void;
}

interface WsSocket {
  on(event: "message", listener: (content: Uint8Array, isBinary: boolean) => void): void;
  on(event: "close" | "error", listener: () => void): void;
  send(content: Uint8Array, options: { binary: boolean }): void;
  ping(): void;
  close(code?: number, reason?: string): void;
  terminate(): void;
}

/** Returns where the ws that the tests use is on this machine. */
export function wsModule(): string {
  // It is a file, and there, as this module imports it too.
  return import.meta.resolve("npm:ws@8.23.0");
}

/** Starts an echo server made of ws, which can be spoilt in ways that the runtime's cannot. */
export async function startWsServer(spoil: (server: WsServer) => void): Promise<Endpoint> {
  const { WebSocketServer } = await import("npm:ws@8.23.0");
  const server: WsServer = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (socket) => {
    socket.on("message", (content, binary) => socket.send(content, { binary }));
    socket.on("error", () => {}); // One without a listener would end the process.
  });
  spoil(server);
  await new Promise<void>((resolve) => server.on("listening", resolve));
  return endpointOn(server.address().port, () => {
    for (const socket of server.clients) socket.terminate();
    return new Promise((resolve) => server.close(resolve));
  });
}
