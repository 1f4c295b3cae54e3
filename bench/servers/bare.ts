// The least that Deno needs to echo and to serve the page: no limits, counters, log or checks.
let page: Uint8Array<ArrayBuffer> | undefined;
const port = Number(Deno.env.get("PORT"));
Deno.serve({ hostname: "127.0.0.1", port, onListen() {} }, (request) => {
  if (request.headers.get("upgrade") !== "websocket") {
    page ??= Deno.readFileSync(new URL("../../static/index.html", import.meta.url));
    return new Response(page, { headers: { "content-type": "text/html; charset=UTF-8" } });
  }
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => socket.send(typeof data === "string" ? "echo: " + data : data);
  return response;
});
