import { due } from "./deadline.ts";

/** How a connection is opened. */
export interface ClientOptions {
  /** What knows the certificates of tests. */
  readonly client?: Deno.HttpClient;
  /** Subprotocols to offer. */
  readonly protocols?: string[];
}

/** A WebSocket client that keeps what it receives until a test asks for it. */
export class Client implements AsyncDisposable {
  /** Resolves when the connection is closed. */
  readonly closed: Promise<CloseEvent>;
  /** Called at each message, for a conversation that goes on by itself. */
  onMessage: () => void = () => {};
  readonly #socket: WebSocket;
  readonly #received: (string | ArrayBuffer)[] = [];
  #arrived = Promise.withResolvers<void>();

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => {
      this.#received.push(data);
      this.#arrived.resolve();
      this.onMessage();
    });
    this.closed = new Promise((resolve) => socket.addEventListener("close", resolve));
  }

  /** Opens a connection; rejects where the handshake fails. */
  static async open(url: string, options: ClientOptions = {}): Promise<Client> {
    // Browsers' types, which are the ones in force, do not know Deno's own options.
    const socket = new WebSocket(url, options as string[]);
    const client = new Client(socket);
    const opened = new Promise<void>((resolve, reject) => {
      socket.addEventListener("open", () => resolve());
      socket.addEventListener("error", (event) => reject(new Error((event as ErrorEvent).message)));
    });
    await due(opened, `an open connection to ${url}`);
    return client;
  }

  /** The subprotocol that the server chose, or "". */
  get subprotocol(): string {
    return this.#socket.protocol;
  }

  /** How many messages have arrived that no one has asked for. */
  get waiting(): number {
    return this.#received.length;
  }

  send(message: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(message);
  }

  /** Resolves with the oldest message not yet asked for; rejects where the connection ends before. */
  async next(): Promise<string | ArrayBuffer> {
    const ended = this.closed.then(({ code }) => {
      throw new Error(`The connection ended with code ${code}, and a message was due`);
    });
    while (this.#received.length === 0) {
      this.#arrived = Promise.withResolvers();
      await due(Promise.race([this.#arrived.promise, ended]), "a message");
    }
    ended.catch(() => {});
    return this.#received.shift()!;
  }

  /** Starts the closing handshake and resolves with its outcome. */
  close(code?: number, reason?: string): Promise<CloseEvent> {
    this.#socket.close(code, reason);
    return due(this.closed, "the end of the connection");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
