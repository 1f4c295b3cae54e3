/** @import { Payload, StepResult } from "../types.ts" */
/** @import { ProbedPath, ProbeSocket } from "./path.js" */

/** More than any step waits for. */
const MAX_MESSAGES = 20_000;
const MAX_BYTES = 64 * 1024 ** 2;
/** How long to wait for the answer to a close frame that no step checks. */
const LEAVE_TIMEOUT_MS = 1000;
/** The findings of codes that do not travel: they mean that there was none, or no close frame. */
const ENDINGS =
  /** @type {Record<number, string>} */ ({ 1005: "closedWithoutCode", 1006: "cutOff" });
/** How long to wait before another attempt if a limit refuses a connection. */
const PAUSES_MS = [0, 250, 1000, 4000, 8000];

/** Why a step of a probe has failed: the name of a finding, of which `i18n/` has the text. */
export class ProbeFailure extends Error {
  /**
   * @override
   * @type {string | undefined}
   */
  cause;

  /**
   * @param {string} finding
   * @param {StepResult["values"]} [values]
   * @param {string} [cause] The name of what is behind it, if more is known than the finding says.
   */
  constructor(finding, values = {}, cause) {
    super(finding);
    this.finding = finding;
    this.values = values;
    this.cause = cause;
  }
}

/**
 * Returns whether a failure means that there are too many connections, and not that there can be
 * none.
 * @param {unknown} failure
 * @param {ProbedPath} path
 * @returns {failure is ProbeFailure}
 */
function isLimit(failure, { opened }) {
  if (!(failure instanceof ProbeFailure) || failure.cause === "asked") return false;
  const { status } = failure.values;
  return status === 429 || status === 503 && opened > 0;
}

/** A connection whose messages are read one after the other, each within the time-out. */
export class ProbeConnection {
  #socket;
  #timeoutMs;
  /** @type {Payload[]} */
  #received = [];
  #receivedBytes = 0;
  /** @type {CloseEvent | undefined} */
  #end;
  #news = () => {};
  #hasOpened = false;
  #isDropped = false;

  /** @param {ProbeSocket} socket @param {number} timeoutMs */
  constructor(socket, timeoutMs) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => {
      this.#hasOpened = true;
      this.#news();
    });
    socket.addEventListener("message", (/** @type {MessageEvent} */ { data }) => {
      const message = typeof data === "string" ? data : new Uint8Array(data);
      this.#receivedBytes += message.length;
      const isFlood = this.#received.length >= MAX_MESSAGES || this.#receivedBytes > MAX_BYTES;
      if (this.#isDropped || isFlood) return this.#drop();
      this.#received.push(message);
      this.#news();
    });
    socket.addEventListener("close", (/** @type {CloseEvent} */ event) => {
      this.#end = event;
      this.#news();
    });
  }

  /**
   * Opens a connection. If a limit refuses it, further attempts follow after a pause, and later
   * connections wait for as long as that took.
   * @param {ProbedPath} path
   * @param {{ url?: string, protocols?: readonly string[], headers?: Record<string, string> }} [instead]
   * @throws {ProbeFailure} The reason, if the client knows it; else `notOpened`, `noAnswer`;
   * `limited`.
   */
  static async open(path, instead = {}) {
    for (const pauseMs of PAUSES_MS.filter((ms) => ms >= path.pauseMs)) {
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      try {
        const connection = await ProbeConnection.#openOnce(path, instead);
        path.opened += 1;
        path.pauseMs = pauseMs;
        return connection;
      } catch (failure) {
        if (!isLimit(failure, path)) throw failure;
        path.limit ??= { ...failure.values, opened: path.opened };
      }
    }
    throw new ProbeFailure("limited", path.limit, "limit");
  }

  /** @param {ProbedPath} path @param {Parameters<typeof ProbeConnection.open>[1]} instead */
  static async #openOnce({ options, protocols }, instead = {}) {
    const { open, timeoutMs } = options;
    let socket;
    try {
      socket = open(instead.url ?? options.url, instead.protocols ?? protocols, instead.headers);
    } catch (error) {
      // A page that came by TLS may only open connections with TLS.
      throw new ProbeFailure("notOpened", { problem: /** @type {Error} */ (error).message });
    }
    const connection = new ProbeConnection(socket, timeoutMs);
    const isOpen = await connection.#until(() => connection.#hasOpened || undefined);
    if (isOpen) return connection;
    connection.#drop();
    if (socket.failure) throw socket.failure;
    if (!connection.#end) throw new ProbeFailure("noAnswer", { seconds: timeoutMs / 1000 });
    throw new ProbeFailure("notOpened", { problem: "" });
  }

  /** The socket of this connection, for what not every client can do. */
  get socket() {
    return this.#socket;
  }

  /** The subprotocol chosen; may be empty. */
  get protocol() {
    return this.#socket.protocol;
  }

  /** @param {Payload} payload */
  send(payload) {
    this.#socket.send(payload);
  }

  /**
   * Resolves with the oldest message not read yet.
   * @returns {Promise<Payload>}
   * @throws {ProbeFailure} `closed` with code and reason, `closedWithoutCode`, `cutOff`; `silent`.
   */
  async next(timeoutMs = this.#timeoutMs) {
    const message = await this.#until(() => this.#received.shift(), timeoutMs);
    if (message !== undefined) return message;
    if (!this.#end) throw new ProbeFailure("silent", { seconds: timeoutMs / 1000 });
    const { code, reason } = this.#end;
    throw new ProbeFailure(ENDINGS[code] ?? "closed", { code, reason });
  }

  /** Whether a message has come and was not read yet. @param {Payload} message */
  has(message) {
    return this.#received.includes(message);
  }

  /**
   * Resolves with the end of the connection; if only TCP has not ended, with the close frame.
   * @returns {Promise<{ code: number, reason: string, isTcpOpen?: boolean }>}
   * @throws {ProbeFailure} `notClosed`.
   */
  async ended() {
    const end = await this.#until(() => this.#end);
    if (end) return end;
    if (this.#socket.closeFrame) return { ...this.#socket.closeFrame, isTcpOpen: true };
    throw new ProbeFailure("notClosed", { seconds: this.#timeoutMs / 1000 });
  }

  /** @param {number} code @param {string} reason */
  close(code, reason) {
    this.#socket.close(code, reason);
  }

  /** Closes it, if it is not closed, with a closing handshake, so that no hop logs a loss. */
  async leave() {
    this.close(1000, "");
    await this.#until(() => this.#end, LEAVE_TIMEOUT_MS);
    this.#drop();
  }

  /** Ends it without waiting, and ignores what still comes. */
  #drop() {
    this.#isDropped = true;
    if (this.#end) return;
    // The client of the command line can end it immediately; a browser cannot.
    if (this.#socket.terminate) this.#socket.terminate();
    else this.#socket.close();
  }

  /**
   * Resolves with the first result of `look` that is not `undefined`, or with nothing when the
   * connection has ended or the time is up.
   * @template T
   * @param {() => T | undefined} look
   * @returns {Promise<T | undefined>}
   */
  async #until(look, timeoutMs = this.#timeoutMs) {
    const endMs = performance.now() + timeoutMs;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (this.#end || performance.now() >= endMs) return undefined;
      await this.#change(endMs - performance.now());
    }
  }

  /** @param {number} timeoutMs */
  async #change(timeoutMs) {
    const { promise, resolve } =
      /** @type {PromiseWithResolvers<void>} */ (Promise.withResolvers());
    this.#news = resolve;
    const timer = setTimeout(resolve, Math.ceil(timeoutMs));
    await promise;
    clearTimeout(timer);
  }
}
