import { due } from "./deadline.ts";

/** A frame as it is on the wire (RFC 6455 §5.2). */
export interface Frame {
  readonly opcode: number;
  readonly payload: Uint8Array;
}

export interface FrameOptions {
  /** Whether it is the last of its message. @default true */
  readonly fin?: boolean;
  /** Whether the payload is masked, as a client's has to be. @default true */
  readonly masked?: boolean;
}

/** Opcodes of frames (RFC 6455 §11.8). */
export const OPCODE = { CONTINUATION: 0, TEXT: 1, BINARY: 2, CLOSE: 8, PING: 9, PONG: 10 } as const;

/**
 * A WebSocket client that does only what a test tells it to, on a TCP connection of its own: it
 * reads when it is told to, and answers neither pings nor closing handshakes.
 */
export class RawSocket implements Disposable {
  head = "";
  readonly #connection: Deno.TcpConn | Deno.TlsConn;
  #received: Uint8Array = new Uint8Array();

  private constructor(connection: Deno.TcpConn | Deno.TlsConn) {
    this.#connection = connection;
  }

  /** Connects, by TLS where it is given a certificate to trust, and sends nothing. */
  static async connect(port: number, pem?: string): Promise<RawSocket> {
    const address = { hostname: "127.0.0.1", port };
    return new RawSocket(
      pem ? await Deno.connectTls({ ...address, caCerts: [pem] }) : await Deno.connect(address),
    );
  }

  /** Sends a handshake, with more header lines or other ones, and waits for the answer. */
  static async open(
    port: number,
    lines: readonly string[] = [],
    path = "/",
    pem?: string,
  ): Promise<RawSocket> {
    const socket = await RawSocket.connect(port, pem);
    await socket.write(new TextEncoder().encode(handshake(lines, `GET ${path} HTTP/1.1`)));
    await socket.readHead();
    return socket;
  }

  /** Reads the head of a response into {@linkcode head}. */
  async readHead(): Promise<void> {
    while (!this.head.includes("\r\n\r\n")) {
      this.head += String.fromCharCode(...await this.take(1));
    }
  }

  /** Sends bytes as they are. */
  async write(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length;) {
      sent += await due(this.#connection.write(bytes.subarray(sent)), "the server to read");
    }
  }

  send(opcode: number, payload: Uint8Array | string, options?: FrameOptions): Promise<void> {
    return this.write(encodeFrame(opcode, payload, options));
  }

  async next(): Promise<Frame> {
    const [first, second] = await this.take(2);
    let length = second & 0x7f;
    if (length === 126) length = new DataView((await this.take(2)).buffer).getUint16(0);
    if (length === 127) length = Number(new DataView((await this.take(8)).buffer).getBigUint64(0));
    return { opcode: first & 0x0f, payload: await this.take(length) };
  }

  /** Reads on until a close frame, and resolves with its code and reason. */
  async closeFrame(): Promise<{ code: number; reason: string }> {
    for (;;) {
      const { opcode, payload } = await this.next();
      if (opcode !== OPCODE.CLOSE) continue;
      const code = new DataView(payload.buffer, payload.byteOffset).getUint16(0);
      return { code, reason: new TextDecoder().decode(payload.subarray(2)) };
    }
  }

  /** Resolves when the server has closed the TCP connection, whatever it sends before. */
  async end(): Promise<void> {
    try {
      while (await this.#read()) this.#received = new Uint8Array();
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionReset)) throw error; // A reset is an end too.
    }
  }

  /** Resolves with a number of bytes, or with all that come before the server closes. */
  async take(length = Infinity): Promise<Uint8Array<ArrayBuffer>> {
    while (this.#received.length < length && await this.#read());
    if (length < Infinity && this.#received.length < length) {
      throw new Error(`The server closed after: ${JSON.stringify(this.head)}`);
    }
    const bytes = this.#received.slice(0, length);
    this.#received = this.#received.subarray(length);
    return bytes;
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }

  /** Reads what has arrived; resolves with whether the server may send more. */
  async #read(): Promise<boolean> {
    const chunk = new Uint8Array(65536);
    const length = await due(this.#connection.read(chunk), "bytes from the server");
    if (length === null) return false;
    const received = new Uint8Array(this.#received.length + length);
    received.set(this.#received);
    received.set(chunk.subarray(0, length), this.#received.length);
    this.#received = received;
    return true;
  }
}

/** Returns a frame as bytes; its mask is all zeros, so that the payload stands in it as it is. */
export function encodeFrame(
  opcode: number,
  content: Uint8Array | string,
  { fin = true, masked = true }: FrameOptions = {},
): Uint8Array {
  const payload = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const { length } = payload;
  const head = new DataView(new ArrayBuffer(14));
  head.setUint8(0, (fin ? 0x80 : 0) | opcode);
  head.setUint8(1, (masked ? 0x80 : 0) | (length < 126 ? length : length < 65536 ? 126 : 127));
  if (length >= 65536) head.setBigUint64(2, BigInt(length));
  else if (length >= 126) head.setUint16(2, length);
  const size = (masked ? 4 : 0) + (length < 126 ? 2 : length < 65536 ? 4 : 10);
  const frame = new Uint8Array(size + length);
  frame.set(new Uint8Array(head.buffer, 0, size));
  frame.set(payload, size);
  return frame;
}

/** Returns the same frame many times, one after the other. */
export function repeatFrame(
  count: number,
  opcode: number,
  content: Uint8Array | string,
  options?: FrameOptions,
): Uint8Array {
  const frame = encodeFrame(opcode, content, options);
  const frames = new Uint8Array(count * frame.length);
  for (let n = 0; n < count; n++) frames.set(frame, n * frame.length);
  return frames;
}

/** Returns a handshake; a line given replaces the line of the same field, or is added. */
export function handshake(lines: readonly string[] = [], requestLine = "GET / HTTP/1.1"): string {
  const name = (line: string) => line.split(":")[0].toLowerCase();
  const given = new Set(lines.map(name));
  const usual = [
    "Host: localhost",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ].filter((line) => !given.has(name(line)));
  const present = lines.filter((line) => !line.endsWith(":")); // "Host:" leaves Host out.
  return [requestLine, ...usual, ...present, "", ""].join("\r\n");
}
