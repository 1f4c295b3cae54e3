/** An event of a client's connection. */
export type Happening =
  | { readonly type: "open"; readonly connection: Connection }
  | { readonly type: "message"; readonly text: string; readonly connection: Connection }
  | { readonly type: "close"; readonly connection: Connection };

const TEXT = 1;
const CLOSE = 8;
const KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** A connection that the check can break in any way: the server of Deno could only end it in order. */
export class Connection {
  readonly #tcp: Deno.TcpConn;
  #buffer = new Uint8Array();
  isOpen = true;

  constructor(tcp: Deno.TcpConn) {
    this.#tcp = tcp;
  }

  /** Reads and answers the handshake, then yields each text message until the client goes. */
  async *messages(handshakeMs: number): AsyncGenerator<string, void> {
    const head = await this.#readHead();
    const key = head.match(/^sec-websocket-key: *(\S+)/im)?.[1];
    if (!key) return;
    const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(key + KEY_SUFFIX));
    const accept = new Uint8Array(digest).toBase64();
    await new Promise((resolve) => setTimeout(resolve, handshakeMs));
    await this.#write(new TextEncoder().encode(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
    ));
    yield "";
    for (;;) {
      const start = await this.#take(2);
      if (!start) return;
      const opcode = start[0] & 15;
      const length = start[1] & 127;
      // Only short messages are due; what is longer is not read on.
      const rest = length < 126 ? await this.#take(4 + length) : undefined;
      if (!rest) return;
      const payload = rest.subarray(4).map((byte, index) => byte ^ rest[index % 4]);
      if (opcode === CLOSE) {
        if (this.isOpen) await this.#write(Uint8Array.from([0x80 | CLOSE, length, ...payload]));
        return;
      }
      if (opcode === TEXT) yield new TextDecoder().decode(payload);
    }
  }

  send(text: string): Promise<void> {
    const payload = new TextEncoder().encode(text);
    return this.#write(Uint8Array.from([0x80 | TEXT, payload.length, ...payload]));
  }

  /** Begins the closing handshake, as eco does when it stops without `--drain-timeout 0`. */
  closeInOrder(): Promise<void> {
    this.isOpen = false;
    return this.#write(Uint8Array.from([0x80 | CLOSE, 2, 1001 >> 8, 1001 & 255]));
  }

  /** Ends TCP without a closing handshake. */
  cut(): void {
    this.isOpen = false;
    try {
      this.#tcp.close();
    } catch {
      // It has been cut already.
    }
  }

  #write(bytes: Uint8Array): Promise<void> {
    return this.#tcp.write(bytes).then(() => {}, () => {});
  }

  async #readHead(): Promise<string> {
    let head = "";
    while (!head.endsWith("\r\n\r\n")) {
      const byte = await this.#take(1);
      if (!byte) break;
      head += String.fromCharCode(byte[0]);
    }
    return head;
  }

  async #take(length: number): Promise<Uint8Array | undefined> {
    const chunk = new Uint8Array(4096);
    while (this.#buffer.length < length) {
      const count = await this.#tcp.read(chunk).catch(() => null);
      if (count === null) return;
      const buffer = new Uint8Array(this.#buffer.length + count);
      buffer.set(this.#buffer);
      buffer.set(chunk.subarray(0, count), this.#buffer.length);
      this.#buffer = buffer;
    }
    const taken = this.#buffer.slice(0, length);
    this.#buffer = this.#buffer.slice(length);
    return taken;
  }
}

/** A WebSocket server for the reader's clients, which tells what they do, in order. */
export class RawServer implements Disposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly url = `ws://127.0.0.1:${this.#listener.addr.port}`;
  /** Whether it cuts each connection before the handshake, like a server that is down. */
  isDown = false;
  /** Connections that have come while it was down. */
  attempts = 0;
  readonly #connections = new Set<Connection>();

  /**
   * Starts to listen.
   *
   * @param onHappening Called for each event, one at a time.
   * @param handshakeMs How long the answer to the handshake takes.
   */
  constructor(onHappening: (happening: Happening) => void, handshakeMs = 0) {
    this.#accept(onHappening, handshakeMs);
  }

  get openConnections(): number {
    return Array.from(this.#connections).filter(({ isOpen }) => isOpen).length;
  }

  async #accept(tell: (happening: Happening) => void, handshakeMs: number): Promise<void> {
    try {
      for await (const tcp of this.#listener) {
        if (this.isDown) {
          this.attempts += 1;
          tcp.close();
        } else this.#serve(new Connection(tcp), tell, handshakeMs);
      }
    } catch {
      // The listener has been closed.
    }
  }

  async #serve(
    connection: Connection,
    tell: (happening: Happening) => void,
    handshakeMs: number,
  ): Promise<void> {
    this.#connections.add(connection);
    let isFirst = true;
    for await (const text of connection.messages(handshakeMs)) {
      if (isFirst) tell({ type: "open", connection });
      else tell({ type: "message", text, connection });
      isFirst = false;
    }
    const wasOpen = connection.isOpen;
    connection.cut();
    this.#connections.delete(connection);
    if (wasOpen) tell({ type: "close", connection });
  }

  [Symbol.dispose](): void {
    this.#listener.close();
    for (const connection of this.#connections) connection.cut();
  }
}
