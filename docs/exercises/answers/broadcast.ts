// Exercise 3: send each reply to everybody who is connected.
import { echo } from "../../../server/policy/echo.ts";

const port = Number(Deno.args[0] ?? 8765);
const connected = new Set<WebSocket>(); // Out here, so that all connections share it.

Deno.serve({ hostname: "127.0.0.1", port }, (request) => {
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.addEventListener("open", () => connected.add(socket));
  socket.addEventListener("close", () => connected.delete(socket));
  socket.addEventListener("message", ({ data }) => {
    for (const each of connected) each.send(echo(data));
  });
  return response;
});
