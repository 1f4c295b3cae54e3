import { CLOSE_CODE } from "../static/shared/close_codes.js";
import { DelayedReplies, type Reply } from "./delayed_replies.ts";
import { log } from "./log.ts";
import type { KeptMessages } from "./named.ts";
import { applyBehavior, type ConnectionSettings, needsDelayedReplies } from "./policy/behavior.ts";
import type { Config } from "./policy/config.ts";
import { countClosed, type Counts, type Traffic } from "./policy/counts.ts";
import { echo } from "./policy/echo.ts";
import {
  Backlog,
  checkBacklog,
  checkMessage,
  type LimitClose,
  MAX_UTF8_BYTES_PER_UNIT,
  type RateLimiter,
} from "./policy/limits.ts";
import {
  type Behavior,
  type BehaviorChanges,
  changeBehavior,
  describeBehavior,
} from "./policy/query.ts";
import type { Peer } from "./policy/report.ts";
import type { Registry } from "./registry.ts";

/** The part of `WebSocket` that a connection uses. */
export type SocketLike = Pick<
  WebSocket,
  "addEventListener" | "binaryType" | "bufferedAmount" | "close" | "send"
>;

/** What a connection needs to know from the start. */
export interface ConnectionOptions {
  readonly peer: Peer;
  /** The settings of the server; a behavior may change some. */
  readonly settings: ConnectionSettings & Pick<Config, "maxPayloadBytes" | "maxBufferedBytes">;
  readonly behavior: Behavior;
  /** Limits the messages of each client address. @default no limit */
  readonly rateLimiter?: Pick<RateLimiter, "perSecond" | "take">;
  /** Text to send first. @default nothing */
  readonly greeting?: string;
  /** The subprotocol as it is logged. @default none */
  readonly subprotocol?: string;
  /** What keeps the client's messages for a test. @default none are kept */
  readonly keptMessages?: KeptMessages;
}

/** A connection as a test sees it. */
export interface ConnectionState {
  /** Number in the log; later connections have higher ones. */
  readonly id: number;
  /** The name that the client gave it with `?name=`; `null`: none. */
  readonly name: string | null;
  /** First segment of the path, as in the log. */
  readonly path: string;
  /** The subprotocol as in the log; `null`: none. */
  readonly subprotocol: string | null;
  /** IP address of the client. */
  readonly client: string;
  /** When it opened, in ISO 8601. */
  readonly opened: string;
  /** `closing`: it sends no reply, and its close frame is about to be sent or answered. */
  readonly state: "connecting" | "open" | "closing" | "closed";
  /** The close code; `null` until one side closes. */
  readonly closeCode: number | null;
  /** Messages from the client. Bytes count text in UTF-16 units, as the log does. */
  readonly received: Readonly<Traffic>;
  /** Messages to the client. */
  readonly sent: Readonly<Traffic>;
  /** Bytes of payload that wait for the client to read them. */
  readonly waitingBytes: number;
  /** Replies that wait because of `delay`. */
  readonly waitingReplies: number;
  /** Behaviors in force, by the names of the query string. */
  readonly behaviors: Readonly<Record<string, string | number | boolean>>;
}

/** A peer that is silent for this long is assumed to have finished sending. */
const PEER_SILENT_MS = 50;
/** A timer that is later than this found the thread too busy to have read what had arrived. */
const LATE_MS = 15;
/** The longest wait for that silence. */
const MAX_LINGER_MS = 1000;
/** How long a peer may leave a close frame unanswered. */
const CLOSE_TIMEOUT_MS = 5000;

const EVENTS = ["open", "message", "close", "error"] as const;

let lastId = 0;

/**
 * A socket and what we know about it, from the answered handshake until the socket is closed. It
 * replies to each message: to text with the prefix and the text, to binary byte for byte.
 */
