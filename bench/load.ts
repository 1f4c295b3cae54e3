import { encodeFrame, handshake, OPCODE } from "../tests/support/raw_socket.ts";

/** What each client sends again and again while a server is measured. */
export interface Workload {
  readonly connections: number;
  readonly type: "text" | "binary" | "page";
  /** Payload of a message, without the prefix of the reply to text. @default 20 */
  readonly bytes?: number;
  /** Messages that a client sends before it waits for their replies. @default 1 */
  readonly depth?: number;
}

const HANDSHAKE = new TextEncoder().encode(handshake());
const PAGE_REQUEST = new TextEncoder().encode("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

/**
 * Connects clients, waits for the first response of each, and resolves with a function that keeps
 * the server busy for some milliseconds and counts the responses. The clients are plain TCP with
 * frames made before, and check the first reply alone: so they need less time than the server.
 */
export async function openClients(
  { port, connections }: { port: number; connections: DisposableStack },
  workload: Workload,
): Promise<(ms: number) => Promise<number>> {
  const { request, reply } = await encodeExchange(workload);
  const clients: { connection: Deno.TcpConn; response: Uint8Array }[] = [];
  while (clients.length < workload.connections) {
    const connection = connections.use(await connect(port));
    connection.setNoDelay(true);
    const end = reply ? "\r\n\r\n" : "</html>\n";
    const first = await ask(connection, reply ? HANDSHAKE : request, end);
    if (!/^HTTP\/1.1 (101|200) /.test(first)) throw new Error(`The server refused: ${first}`);
    clients.push({ connection, response: new Uint8Array(reply?.length ?? first.length) });
  }

  async function run(ms: number): Promise<number> {
    const end = performance.now() + ms;
    let exchanges = 0;
    await Promise.all(clients.map(async ({ connection, response }) => {
      do {
        for (let sent = 0; sent < request.length;) {
          sent += await connection.write(request.subarray(sent));
        }
        for (let length = 0; length < response.length;) {
          length += await read(connection, response.subarray(length));
        }
        exchanges++;
      } while (performance.now() < end);
    }));
    return exchanges * (workload.depth ?? 1);
  }

  await run(0);
  const isWrong = clients.some(({ response }) => reply?.some((byte, at) => byte !== response[at]));
  if (isWrong) throw new Error("The server did not reply with the message");
  return run;
}

/**
 * Has 20 clients connect, exchange one message and close, again and again for some milliseconds, and
 * resolves with how many connections that were.
 */
export async function reconnect(port: number, ms: number): Promise<number> {
  const { request, reply } = await encodeExchange({ type: "text" });
  const close = encodeFrame(OPCODE.CLOSE, new Uint8Array([3, 232])); // 1000
  const end = performance.now() + ms;
  let connections = 0;
  await Promise.all(Array.from({ length: 20 }, async () => {
    const response = new Uint8Array(1024);
    do {
      using connection = await connect(port);
      await ask(connection, HANDSHAKE, "\r\n\r\n");
      await connection.write(request);
      for (let length = 0; length < reply!.length;) length += await read(connection, response);
      await connection.write(close);
      while (await connection.read(response) !== null);
      connections++;
    } while (performance.now() < end);
  }));
  return connections;
}

/** Returns what a client sends at a time, and for messages what must come back. */
async function encodeExchange({ type, bytes = 20, depth = 1 }: Omit<Workload, "connections">) {
  if (type === "page") return { request: PAGE_REQUEST };
  const repeat = (frame: Uint8Array) => new Blob(Array(depth).fill(frame)).bytes();
  const opcode = type === "text" ? OPCODE.TEXT : OPCODE.BINARY;
  const payload = "x".repeat(bytes);
  const reply = encodeFrame(opcode, (type === "text" ? "echo: " : "") + payload, { masked: false });
  return { request: await repeat(encodeFrame(opcode, payload)), reply: await repeat(reply) };
}

/** Connects to a server, which may still be starting; tries for 20 s. */
async function connect(port: number): Promise<Deno.TcpConn> {
  for (const limit = performance.now() + 20_000;;) {
    try {
      return await Deno.connect({ hostname: "127.0.0.1", port });
    } catch (error) {
      if (performance.now() > limit) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

/** Sends a request, and resolves with the response up to its end, a character per byte. */
async function ask(connection: Deno.TcpConn, request: Uint8Array, end: string): Promise<string> {
  await connection.write(request);
  const chunk = new Uint8Array(65536);
  let text = "";
  while (!text.endsWith(end)) {
    text += new TextDecoder("latin1").decode(chunk.subarray(0, await read(connection, chunk)));
  }
  return text;
}

async function read(connection: Deno.TcpConn, into: Uint8Array): Promise<number> {
  const length = await connection.read(into);
  if (length === null) throw new Error("The server closed a connection");
  return length;
}
