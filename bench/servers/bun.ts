// @ts-nocheck -- Deno does not have the types of Bun
Bun.serve({
  hostname: "127.0.0.1",
  port: Bun.env.PORT,
  fetch: (request, server) => server.upgrade(request) ? undefined : new Response("no page"),
  websocket: {
    message: (socket, data) => socket.send(typeof data === "string" ? "echo: " + data : data),
  },
});
