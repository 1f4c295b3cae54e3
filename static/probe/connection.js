/** @import { ProbeOptions, Payload, StepResult } from "../types.ts" */

/** More than any step waits for. */
const MAX_MESSAGES = 20_000;
const MAX_BYTES = 64 * 1024 ** 2;
/** For so long a close frame may stay without an answer when nothing hangs on it. */
const LEAVE_TIMEOUT_MS = 1000;

/** Why a step of a probe has failed: a finding that `texts.js` has words for. */
export class ProbeFailure extends Error {
  /** @param {string} finding @param {StepResult["values"]} [values] */
  constructor(finding, values = {}) {
    super(finding);
    this.finding = finding;
    this.values = values;
  }
}

/** A connection whose messages are taken one after the other, each within the time-out. */
export class ProbeConnection {
  #socket;
  #timeoutMs;
  /** @type {Payload[]} */
  #received = [];
  #receivedBytes = 0;
  /** @type {CloseEvent | undefined} */
  #end;
  #news = () => {};
  #problem = "";
  #isDropped = false;

  /** @param {WebSocket} socket @param {number} timeoutMs */
  constructor(socket, timeoutMs) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => this.#news());
    socket.addEventListener("message", ({ data }) => {
      const message = typeof data === "string" ? data : new Uint8Array(data);
      this.#receivedBytes += message.length;
      const isFlood = this.#received.length >= MAX_MESSAGES || this.#receivedBytes > MAX_BYTES;
      if (this.#isDropped || isFlood) return this.#drop();
      this.#received.push(message);
      this.#news();
    });
    socket.addEventListener("close", (event) => {
      this.#end = event;
      this.#news();
    });
    socket.addEventListener("error", (event) => {
      // A browser tells nothing here.
      this.#problem = /** @type {ErrorEvent} */ (event).message ?? "";
    });
  }

  /**
   * Opens a connection.
   * @param {ProbeOptions} options
   * @param {{ url?: string, protocols?: readonly string[] }} [instead]
   * @throws {ProbeFailure} `notOpened`, with the problem where the client tells it; `noAnswer`.
   */
  static async open({ open, timeoutMs, ...options }, { url, protocols } = {}) {
    let socket;
    try {
      socket = open(url ?? options.url, protocols ?? options.protocols);
    } catch (error) {
      // A page that came by TLS may not open connections without it.
      throw new ProbeFailure("notOpened", { problem: /** @type {Error} */ (error).message });
    }
    const connection = new ProbeConnection(socket, timeoutMs);
    const isOpen = await connection.#until(() => socket.readyState === 1 || undefined);
    if (isOpen) return connection;
    connection.#drop();
    if (!connection.#end) throw new ProbeFailure("noAnswer", { seconds: timeoutMs / 1000 });
    throw new ProbeFailure("notOpened", { problem: connection.#problem });
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
   * Resolves with the oldest message not taken yet.
   * @returns {Promise<Payload>}
   * @throws {ProbeFailure} `closed` with code and reason; `silent`.
   */
  async next(timeoutMs = this.#timeoutMs) {
    const message = await this.#until(() => this.#received.shift(), timeoutMs);
    if (message !== undefined) return message;
    if (!this.#end) throw new ProbeFailure("silent", { seconds: timeoutMs / 1000 });
    const { code, reason } = this.#end;
    throw new ProbeFailure("closed", { code, reason });
  }

  /** Whether a message has come and was not taken yet. @param {Payload} message */
  has(message) {
    return this.#received.includes(message);
  }

  /**
   * Resolves with the end of the connection.
   * @throws {ProbeFailure} `notClosed`.
   */
  async ended() {
    const end = await this.#until(() => this.#end);
    if (end) return end;
    throw new ProbeFailure("notClosed", { seconds: this.#timeoutMs / 1000 });
  }

  /** @param {number} code @param {string} reason */
  close(code, reason) {
    this.#socket.close(code, reason);
  }

  /** Closes it, if it is not closed, in such a way that the log of no hop tells of a loss. */
  async leave() {
    this.close(1000, "");
    await this.#until(() => this.#end, LEAVE_TIMEOUT_MS);
    this.#drop();
  }

  /** Takes no more interest in it. */
  #drop() {
    this.#isDropped = true;
    if (this.#end) return;
    // Where the client can end it at once, as a browser cannot, nothing more is taken in.
    if ("terminate" in this.#socket) /** @type {any} */ (this.#socket).terminate();
    else this.#socket.close();
  }

  /**
   * Resolves with what `look` returns as soon as that is something, or with nothing when the
   * connection has ended or the time is over.
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
