// The least that Deno needs to echo, and to hand out the page of eco as browsers get it: the same
// header fields and, compressed at the first request, as many bytes. No choice of files or codings,
// no limits, no counters, no log, no origin check: what eco costs above it is the price of these.
const [port] = Deno.args;
const headers = {
  "content-type": "text/html; charset=UTF-8",
  "content-encoding": "br",
  "etag": '"732-PQLFS+28yYKk2JnDkyTapJO6IVX"',
  "vary": "accept-encoding",
  "cache-control": "no-cache",
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; " +
    "img-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; " +
    "form-action 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};
let page: Uint8Array<ArrayBuffer> | undefined;

async function firstPage(): Promise<Response> {
  const file = await Deno.open(new URL("../../static/index.html", import.meta.url));
  const compressed = file.readable.pipeThrough(new CompressionStream("brotli"));
  page = await new Response(compressed).bytes();
  return new Response(page, { headers });
}

Deno.serve({ hostname: "127.0.0.1", port: Number(port), onListen() {} }, (request) => {
  if (request.headers.get("upgrade") !== "websocket") {
    return page ? new Response(page, { headers }) : firstPage();
  }
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => socket.send(typeof data === "string" ? "echo: " + data : data);
  return response;
});
