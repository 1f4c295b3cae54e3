// The least that Deno needs to echo, and to hand out the page of eco with the same header fields:
// no limits, no counters, no log, no origin check. What eco costs above it is the price of these.
const [port] = Deno.args;
const page = await Deno.readTextFile(new URL("../../static/index.html", import.meta.url));
const headers = {
  "content-type": "text/html; charset=UTF-8",
  "etag": '"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"',
  "cache-control": "no-cache",
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; " +
    "img-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; " +
    "form-action 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

Deno.serve({ hostname: "127.0.0.1", port: Number(port), onListen() {} }, (request) => {
  if (request.headers.get("upgrade") !== "websocket") return new Response(page, { headers });
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => socket.send(typeof data === "string" ? "echo: " + data : data);
  return response;
});
