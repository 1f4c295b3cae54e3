import { Backlog } from "./policy/backlog.ts";
import type { Behavior } from "./policy/behavior.ts";
import { CLOSE_CODE } from "../static/shared/close_codes.js";
import type { Config } from "./policy/config.ts";
import { countClosed, type Counts } from "./policy/counts.ts";
import { echo } from "./policy/echo.ts";
import { judge, judgeBacklog, MAX_UTF8_BYTES_PER_UNIT } from "./policy/limits.ts";
import { needsPlanner } from "./policy/reply_planner.ts";
import { TokenBucket } from "./policy/token_bucket.ts";
import { BehavedReplies, type Reply } from "./delayed_replies.ts";
import { log } from "./log.ts";
import { MAX_FIELD_LENGTH, type Peer } from "./peer.ts";
import type { Registry } from "./registry.ts";

/** What a connection has to know from the start. */
export interface ConnectionOptions {
  /** The other end. */
  readonly peer: Peer;
  /** What the operator wishes. */
  readonly settings: Pick<
    Config,
    | "prefix"
    | "maxPayloadBytes"
    | "maxBufferedBytes"
    | "maxMessagesPerSecond"
    | "maxLifetimeSeconds"
  >;
  /** What the peer has asked for. */
  readonly behavior: Behavior;
  /** The first message, if one is sent unasked. */
  readonly report: string | undefined;
  /** The subprotocol chosen, if any. */
  readonly subprotocol: string | undefined;
}

/** A peer that has sent nothing for so long is taken to have nothing more on its way. */
const QUIET_MS = 150;
/** The same for a peer that gets no more replies. */
const LINGER_MS = 50;
/** How long to wait for that at most. */
const LINGER_LIMIT_MS = 1000;
/** How long a peer may leave the closing handshake unanswered. */
const CLOSE_TIMEOUT_MS = 5000;

const EVENTS = ["open", "message", "close", "error"] as const;

let connectionsSoFar = 0;

/**
 * A socket with what we know of it, from the answered handshake until it is closed. It replies to
 * each message: to text with the prefix before it, to binary byte for byte.
 */
export class Connection implements EventListenerObject {
  /** The other end. */
  readonly peer: Peer;
  readonly #id = ++connectionsSoFar;
  readonly #socket: WebSocket;
  readonly #settings: ConnectionOptions["settings"];
  readonly #subprotocol: string | undefined;
  readonly #registry: Registry;
  readonly #bucket: TokenBucket | undefined;
  readonly #backlog = new Backlog();
  readonly #behaved: BehavedReplies | undefined;
  /** What sends the replies: as asked, or the connection itself without a detour. */
  readonly #replier: { send(reply: Reply): void };
  #openedAtMs = 0;
  #lifetime: ReturnType<typeof setTimeout> | undefined;
  #ending: ReturnType<typeof setTimeout> | undefined;
  #messages = 0;
  /** Bytes of binary messages and UTF-16 units of text, which are its bytes where it is ASCII. */
  #bytes = 0;
  /** The close code decided on here; none: the peer closes, or the connection breaks. */
  #closeCode: number | undefined;

  /** Takes charge of a socket that is about to open. */
  constructor(
    socket: WebSocket,
    registry: Registry,
    { peer, settings, behavior, report, subprotocol }: ConnectionOptions,
  ) {
    this.#socket = socket;
    this.#registry = registry;
    this.peer = peer;
    this.#settings = settings;
    this.#subprotocol = subprotocol?.slice(0, MAX_FIELD_LENGTH);
    if (settings.maxMessagesPerSecond > 0) {
      this.#bucket = new TokenBucket(settings.maxMessagesPerSecond, performance.now());
    }
    if (needsPlanner(behavior)) this.#behaved = new BehavedReplies(this, behavior, report);
    this.#replier = this.#behaved ?? this;
    socket.binaryType = "arraybuffer";
    // An object listens to all of them, where functions would take memory on each connection.
    for (const type of EVENTS) socket.addEventListener(type, this);
    registry.addPending(this);
  }

  /** Deals with an event of the socket. */
  handleEvent(event: Event): void {
    switch (event.type) {
      case "message":
        return this.#received((event as MessageEvent).data);
      case "open":
        return this.#opened();
      case "close":
        return this.#closed((event as CloseEvent).code);
      case "error": // An upgrade that fails is told by this event alone.
        return this.#registry.removePending(this);
    }
  }

