/**
 * Measures how a client gets to know what a server has to tell: by asking again and again over HTTP,
 * and over a WebSocket. All clients wait for the same messages at the same time, each through a TCP
 * relay that counts the bytes of both directions.
 *
 * @module
 */
const MESSAGES = Number(Deno.args[0] ?? 20);
const MEAN_GAP_MS = 200;
if (!(MESSAGES >= 1)) {
  console.error(`error: The number of messages must be at least 1: it is ${Deno.args[0]}`);
  Deno.exit(2);
}
const LOCAL = { hostname: "127.0.0.1", port: 0, onListen: () => {} };

/** When each message was made; its number is its place. */
const madeAt: number[] = [];
const sockets: WebSocket[] = [];

/** `GET /?from=3` answers with the numbers of all messages from the fourth on. */
const server = Deno.serve(LOCAL, (request) => {
  if (request.headers.has("upgrade")) {
    const { socket, response } = Deno.upgradeWebSocket(request);
    sockets.push(socket);
    return response;
  }
  const from = Number(new URL(request.url).searchParams.get("from"));
  return Response.json([...madeAt.keys()].slice(from));
});

/** Passes TCP connections on to the server, and counts bytes: payload of TCP, without its headers. */
class Relay {
  bytes = 0;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly port = this.#listener.addr.port;

  constructor() {
    this.#accept();
  }

  async #accept(): Promise<void> {
    for await (const client of this.#listener) {
      const { hostname, port } = server.addr;
      const upstream = await Deno.connect({ hostname, port });
      const pass = (from: Deno.Conn, to: Deno.Conn) =>
        from.readable.pipeThrough(this.#counter()).pipeTo(to.writable).catch(() => {});
      pass(client, upstream);
      pass(upstream, client);
    }
  }

  #counter(): TransformStream<Uint8Array, Uint8Array> {
    return new TransformStream({
      transform: (chunk, controller) => {
        this.bytes += chunk.length;
        controller.enqueue(chunk);
      },
    });
  }
}

/** What a client needed until it had every message. */
interface Result {
  readonly name: string;
  readonly requests: number;
  readonly bytes: number;
  readonly delays: number[];
}

async function poll(everyMs: number): Promise<Result> {
  const relay = new Relay();
  const delays: number[] = [];
  let requests = 0;
  while (delays.length < MESSAGES) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    const answer = await fetch(`http://127.0.0.1:${relay.port}/?from=${delays.length}`);
    requests += 1;
    for (const number of await answer.json()) delays.push(performance.now() - madeAt[number]);
  }
  return { name: `polling, ${everyMs} ms`, requests, bytes: relay.bytes, delays };
}

async function listen(): Promise<Result> {
  const relay = new Relay();
  const delays: number[] = [];
  const socket = new WebSocket(`ws://127.0.0.1:${relay.port}/`);
  const isDone = Promise.withResolvers<void>();
  socket.addEventListener("message", ({ data }) => {
    delays.push(performance.now() - madeAt[Number(data)]);
    if (delays.length === MESSAGES) isDone.resolve();
  });
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  makeMessages();
  await isDone.promise;
  return { name: "WebSocket", requests: 1, bytes: relay.bytes, delays };
}

/** Makes a message now and another one after a while, as short or long as chance will have it. */
function makeMessages(): void {
  for (const socket of sockets) socket.send(`${madeAt.length}`);
  madeAt.push(performance.now());
  if (madeAt.length < MESSAGES) setTimeout(makeMessages, Math.random() * 2 * MEAN_GAP_MS);
}

const results = await Promise.all([poll(1000), poll(100), listen()]);
console.log(`${MESSAGES} messages        requests    bytes   median delay   longest delay`);
for (const { name, requests, bytes, delays } of results) {
  const sorted = delays.toSorted((a, b) => a - b);
  const [median, longest] = [sorted[sorted.length >> 1], sorted.at(-1)!];
  console.log(
    name.padEnd(18) + `${requests}`.padStart(11) + `${bytes}`.padStart(9) +
      `${median.toFixed(1)} ms`.padStart(15) + `${longest.toFixed(1)} ms`.padStart(16),
  );
}
Deno.exit();
