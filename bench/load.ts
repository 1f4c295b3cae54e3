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
const CLOSE = encodeFrame(OPCODE.CLOSE, new Uint8Array([3, 232])); // 1000

/**
 * A client on plain TCP. It sends frames that were made before, and checks the first reply alone: so
 * it needs less time than the server.
 */
export class Client implements Disposable {
  readonly #connection: Deno.TcpConn;
  readonly #request: Uint8Array;
  readonly #response: Uint8Array;

  private constructor(connection: Deno.TcpConn, request: Uint8Array, responseBytes: number) {
    this.#connection = connection;
    this.#request = request;
    this.#response = new Uint8Array(responseBytes);
  }

  /** Connects, and resolves when the first request is answered as it must be. */
  static async open(port: number, { request, reply }: Exchange): Promise<Client> {
    const connection = await connect(port);
    connection.setNoDelay(true);
    const first = reply
      ? await ask(connection, HANDSHAKE, "\r\n\r\n")
      : await ask(connection, request, "</html>\n");
    if (!/^HTTP\/1.1 (101|200) /.test(first)) throw new Error(`The server refused: ${first}`);
    const client = new Client(connection, request, reply?.length ?? first.length);
    await client.exchange();
    const isWrong = reply?.some((byte, at) => byte !== client.#response[at]);
    if (isWrong) throw new Error("The server did not reply with the message");
    return client;
  }

  async exchange(): Promise<void> {
    await this.send();
    if (await this.receive() < 1) throw new Error("The server closed a connection");
  }

  async send(): Promise<void> {
    for (let sent = 0; sent < this.#request.length;) {
      sent += await this.#connection.write(this.#request.subarray(sent));
    }
  }

  /**
   * Reads some bytes, by default as many as the response has. Resolves with the part of them that
   * came before the server closed the connection; 1 is all.
   */
  async receive(bytes = this.#response.length): Promise<number> {
    let received = 0;
    while (received < bytes) {
      const length = await this.#read(this.#response.subarray(received, bytes));
      if (length === null) break;
      received += length;
    }
    return received / bytes;
  }

  /** Sends a close frame, and resolves when the server has closed the connection. */
  async close(): Promise<void> {
    await this.#connection.write(CLOSE);
    while (await this.#read(this.#response) !== null);
  }

  async #read(into: Uint8Array): Promise<number | null> {
    try {
      return await this.#connection.read(into);
    } catch (error) {
      if (error instanceof Deno.errors.ConnectionReset) return null;
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }
}

/** Connects clients, one after the other. */
export async function openClients(
  { port, connections }: { port: number; connections: DisposableStack },
  workload: Workload,
): Promise<Client[]> {
  const exchange = await encodeExchange(workload);
  const clients: Client[] = [];
  while (clients.length < workload.connections) {
    clients.push(connections.use(await Client.open(port, exchange)));
  }
  return clients;
}

/** Keeps a server busy for some milliseconds, and resolves with the number of exchanges. */
export async function exchangeFor(ms: number, clients: readonly Client[]): Promise<number> {
  const end = performance.now() + ms;
  let exchanges = 0;
  await Promise.all(clients.map(async (client) => {
    do {
      await client.exchange();
      exchanges++;
    } while (performance.now() < end);
  }));
  return exchanges;
}

/**
 * Has 20 clients connect, exchange one message and close, again and again for some milliseconds, and
 * resolves with the number of connections.
 */
export async function reconnectFor(ms: number, port: number): Promise<number> {
  const exchange = await encodeExchange({ type: "text" });
  const end = performance.now() + ms;
  let connections = 0;
  await Promise.all(Array.from({ length: 20 }, async () => {
    do {
      using client = await Client.open(port, exchange);
      await client.close();
      connections++;
    } while (performance.now() < end);
  }));
  return connections;
}

/** What a client sends at a time, and for messages what must come back. */
interface Exchange {
  readonly request: Uint8Array;
  readonly reply?: Uint8Array;
}

async function encodeExchange(
  { type, bytes = 20, depth = 1 }: Omit<Workload, "connections">,
): Promise<Exchange> {
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
    const length = await connection.read(chunk);
    if (length === null) throw new Error(`The server closed after: ${text}`);
    text += new TextDecoder("latin1").decode(chunk.subarray(0, length));
  }
  return text;
}