export class Connection implements EventListenerObject {
  readonly peer: Peer;
  readonly name: string | undefined;
  readonly keptMessages: KeptMessages | undefined;
  /** From its opening on: the registry has connections in this order. */
  #id = 0;
  readonly #socket: SocketLike;
  readonly #registry: Registry;
  readonly #subprotocol: string | undefined;
  /** Until it opens: a report of many kilobytes would stay for the life of the connection. */
  #greeting: string | undefined;
  /** The behavior that the client asked for. */
  readonly #requestedBehavior: Behavior;
  /** The behavior in force; a test may change what the client asked for. */
  #behavior: Behavior;
  readonly #serverSettings: ConnectionOptions["settings"];
  /** The settings of the server with the changes of the behavior in force. */
  #settings: ConnectionOptions["settings"];
  readonly #rateLimiter: ConnectionOptions["rateLimiter"];
  /** What a message counts against the rate: itself, or each of its replies. */
  #messageCost: number;
  readonly #backlog = new Backlog();
  #delayed: DelayedReplies | undefined;
  /** What takes each reply: the delayed replies of a behavior, or the connection itself. */
  #replier: { send(reply: Reply): void };

  /**
   * Where the connection is in its life. Three methods change it, in this order in the file:
   * `#open()`, `close()` and `#end()`. While it is `connecting` for long, the registry
   * may take its place back; it can still open.
   */
  #state: "connecting" | "open" | "closing" | "closed" = "connecting";
  /** The close code, from the first side that decided; for an end without one 1006. */
  #closeCode: number | undefined;
  /** In `open`: its longest life. In `closing`: the silence of the peer, then its close frame. */
  #stateTimer: ReturnType<typeof setTimeout> | undefined;
  #openedAtMs = 0;
  #messages = 0;
  /** Bytes of binary messages; UTF-16 units of text, which equal its bytes if it is ASCII. */
  #bytes = 0;
  #sentMessages = 0;
  #sentBytes = 0;
  /** Messages that came while the connection was closing. */
  #unanswered = 0;

  /** Owns a socket that is about to open, and the place that was taken for it. */
  constructor(socket: SocketLike, registry: Registry, options: ConnectionOptions) {
    const { peer, settings, behavior, rateLimiter, greeting, subprotocol, keptMessages } = options;
    this.#socket = socket;
    this.#registry = registry;
    this.peer = peer;
    this.name = behavior.name;
    this.#subprotocol = subprotocol;
    this.#greeting = greeting;
    this.#requestedBehavior = behavior;
    this.#behavior = behavior;
    this.#serverSettings = settings;
    this.#settings = applyBehavior(settings, behavior);
    this.keptMessages = keptMessages;
    this.#rateLimiter = rateLimiter;
    this.#messageCost = countCost(behavior);
    if (needsDelayedReplies(behavior)) this.#delayed = new DelayedReplies(this, behavior);
    this.#replier = this.#delayed ?? this;
    socket.binaryType = "arraybuffer";
    // One object listens to all events: a function each would take memory on every connection.
    if (keptMessages) socket.addEventListener("message", keptMessages);
    for (const type of EVENTS) socket.addEventListener(type, this);
    registry.addPending(this, performance.now());
  }

