const port = Number(Deno.args[0] ?? 8765);

Deno.serve({ hostname: "127.0.0.1", port }, (request, { remoteAddr }) => {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    const headers = { upgrade: "websocket" };
    return new Response("This is a WebSocket: open client.html\n", { status: 426, headers });
  }
  const { socket, response } = Deno.upgradeWebSocket(request);
  const peer = `port ${remoteAddr.port}`;
  socket.addEventListener("open", () => console.log(peer, "open"));
  socket.addEventListener("message", ({ data }) => {
    console.log(peer, "sends", data);
    socket.send(typeof data === "string" ? "echo: " + data : data);
  });
  socket.addEventListener("close", ({ code }) => console.log(peer, "closed", code));
  return response;
});
