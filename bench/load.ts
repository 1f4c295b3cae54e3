import { encodeFrame, handshake, OPCODE, repeatFrame } from "../tests/support/raw_socket.ts";

/** What a client sends, first once and then again and again. */
export interface Exchange {
  readonly greeting: Uint8Array;
  /** How the response to the greeting ends. */
  readonly end: string;
  readonly request: Uint8Array;
  /** Messages, or pages, in a request. */
  readonly count: number;
  /** @default as many bytes as the response to the greeting has */
  readonly reply?: Uint8Array;
}

const PAGE_REQUEST = new TextEncoder().encode("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
export const PAGE: Exchange = {
  greeting: PAGE_REQUEST,
  end: "</html>\n",
  request: PAGE_REQUEST,
  count: 1,
};

/** Returns what a client sends to have `count` messages echoed at a time. */
export function createEcho({ bytes = 20, isBinary = false, count = 1 } = {}): Exchange {
  const opcode = isBinary ? OPCODE.BINARY : OPCODE.TEXT;
  const payload = "x".repeat(bytes);
  const echo = isBinary ? payload : `echo: ${payload}`;
  return {
    greeting: new TextEncoder().encode(handshake()),
    end: "\r\n\r\n",
    count,
    request: repeatFrame(count, opcode, payload),
    reply: repeatFrame(count, opcode, echo, { masked: false }),
  };
}

/**
 * A client on plain TCP. It sends bytes that were made before, and checks the first reply alone: so it
 * needs less time than the server.
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

  /** Connects to a server, which may still be starting, and exchanges the first request. */
  static async open(port: number, { greeting, end, request, reply }: Exchange): Promise<Client> {
    const connection = await connect(port);
    connection.setNoDelay(true);
    await connection.write(greeting);
    const chunk = new Uint8Array(65536);
    let first = "";
    while (!first.endsWith(end)) {
      const length = await connection.read(chunk);
      if (length === null) throw new Error(`The server closed after: ${first}`);
      first += new TextDecoder("latin1").decode(chunk.subarray(0, length));
    }
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

  /** Resolves with the part of the bytes that came before the server closed or reset; 1 is all. */
  async receive(bytes = this.#response.length): Promise<number> {
    let received = 0;
    try {
      while (received < bytes) {
        const length = await this.#connection.read(this.#response.subarray(received, bytes));
        if (length === null) break;
        received += length;
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
    }
    return received / bytes;
  }

  /** Sends a close frame, and resolves when the server has closed the connection. */
  async close(): Promise<void> {
    await this.#connection.write(encodeFrame(OPCODE.CLOSE, new Uint8Array([3, 232]))); // 1000
    while (await this.receive() === 1);
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }
}

/** Connects as often as needed, for 20 s. */
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
