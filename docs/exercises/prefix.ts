// Exercise 1: reply "eco: hola" to "hola".
import { echo } from "../../server/policy/echo.ts";

const port = Number(Deno.args[0] ?? 8765);

Deno.serve({ hostname: "127.0.0.1", port }, (request) => {
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.addEventListener("message", ({ data }) => socket.send(echo(data)));
  return response;
});
