// @ts-nocheck -- runs in Bun, whose types Deno does not have
Bun.serve({
  hostname: "127.0.0.1",
  port: Number(Bun.argv[2]),
  fetch(request, server) {
    return server.upgrade(request) ? undefined : new Response("not here", { status: 404 });
  },
  websocket: {
    perMessageDeflate: false,
    message(socket, content) {
      socket.send(typeof content === "string" ? "echo: " + content : content);
    },
  },
});
