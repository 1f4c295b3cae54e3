// A TCP proxy that ends every connection on which nothing was said for a while.
const [port = 8766, upstreamPort = 8765, seconds = 2 + Math.floor(Math.random() * 7)] = Deno.args
  .map(Number);

async function relay(client: Deno.Conn): Promise<void> {
  const upstream = await Deno.connect({ hostname: "127.0.0.1", port: upstreamPort });
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), seconds * 1000);
  };
  const pass = (from: Deno.Conn, to: Deno.Conn) =>
    from.readable.pipeThrough(
      new TransformStream({
        transform(chunk, controller) {
          watch();
          controller.enqueue(chunk);
        },
      }),
    ).pipeTo(to.writable, silence);
  watch();
  await Promise.allSettled([pass(client, upstream), pass(upstream, client)]);
  clearTimeout(timer);
}

Deno.addSignalListener("SIGINT", () => {
  console.log(`The time-out was ${seconds} s.`);
  Deno.exit();
});

const listener = Deno.listen({ hostname: "127.0.0.1", port });
console.log(`From 127.0.0.1:${listener.addr.port} to 127.0.0.1:${upstreamPort}; Ctrl+C stops it.`);
for await (const client of listener) relay(client).catch(() => client.close());
