// Exercise 2: number the replies of each connection: "1: echo: hola", "2: echo: hola"…
import { echo } from "../../../server/policy/echo.ts";

const port = Number(Deno.args[0] ?? 8765);

Deno.serve({ hostname: "127.0.0.1", port }, (request) => {
  const { socket, response } = Deno.upgradeWebSocket(request);
  let count = 0; // In here, so that each connection has its own.
  socket.addEventListener("message", ({ data }) => {
    count += 1;
    socket.send(`${count}: ${echo(data)}`);
  });
  return response;
});
