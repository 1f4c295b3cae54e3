import { difference } from "./checks.js";
import { ProbeConnection, ProbeFailure } from "./connection.js";

/** @import { Payload, StepResult } from "../types.ts" */

/**
 * What a probe uses of a `WebSocket`. That of the command line can also end without a handshake.
 * @typedef {object} ProbeSocket
 * @property {"arraybuffer" | unknown} binaryType
 * @property {number} readyState
 * @property {string} protocol
 * @property {(type: "open" | "message" | "close" | "error", listener: (event: any) => void) => void}
 * addEventListener
 * @property {(payload: Payload) => void} send
 * @property {(code?: number, reason?: string) => void} close
 * @property {() => void} [terminate]
 * @property {ProbeFailure} [failure] Why it did not open; browsers do not tell.
 * @property {{ code: number, reason: string }} [closeFrame] The close frame that came, also while TCP
 * has not ended; browsers do not tell.
 */

/**
 * How the steps of a probe open connections, and what they know of the client.
 * @typedef {object} ProbeOptions
 * @property {string} url
 * @property {readonly string[]} protocols Subprotocols to offer. If there are any, the endpoint is
 * known to choose one of them.
 * @property {(url: string, protocols: readonly string[], headers?: Record<string, string>) =>
 * ProbeSocket} open Browsers cannot change header fields.
 * @property {() => Promise<boolean>} [isEco] Finds out whether the endpoint is eco, by other means
 * than its prefix.
 * @property {number} timeoutMs How long each answer may take.
 * @property {Readonly<Record<string, string>>} sentHeaders The known header fields of the handshake,
 * by lower-case name.
 * @property {(name: string) => boolean} mayAdd Whether the client may send a field that is not among
 * them.
 */

/**
 * What a probe uses of the report of eco.
 * @typedef {object} ServerReport
 * @property {string} server
 * @property {string} remote
 * @property {string} url
 * @property {boolean} tls
 * @property {Readonly<Record<string, string>>} headers
 */

/** A path to an endpoint, with what the earlier steps have found out about it. */
export class ProbedPath {
  /** How many messages the endpoint sends before it replies to any. */
  greetings = 0;
  /** What it puts before a text. */
  before = "";
  /** What it puts after a text. */
  after = "";
  /** Whether text comes back. */
  isEcho = false;
  /** Whether pings are answered; browsers cannot tell. */
  answersPings = false;
  /** How long an ordinary request took, in milliseconds; browsers do not make it. */
  pageMs = Infinity;
  /** @type {ServerReport | undefined} The handshake that arrived, if the endpoint is eco. */
  report;

  /** How many connections have opened. */
  opened = 0;
  /** How long to wait before each connection, in milliseconds, since a limit refuses others. */
  pauseMs = 0;
  /** @type {StepResult["values"] | undefined} The answer that told of that limit. */
  limit;
  /** @type {number | undefined} The code with which the endpoint closes by itself. */
  closesWith;
  /** The largest message that the endpoint takes, in bytes. */
  maxBytes = Infinity;

  /** @param {ProbeOptions} options */
  constructor(options) {
    this.options = options;
    /** Subprotocols that the steps offer: none if the first handshake got none of them. */
    this.protocols = options.protocols;
  }

  /**
   * Opens a connection, reads the greetings, and closes it after `run`.
   * @template T
   * @param {(connection: ProbeConnection) => Promise<T>} run
   * @param {Parameters<typeof ProbeConnection.open>[1]} [instead]
   */
  async use(run, instead) {
    const connection = await ProbeConnection.open(this, instead);
    try {
      for (let n = 0; n < this.greetings; n++) await connection.next();
      return await run(connection);
    } finally {
      await connection.leave();
    }
  }

  /**
   * Returns the address with behaviors of eco added to its query string.
   * @param {Record<string, string>} query
   */
  withBehaviors(query) {
    const url = new URL(this.options.url);
    for (const [name, value] of Object.entries(query)) {
      // The rest of the query string stays as it is written: it may be signed.
      if (url.searchParams.has(name)) url.searchParams.set(name, value);
      else url.search += `${url.search ? "&" : ""}${new URLSearchParams({ [name]: value })}`;
    }
    return url.href;
  }

  /**
   * Sends a message and reads the reply, which must be the expected one.
   * @param {ProbeConnection} connection
   * @param {Payload} payload
   */
  async echo(connection, payload) {
    connection.send(payload);
    this.check(payload, await connection.next());
  }

  /** Returns the reply to expect. @param {Payload} payload */
  expected(payload) {
    return typeof payload === "string" ? this.before + payload + this.after : payload;
  }

  /** @param {Payload} payload @param {Payload} reply @throws {ProbeFailure} If they differ. */
  check(payload, reply) {
    const problem = difference(this.expected(payload), reply);
    if (problem) throw new ProbeFailure(problem.finding, problem.values);
  }
}