  handleEvent(event: Event): void {
    switch (event.type) {
      case "message":
        return this.#receive((event as MessageEvent).data);
      case "open":
        return this.#open();
      case "close":
        return this.#end((event as CloseEvent).code);
      case "error": // A failed upgrade fires this event alone; otherwise `close` follows.
        if (this.#state === "connecting") this.abandon();
    }
  }

  /** Whether it replies to messages: it has opened, and its close has not begun. */
  get isOpen(): boolean {
    return this.#state === "open";
  }

  get id(): number {
    return this.#id;
  }

  describe(): ConnectionState {
    const openedAtMs = performance.timeOrigin + this.#openedAtMs;
    return {
      id: this.#id,
      name: this.name ?? null,
      path: this.peer.path,
      subprotocol: this.#subprotocol ?? null,
      client: this.peer.address,
      opened: new Date(openedAtMs).toISOString(),
      state: this.#state,
      closeCode: this.#closeCode ?? null,
      received: { messages: this.#messages, bytes: this.#bytes },
      sent: { messages: this.#sentMessages, bytes: this.#sentBytes },
      waitingBytes: this.#socket.bufferedAmount,
      waitingReplies: this.#delayed?.waitingReplies ?? 0,
      behaviors: describeBehavior(this.#behavior),
    };
  }

  /** Whether everything that was sent has been handed to the system, and no reply is delayed. */
  get hasNothingWaiting(): boolean {
    return this.#socket.bufferedAmount === 0 && !this.#delayed?.waitingReplies;
  }

  /** Replies not sent: to messages that came while it was closing, and those still delayed. */
  get unanswered(): number {
    return this.#unanswered + (this.#delayed?.waitingReplies ?? 0);
  }

  #open(): void {
    if (this.#state !== "connecting") return;
    this.#state = "open";
    this.#id = ++lastId;
    this.#openedAtMs = performance.now();
    this.#registry.addOpen(this);
    log.info("connection opened", { id: this.#id, ...this.peer, subprotocol: this.#subprotocol });
    const { maxLifetimeSeconds } = this.#settings;
    if (maxLifetimeSeconds > 0) {
      this.#stateTimer = setTimeout(
        () => this.close(CLOSE_CODE.GOING_AWAY, "the connection has reached its maximum lifetime"),
        maxLifetimeSeconds * 1000,
      );
    }
    this.attempt(() => {
      if (this.#greeting !== undefined) this.send(this.#greeting);
      this.#greeting = undefined;
      this.#delayed?.start();
    });
  }

  /**
   * Stops replying, and starts the closing handshake (RFC 6455 §7.1.2) once the peer has stopped
   * sending, or after the longest wait.
   *
   * If a message arrives after the runtime has sent its close frame, the runtime resets TCP, and
   * the peer loses what it has not read yet, the close frame included.
   *
   * @param maxLingerMs The longest wait for the peer to stop sending; 0: none.
   */
  close(code: number, reason: string, maxLingerMs = MAX_LINGER_MS): void {
    if (this.#state !== "open") return;
    this.#state = "closing";
    this.#closeCode = code;
    clearTimeout(this.#stateTimer);
    this.#delayed?.stop();
    this.#whenPeerIsSilent(maxLingerMs, () => {
      const isUnread = this.#socket.bufferedAmount > 0; // After close() it is 0.
      this.#socket.close(code, reason);
      // The runtime keeps what the peer has not read until it leaves, so the peer keeps its place.
      if (isUnread) return;
      this.#stateTimer = setTimeout(() => this.abandon(), CLOSE_TIMEOUT_MS);
    });
  }

  /** Treats the connection as closed although its peer has not answered the close frame. */
  abandon(): void {
    this.#end(CLOSE_CODE.ABNORMAL_CLOSURE);
  }

  #end(code: number): void {
    // The socket fires its own event too after the connection was abandoned.
    if (this.#state === "closed") return;
    const wasOpen = this.#state !== "connecting";
    this.#state = "closed";
    clearTimeout(this.#stateTimer);
    this.#delayed?.stop();
    this.keptMessages?.end();
    if (!wasOpen) return this.#registry.removePending(this);
    const closeCode = this.#closeCode ??= code || CLOSE_CODE.ABNORMAL_CLOSURE;
    this.#registry.removeOpen(this);
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

  #receive(message: string | ArrayBuffer): void {
    if (this.#state === "closed") return; // It was abandoned, and its end has been logged.
    this.#messages += 1;
    this.#bytes += countMessage(this.#registry.counts.received, message);
    if (this.#state !== "open") {
      this.#unanswered += 1;
      return;
    }
    // Not attempt(), which would allocate a closure for each message.
    try {
      this.#reply(message);
    } catch (error) {
      this.#fail(error);
    }
  }

  #reply(message: string | ArrayBuffer): void {
    const { maxBufferedBytes, prefix } = this.#settings;
    if (this.#backlog.isStale(maxBufferedBytes)) this.#backlog.measure(this.#socket.bufferedAmount);
    const limit = checkMessage(message, this.#backlog.bytes, this.#settings);
    if (limit) return this.#closeByLimit(limit);
    if (this.#rateLimiter && !this.#takeRate(this.#messageCost)) {
      const what = this.#messageCost > 1 ? "replies" : "messages";
      const reason = `at most ${this.#rateLimiter.perSecond} ${what} per second`;
      return this.close(CLOSE_CODE.POLICY_VIOLATION, reason);
    }
    this.#replier.send(typeof message === "string" ? echo(message, prefix) : message);
  }

  /**
   * Sends now; checks neither state nor room. While the socket closes, the runtime drops the message
   * without a word, and it is counted all the same.
   */
  send(reply: Reply): void {
    this.#socket.send(reply);
    const length = countMessage(this.#registry.counts.sent, reply);
    this.#sentMessages += 1;
    this.#sentBytes += length;
    this.#backlog.add(typeof reply === "string" ? length * MAX_UTF8_BYTES_PER_UNIT : length);
  }

  /** Sends a message, if the connection is open and has room; without room it closes with 1013. */
  sendIfRoom(message: Reply): void {
    if (this.isOpen && this.ensureCapacity(0)) this.send(message);
  }

  /** Checks changes of behaviors, and makes none. @throws {RangeError} If one breaks its rule. */
  checkBehaviors(changes: BehaviorChanges): void {
    changeBehavior(this.#behavior, changes);
  }

  /**
   * Changes behaviors from the next message on; does nothing if the connection is not open.
   *
   * @throws {RangeError} If one breaks its rule.
   */
  setBehaviors(changes: BehaviorChanges): void {
    this.#apply(changeBehavior(this.#behavior, changes));
  }

  /** Goes back to what the client asked for, unless nothing has changed. */
  resetBehaviors(): void {
    if (this.#behavior !== this.#requestedBehavior) this.#apply(this.#requestedBehavior);
  }

  #apply(behavior: Behavior): void {
    if (!this.isOpen) return; // Nothing would stop what it pushes.
    this.#behavior = behavior;
    this.#settings = applyBehavior(this.#serverSettings, behavior);
    this.#messageCost = countCost(behavior);
    if (this.#delayed === undefined && needsDelayedReplies(behavior)) {
      this.#replier = this.#delayed = new DelayedReplies(this, {});
    }
    this.#delayed?.change(behavior);
  }

  /** Counts a message to be pushed; returns whether the limits of the server and the address allow it. */
  takePush(): boolean {
    // In this order: a push that the server does not allow costs the client nothing.
    return this.takeExtra(1) && this.#takeRate(1);
  }

  /** Counts extra messages; returns whether the limit of the server allows them. */
  takeExtra(count: number): boolean {
    return this.#registry.extraMessages.take(count, performance.now());
  }

  #takeRate(count: number): boolean {
    return this.#rateLimiter?.take(this.peer.address, count, performance.now()) ?? true;
  }

  /** Sends every delayed reply now, and delays no more; a failure closes this connection alone. */
  flush(): void {
    this.attempt(() => this.#delayed?.flush());
  }

  /**
   * Returns whether no more than `maxBufferedBytes` wait, these of the caller included; closes with
   * 1013 if more do.
   */
  ensureCapacity(waitingBytes: number): boolean {
    this.#backlog.measure(this.#socket.bufferedAmount);
    const limit = checkBacklog(this.#backlog.bytes + waitingBytes, this.#settings);
    if (limit) this.#closeByLimit(limit);
    return limit === undefined;
  }

  #closeByLimit({ code, reason }: LimitClose): void {
    if (code === CLOSE_CODE.TRY_AGAIN_LATER && this.isOpen) {
      this.#registry.counts.slowConsumers += 1;
    }
    this.close(code, reason);
  }

  /** Runs a function; if it throws, only this connection closes. */
  attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.isOpen) this.#registry.counts.handlerFailures += 1;
    this.close(CLOSE_CODE.INTERNAL_ERROR, "the server failed to reply");
    log.error("handler failed", { id: this.#id, error });
  }

  /** Calls a function once no message has arrived for a moment, or after the longest wait. */
  #whenPeerIsSilent(maxWaitMs: number, run: () => void): void {
    const deadlineMs = performance.now() + maxWaitMs;
    const check = (messagesBefore: number, dueAtMs: number) => {
      const nowMs = performance.now();
      const isSilent = this.#messages === messagesBefore && nowMs - dueAtMs < LATE_MS;
      if (isSilent || nowMs >= deadlineMs) return run();
      this.#stateTimer = setTimeout(check, PEER_SILENT_MS, this.#messages, nowMs + PEER_SILENT_MS);
    };
    check(-1, 0); // Never silent at the first look.
  }
}

function countCost({ mute, repeat = 1 }: Behavior): number {
  return mute ? 1 : repeat;
}

/** Counts a message and returns its length: bytes, or UTF-16 units of text. */
function countMessage({ text, binary }: Counts["received"], message: Reply): number {
  const isText = typeof message === "string";
  const traffic = isText ? text : binary;
  const length = isText ? message.length : message.byteLength;
  traffic.messages += 1;
  traffic.bytes += length;
  return length;
}
