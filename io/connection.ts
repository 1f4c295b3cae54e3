import { CLOSE_CODE } from "../core/close_codes.ts";
import type { Config } from "../core/config.ts";
import { echo } from "../core/echo.ts";
import { judge } from "../core/limits.ts";
import { TokenBucket } from "../core/token_bucket.ts";
import { log } from "./log.ts";
import type { Peer } from "./peer.ts";
import type { Registry } from "./registry.ts";

/** What a connection needs of the operator's wishes. */
export type ConnectionOptions = Pick<
  Config,
  | "prefix"
  | "maxPayloadBytes"
  | "maxBufferedBytes"
  | "maxMessagesPerSecond"
  | "maxLifetimeSeconds"
>;

/** A peer that has sent nothing for so long is taken to have nothing more on the way. */
const LINGER_MS = 50;
/** How long to wait for that at most. */
const LINGER_LIMIT_MS = 1000;

let connectionsSoFar = 0;

/**
 * A socket with what we know of it, from the answered handshake until it is closed. It replies to
 * each message: to text with the prefix before it, to binary byte for byte.
 */
export class Connection {
  /** The other end. */
  readonly peer: Peer;
  /** Messages received. */
  messages = 0;
  readonly #id = ++connectionsSoFar;
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #registry: Registry;
  readonly #bucket: TokenBucket | undefined;
  #openedAtMs = 0;
  #lifetime: ReturnType<typeof setTimeout> | undefined;
  #linger: ReturnType<typeof setTimeout> | undefined;
  /** Bytes of binary messages and UTF-16 units of text, which are its bytes where it is ASCII. */
  #bytes = 0;
  /** The close code decided on here; none: the peer closes, or the connection breaks. */
  #closeCode: number | undefined;

  /** Takes charge of a socket that is about to open. */
  constructor(socket: WebSocket, peer: Peer, options: ConnectionOptions, registry: Registry) {
    this.#socket = socket;
    this.peer = peer;
    this.#options = options;
    this.#registry = registry;
    if (options.maxMessagesPerSecond > 0) {
      this.#bucket = new TokenBucket(options.maxMessagesPerSecond, performance.now());
    }
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => this.#opened());
    socket.addEventListener("message", ({ data }) => this.#received(data));
    socket.addEventListener("close", ({ code }) => this.#closed(code));
    // An upgrade that fails is told by this event alone.
    socket.addEventListener("error", () => registry.removePending(this));
    registry.addPending(this);
  }

  /** Bytes sent that the peer has not taken; none once the connection is closing. */
  get bufferedBytes(): number {
    return this.#closeCode === undefined ? this.#socket.bufferedAmount : 0;
  }

  /**
   * Replies to nothing more, and starts the closing handshake (RFC 6455 §7.1.2) once the peer has
   * stopped sending.
   *
   * The runtime resets a connection that it closes at the first message that still comes in, and
   * with it all that the peer has not read yet, the close frame too.
   */
  close(code: number, reason: string): void {
    if (this.#closeCode !== undefined) return;
    this.#closeCode = code;
    const limitMs = performance.now() + LINGER_LIMIT_MS;
    const closeWhenQuiet = (messages: number) => {
      if (messages === this.messages || performance.now() > limitMs) {
        return this.#socket.close(code, reason);
      }
      this.#linger = setTimeout(closeWhenQuiet, LINGER_MS, this.messages);
    };
    closeWhenQuiet(NaN);
  }

  #opened(): void {
    const { maxLifetimeSeconds } = this.#options;
    this.#openedAtMs = performance.now();
    this.#registry.addOpen(this);
    if (maxLifetimeSeconds > 0) {
      this.#lifetime = setTimeout(
        () => this.close(CLOSE_CODE.GOING_AWAY, "the connection has reached its longest life"),
        maxLifetimeSeconds * 1000,
      );
    }
    log.info("connection opened", { id: this.#id, ...this.peer });
  }

  #received(message: string | ArrayBuffer): void {
    this.messages += 1;
    if (this.#closeCode !== undefined) return;
    try {
      this.#reply(message);
    } catch (error) {
      log.error("handler failed", { id: this.#id, error });
      this.close(CLOSE_CODE.INTERNAL_ERROR, "the server failed to reply");
    }
  }

  #reply(message: string | ArrayBuffer): void {
    const isText = typeof message === "string";
    this.#bytes += isText ? message.length : message.byteLength;
    const verdict = judge(message, this.#socket.bufferedAmount, this.#options);
    if (verdict.kind === "close") return this.close(verdict.code, verdict.reason);
    if (this.#bucket && !this.#bucket.take(performance.now())) {
      const { maxMessagesPerSecond } = this.#options;
      const reason = `at most ${maxMessagesPerSecond} messages a second`;
      return this.close(CLOSE_CODE.POLICY_VIOLATION, reason);
    }
    this.#socket.send(isText ? echo(message, this.#options.prefix) : message);
  }

  #closed(code: number): void {
    // The runtime can tell of one end twice.
    if (!this.#registry.removeOpen(this)) return;
    clearTimeout(this.#lifetime);
    clearTimeout(this.#linger);
    log.info("connection closed", {
      id: this.#id,
      ...this.peer,
      closeCode: this.#closeCode ?? (code || CLOSE_CODE.ABNORMAL_CLOSURE),
      messages: this.messages,
      bytes: this.#bytes,
      durationMs: Math.round(performance.now() - this.#openedAtMs),
    });
  }
}