  /**
   * Replies to nothing more, and starts the closing handshake (RFC 6455 §7.1.2) once the peer has
   * stopped sending, or after the limit.
   *
   * The runtime resets a connection that it closes at the first message that still comes in, and
   * with it all that the peer has not read yet, the close frame too.
   */
  close(code: number, reason: string, limitMs = LINGER_LIMIT_MS): void {
    if (this.isClosing) return;
    this.#closeCode = code;
    if (code === CLOSE_CODE.TRY_AGAIN_LATER) this.#registry.counts.slowConsumers += 1;
    this.#behaved?.stop();
    this.#whenQuiet(LINGER_MS, limitMs, () => {
      this.#socket.close(code, reason);
      // A slow consumer goes on counting: the runtime keeps what waits for it until it leaves.
      if (code === CLOSE_CODE.TRY_AGAIN_LATER) return;
      this.#ending = setTimeout(() => this.forget(), CLOSE_TIMEOUT_MS);
    });
  }

  /** Whether this side has decided to close. */
  get isClosing(): boolean {
    return this.#closeCode !== undefined;
  }

  /** Closes with 1001 once every message on its way has its reply, and sees to it in so long. */
  drain(timeoutMs: number): void {
    if (this.isClosing) return;
    this.#behaved?.hurry();
    if (this.isClosing) return; // A close that had been asked for was among what waited.
    // Half of it for replies, a sixth for the peer to fall silent, a third for its close frame.
    this.#whenQuiet(QUIET_MS, timeoutMs / 2, () => {
      this.close(CLOSE_CODE.GOING_AWAY, "the server is stopping", timeoutMs / 6);
    });
  }

  /** Sends a reply, or a message of the server's own. */
  send(reply: Reply): void {
    this.#socket.send(reply);
    const length = count(this.#registry.counts.sent, reply);
    this.#backlog.add(typeof reply === "string" ? length * MAX_UTF8_BYTES_PER_UNIT : length);
  }

  /** Returns whether one more message may wait for the peer beside so many bytes; closes where not. */
  hasRoom(waitingBytes: number): boolean {
    this.#backlog.look(this.#socket.bufferedAmount);
    const verdict = judgeBacklog(this.#backlog.bytes + waitingBytes, this.#settings);
    if (verdict.kind === "close") this.close(verdict.code, verdict.reason);
    return verdict.kind === "reply";
  }

  /** Runs something; a failure of it closes the connection, and nothing else. */
  attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Takes the connection for closed, whether or not its peer has said so. */
  forget(): void {
    this.#closed(CLOSE_CODE.ABNORMAL_CLOSURE);
  }

  /** Runs something once no message has come and no reply waited for so long, or after the limit. */
  #whenQuiet(quietMs: number, limitMs: number, run: () => void): void {
    clearTimeout(this.#ending);
    const limit = performance.now() + limitMs;
    const look = (messagesBefore: number, dueAtMs: number) => {
      const now = performance.now();
      // A timer that is late tells of a thread too busy to have read all that has arrived.
      const isQuiet = this.#messages === messagesBefore && now - dueAtMs < quietMs / 3 &&
        (this.isClosing || this.#socket.bufferedAmount === 0);
      if (isQuiet || now >= limit) return run();
      this.#ending = setTimeout(look, quietMs, this.#messages, now + quietMs);
    };
    look(NaN, 0);
  }

  #opened(): void {
    const { maxLifetimeSeconds } = this.#settings;
    this.#openedAtMs = performance.now();
    this.attempt(() => this.#behaved?.open());
    this.#registry.addOpen(this);
    if (maxLifetimeSeconds > 0) {
      this.#lifetime = setTimeout(
        () => this.close(CLOSE_CODE.GOING_AWAY, "the connection has reached its longest life"),
        maxLifetimeSeconds * 1000,
      );
    }
    log.info("connection opened", {
      id: this.#id,
      ...this.peer,
      subprotocol: this.#subprotocol,
    });
  }

  #received(message: string | ArrayBuffer): void {
    this.#messages += 1;
    this.#bytes += count(this.#registry.counts.received, message);
    if (this.isClosing) return;
    // Not attempt(), which would take a closure for each message.
    try {
      this.#reply(message);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    log.error("handler failed", { id: this.#id, error });
    this.#registry.counts.handlerFailures += 1;
    this.close(CLOSE_CODE.INTERNAL_ERROR, "the server failed to reply");
  }

  #reply(message: string | ArrayBuffer): void {
    const { maxBufferedBytes } = this.#settings;
    if (this.#backlog.isStale(maxBufferedBytes)) this.#backlog.look(this.#socket.bufferedAmount);
    const verdict = judge(message, this.#backlog.bytes, this.#settings);
    if (verdict.kind === "close") return this.close(verdict.code, verdict.reason);
    if (this.#bucket && !this.#bucket.take(performance.now())) {
      const { maxMessagesPerSecond } = this.#settings;
      const reason = `at most ${maxMessagesPerSecond} messages a second`;
      return this.close(CLOSE_CODE.POLICY_VIOLATION, reason);
    }
    const reply = typeof message === "string" ? echo(message, this.#settings.prefix) : message;
    this.#replier.send(reply);
  }

  #closed(code: number): void {
    // The runtime can tell of one end twice.
    if (!this.#registry.removeOpen(this)) return;
    clearTimeout(this.#lifetime);
    clearTimeout(this.#ending);
    this.#behaved?.stop();
    const closeCode = this.#closeCode ?? (code || CLOSE_CODE.ABNORMAL_CLOSURE);
    const durationMs = Math.round(performance.now() - this.#openedAtMs);
    countClosed(this.#registry.counts, closeCode, durationMs / 1000);
    log.info("connection closed", {
      id: this.#id,
      ...this.peer,
      subprotocol: this.#subprotocol,
      closeCode,
      messages: this.#messages,
      bytes: this.#bytes,
      durationMs,
    });
  }
}

/** Counts a message in, and returns its length: bytes, or UTF-16 units of text. */
function count({ text, binary }: Counts["received"], message: Reply): number {
  const isText = typeof message === "string";
  const traffic = isText ? text : binary;
  const length = isText ? message.length : message.byteLength;
  traffic.messages += 1;
  traffic.bytes += length;
  return length;
}
