import { echo } from "../core/echo.ts";

/** Answers each message of a connection: text with the prefix before it, binary byte for byte. */
export function serveEcho(socket: WebSocket, prefix: string): void {
  socket.binaryType = "arraybuffer";
  socket.addEventListener("message", ({ data }: MessageEvent<string | ArrayBuffer>) => {
    socket.send(typeof data === "string" ? echo(data, prefix) : data);
  });
}
