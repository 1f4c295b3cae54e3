import { Connection, type ConnectionOptions, type SocketLike } from "../../../server/connection.ts";
import { type LogRecord, logTo } from "../../../server/log.ts";
import type { Reply } from "../../../server/delayed_replies.ts";
import { DEFAULTS } from "../../../server/policy/config.ts";
import { Registry } from "../../../server/registry.ts";
import { due } from "../../support/deadline.ts";

/** A socket whose peer is the test. */
export class FakeSocket extends EventTarget implements SocketLike {
  binaryType: BinaryType = "blob";
  bufferedAmount = 0;
  /** Everything that was sent, in order; a close frame as its code and reason. */
  readonly sent: unknown[] = [];
  /** The message that cannot be sent. */
  broken: Reply | undefined;
  /** What the peer does when it gets the close frame. @default it answers with the same code */
  onClose = (code?: number): void => this.end(code);
  readonly #closing = Promise.withResolvers<void>();

  send(message: Reply): void {
    if (message === this.broken) throw new TypeError("broken");
    this.sent.push(message);
  }

  close(code?: number, reason?: string): void {
    this.sent.push([code, reason]);
    this.#closing.resolve();
    queueMicrotask(() => this.onClose(code));
  }

  /** Resolves when the server has sent its close frame. */
  get closing(): Promise<void> {
    return due(this.#closing.promise, "the close frame");
  }

  open(): void {
    this.dispatchEvent(new Event("open"));
  }

  receive(data: Reply): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  fail(): void {
    this.dispatchEvent(new Event("error"));
  }

  end(code: number = 1006): void {
    this.dispatchEvent(new CloseEvent("close", { code }));
  }
}

/** What differs from an ordinary connection. */
interface ConnectOptions extends Partial<Omit<ConnectionOptions, "peer" | "settings">> {
  readonly settings?: Partial<ConnectionOptions["settings"]>;
  readonly registry?: Registry;
}

/** Answers a handshake: the socket is about to open. */
export function connect(
  { registry = new Registry(), settings, behavior = {}, ...options }: ConnectOptions = {},
) {
  const address = "192.0.2.1";
  const peer = { address, remote: "192.0.2.1:5000", path: "/", origin: undefined };
  const socket = new FakeSocket();
  registry.takePlace(address);
  const connection = new Connection(socket, registry, {
    ...options,
    peer: { ...peer, forwardedFor: undefined },
    settings: { ...DEFAULTS, ...settings },
    behavior,
  });
  return { socket, registry, connection };
}

/** Opens a connection. */
export function openConnection(options?: ConnectOptions) {
  const opened = connect(options);
  opened.socket.open();
  return opened;
}

/** Runs a function and returns what it logs, without the opening of connections. */
export async function recordLog(run: () => void | Promise<void>): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  logTo((record) => records.push(record));
  try {
    await run();
  } finally {
    logTo(undefined);
  }
  return records.filter(({ message }) => message !== "connection opened");
}
