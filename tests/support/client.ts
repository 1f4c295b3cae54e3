import { due } from "./deadline.ts";

export interface ClientOptions {
  readonly client?: Deno.HttpClient;
  readonly protocols?: string[];
}

export type Message = string | ArrayBuffer;

/** A WebSocket client that keeps what it receives until a test asks for it. */
export class Client implements AsyncDisposable {
  readonly closed: Promise<CloseEvent>;
  /** Called at each message, for a conversation that goes on by itself. */
  onMessage: () => void = () => {};
  readonly #socket: WebSocket;
  readonly #received: Message[] = [];
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

  /** Opens a connection; rejects if the handshake fails. */
  static async open(url: string, options: ClientOptions = {}): Promise<Client> {
    // The browsers' types, which are in force, do not know Deno's own options.
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

  /** How many messages have arrived that no test has asked for. */
  get waiting(): number {
    return this.#received.length;
  }

  send(message: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(message);
  }

  /** Resolves with the oldest message not yet asked for; rejects if the connection ends before. */
  async next(): Promise<Message> {
    const ended = this.closed.then(({ code, reason }) => {
      throw new Error(`A message was due, and the connection closed with ${code} "${reason}"`);
    });
    ended.catch(() => {}); // It may end after the message.
    while (this.#received.length === 0) {
      this.#arrived = Promise.withResolvers();
      await due(Promise.race([this.#arrived.promise, ended]), `a message of ${this.#socket.url}`);
    }
    return this.#received.shift()!;
  }

  /** Sends a message and resolves with the next one that arrives. */
  ask(message: string | Uint8Array<ArrayBuffer>): Promise<Message> {
    this.send(message);
    return this.next();
  }

  async take(count: number): Promise<Message[]> {
    const messages = [];
    for (let n = 0; n < count; n++) messages.push(await this.next());
    return messages;
  }

  /** Resolves with the close code and the reason once the connection is closed. */
  async ended(): Promise<[code: number, reason: string]> {
    const { code, reason } = await due(
      this.closed,
      () => `the end of ${this.#socket.url}, with ${this.waiting} messages waiting`,
    );
    return [code, reason];
  }

  close(code?: number, reason?: string): Promise<CloseEvent> {
    this.#socket.close(code, reason);
    return due(this.closed, `the end of ${this.#socket.url}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
