/** @import { Payload, StepResult } from "../types.ts" */
/** @import { ProbeOptions, ProbeSocket } from "./path.js" */

/** More than any step waits for. */
const MAX_MESSAGES = 20_000;
const MAX_BYTES = 64 * 1024 ** 2;
/** How long to wait for the answer to a close frame that no step checks. */
const LEAVE_TIMEOUT_MS = 1000;

/** Why a step of a probe has failed: the name of a finding, of which `i18n/` has the text. */
export class ProbeFailure extends Error {
  /** @param {string} finding @param {StepResult["values"]} [values] */
  constructor(finding, values = {}) {
    super(finding);
    this.finding = finding;
    this.values = values;
  }
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
  #problem = "";
  #isDropped = false;

  /** @param {ProbeSocket} socket @param {number} timeoutMs */
  constructor(socket, timeoutMs) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => this.#news());
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
    socket.addEventListener("error", (/** @type {{ message?: string }} */ event) => {
      // Browsers have no message here.
      this.#problem = event.message ?? "";
    });
  }

  /**
   * Opens a connection.
   * @param {ProbeOptions} options
   * @param {{ url?: string, protocols?: readonly string[] }} [instead]
   * @throws {ProbeFailure} `notOpened`, with the problem if the client knows it; `noAnswer`.
   */
  static async open({ open, timeoutMs, ...options }, { url, protocols } = {}) {
    let socket;
    try {
      socket = open(url ?? options.url, protocols ?? options.protocols);
    } catch (error) {
      // A page that came by TLS may only open connections with TLS.
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
   * Resolves with the oldest message not read yet.
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

  /** Whether a message has come and was not read yet. @param {Payload} message */
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
