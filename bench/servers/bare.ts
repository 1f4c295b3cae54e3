// The least that Deno needs to echo and to serve the page: no limits, counters, log or checks.
let page: Uint8Array<ArrayBuffer> | undefined;

Deno.serve({ hostname: "127.0.0.1", port: Number(Deno.env.get("PORT")) }, (request) => {
  if (request.headers.get("upgrade") !== "websocket") {
    page ??= Deno.readFileSync(new URL("../../static/index.html", import.meta.url));
    return new Response(page, { headers: { "content-type": "text/html; charset=UTF-8" } });
  }
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => socket.send(typeof data === "string" ? "echo: " + data : data);
  return response;
});
