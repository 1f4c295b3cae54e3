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

/** Keeps the server busy for this long, and resolves with the number of responses. */
type Run = (ms: number) => Promise<number>;

const HANDSHAKE = new TextEncoder().encode(handshake());
const PAGE_REQUEST = new TextEncoder().encode("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
const START_LIMIT_MS = 20_000;

/**
 * Connects clients, and waits for the first response of each. The clients are plain TCP with frames
 * made before, so that they need less time than the server. They compare the first reply byte by
 * byte, and count the bytes of the others.
 */
export async function openClients(
  port: number,
  workload: Workload,
): Promise<Disposable & { run: Run }> {
  const { request, reply } = await encodeExchange(workload);
  const clients: { connection: Deno.TcpConn; response: Uint8Array }[] = [];
  while (clients.length < workload.connections) {
    const connection = await connect(port);
    const first = reply
      ? await ask(connection, HANDSHAKE, "\r\n\r\n")
      : await ask(connection, request, "</html>\n");
    if (!/^HTTP\/1.1 (101|200) /.test(first)) throw new Error(`The server refused: ${first}`);
    clients.push({ connection, response: new Uint8Array(reply?.length ?? first.length) });
  }

  async function run(ms: number): Promise<number> {
    const end = performance.now() + ms;
    let exchanges = 0;
    await Promise.all(clients.map(async ({ connection, response }) => {
      do {
        await write(connection, request);
        for (let length = 0; length < response.length;) {
          length += await read(connection, response.subarray(length));
        }
        exchanges++;
      } while (performance.now() < end);
    }));
    return exchanges * (workload.depth ?? 1);
  }

  await run(0);
  if (reply && clients.some(({ response }) => response.some((byte, at) => byte !== reply[at]))) {
    throw new Error("The server did not reply with the message");
  }
  return { run, [Symbol.dispose]: () => clients.forEach(({ connection }) => connection.close()) };
}

/** Returns what a client sends at a time, and for messages what must come back. */
async function encodeExchange({ type, bytes = 20, depth = 1 }: Workload) {
  if (type === "page") return { request: PAGE_REQUEST };
  const repeat = (frame: Uint8Array) => new Blob(Array(depth).fill(frame)).bytes();
  const opcode = type === "text" ? OPCODE.TEXT : OPCODE.BINARY;
  const payload = "x".repeat(bytes);
  const reply = encodeFrame(opcode, (type === "text" ? "echo: " : "") + payload, { masked: false });
  return { request: await repeat(encodeFrame(opcode, payload)), reply: await repeat(reply) };
}

/** Connects to a server, which may still be starting. */
async function connect(port: number): Promise<Deno.TcpConn> {
  for (const limit = performance.now() + START_LIMIT_MS;;) {
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
  await write(connection, request);
  const chunk = new Uint8Array(65536);
  let text = "";
  while (!text.endsWith(end)) {
    text += new TextDecoder("latin1").decode(chunk.subarray(0, await read(connection, chunk)));
  }
  return text;
}

async function write(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

async function read(connection: Deno.TcpConn, into: Uint8Array): Promise<number> {
  const length = await connection.read(into);
  if (length === null) throw new Error("The server closed a connection");
  return length;
}
