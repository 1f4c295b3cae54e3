import { INITIAL_SESSION, nextSession, reconnectionDelay } from "./session.js";

/** @import { Arrival, Payload, SessionEvent } from "./types.ts" */

/** A connection that has been open this long counts as good. */
const SETTLED_MS = 5000;

/**
 * Owns the WebSocket of the page. Fires `change` when the session changes, with the session before
 * in `detail`, and `message` with an {@linkcode Arrival} in `detail`.
 */
export class SocketClient extends EventTarget {
  session = INITIAL_SESSION;
  /** Whether to reconnect when the connection is lost. */
  reconnect = false;
  /** When the next attempt is due, on the clock of `performance.now()`. */
  nextAttemptAtMs = 0;
  /** When the last attempt was started, on that clock. */
  startedAtMs = 0;
  /** The address of the last connection. */
  url = "";
  /** @type {readonly string[]} The subprotocols that it offered. */
  offered = [];
  /** @type {WebSocket | undefined} */
  #socket;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** The subprotocol chosen; may be empty. */
  get protocol() {
    return this.#socket?.protocol ?? "";
  }

  /** The extensions chosen; may be empty. */
  get extensions() {
    return this.#socket?.extensions ?? "";
  }

  /** @returns {boolean} Whether messages can be sent. */
  get isOpen() {
    return this.session.phase === "open" && this.#socket?.readyState === WebSocket.OPEN;
  }

  /**
   * Opens a connection.
   * @param {string} url
   * @param {readonly string[]} protocols
   * @throws {DOMException} If the browser does not allow the address.
   */
  connect(url, protocols) {
    const socket = new WebSocket(url, [...protocols]);
    // One that is still open ends here for the page, which does not wait for the answer.
    this.#next({ type: "replace" });
    this.#socket?.close(1000);
    this.url = url;
    this.offered = protocols;
    this.#socket = socket;
    this.startedAtMs = performance.now();
    socket.binaryType = "arraybuffer";
    clearTimeout(this.#timer);
    this.#next({ type: "connect" });
    socket.addEventListener("open", () => {
      this.#next({ type: "opened" });
      this.#timer = setTimeout(() => this.#next({ type: "settled" }), SETTLED_MS);
    });
    socket.addEventListener("message", ({ data, timeStamp }) => {
      if (socket !== this.#socket) return;
      /** @type {Arrival} */
      const detail = {
        payload: typeof data === "string" ? data : new Uint8Array(data),
        nowMs: timeStamp,
      };
      this.dispatchEvent(new CustomEvent("message", { detail }));
    });
    socket.addEventListener("close", ({ code, reason, wasClean }) => {
      // A socket that has been replaced is ignored.
      if (socket === this.#socket) this.#ended(code, reason, wasClean);
    });
  }

  /** Closes the connection, or gives up opening one. */
  disconnect() {
    this.#next({ type: "disconnect" });
    this.#socket?.close(1000);
  }

  /** Opens the last connection again. */
  reconnectNow() {
    this.connect(this.url, this.offered);
  }

  /** Stops waiting for the next attempt. */
  stopReconnecting() {
    if (this.session.phase === "waiting") clearTimeout(this.#timer);
    this.#next({ type: "stop" });
  }

  /** Sends a message; to be called while the connection is open. @param {Payload} payload */
  send(payload) {
    this.#socket?.send(payload);
  }

  /** @param {number} code @param {string} reason @param {boolean} wasClean */
  #ended(code, reason, wasClean) {
    clearTimeout(this.#timer);
    const delayMs = reconnectionDelay(this.session.attempt + 1, Math.random());
    this.nextAttemptAtMs = performance.now() + delayMs;
    this.#next({ type: "closed", code, reason, wasClean, reconnect: this.reconnect });
    if (this.session.phase !== "waiting") return;
    this.#timer = setTimeout(() => this.reconnectNow(), delayMs);
  }

  /** @param {SessionEvent} event */
  #next(event) {
    const before = this.session;
    this.session = nextSession(before, event);
    if (this.session === before) return;
    this.dispatchEvent(new CustomEvent("change", { detail: before }));
  }
}
