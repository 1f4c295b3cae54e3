// Exercise 2: number the replies of each connection: "1: echo: hola", "2: echo: hola"…
import { echo } from "../../server/policy/echo.ts";

const port = Number(Deno.args[0] ?? 8765);

Deno.serve({ hostname: "127.0.0.1", port }, (request) => {
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.addEventListener("message", ({ data }) => socket.send(echo(data)));
  return response;
});
