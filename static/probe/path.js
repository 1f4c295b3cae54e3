import { difference } from "./checks.js";
import { ProbeConnection, ProbeFailure } from "./connection.js";

/** @import { Payload, ProbeOptions, ServerReport } from "../types.ts" */

/** A path to an endpoint, with what the steps so far have found out about it. */
export class ProbedPath {
  /** How many messages the endpoint sends before it replies to any. */
  greetings = 0;
  /** What it puts before a text. */
  before = "";
  /** What it puts after a text. */
  after = "";
  /** Whether text comes back. */
  isEcho = false;
  /** Whether pings are answered; unknown to a browser. */
  answersPings = false;
  /** How long an ordinary request took, in milliseconds; unknown to a browser. */
  pageMs = Infinity;
  /** @type {ServerReport | undefined} What has arrived there; known where the endpoint is eco. */
  report;

  /** @param {ProbeOptions} options */
  constructor(options) {
    this.options = options;
  }

  /**
   * Opens a connection, takes the greetings, and leaves it when all is done with it.
   * @template T
   * @param {(connection: ProbeConnection) => Promise<T>} run
   * @param {{ url?: string, protocols?: readonly string[] }} [instead]
   */
  async use(run, instead) {
    const connection = await ProbeConnection.open(this.options, instead);
    try {
      for (let n = 0; n < this.greetings; n++) await connection.next();
      return await run(connection);
    } finally {
      await connection.leave();
    }
  }

  /**
   * Returns the address with more in its query string, for behaviours of eco.
   * @param {Record<string, string>} query
   */
  ask(query) {
    const url = new URL(this.options.url);
    for (const [name, value] of Object.entries(query)) {
      // What is there already stays as it is written: it may be signed.
      if (url.searchParams.has(name)) url.searchParams.set(name, value);
      else url.search += `${url.search ? "&" : ""}${new URLSearchParams({ [name]: value })}`;
    }
    return url.href;
  }

  /**
   * Sends a message and takes the reply, which has to be the same.
   * @param {ProbeConnection} connection
   * @param {Payload} payload
   */
  async echo(connection, payload) {
    connection.send(payload);
    this.check(payload, await connection.next());
  }

  /** Returns the reply that is due. @param {Payload} payload */
  due(payload) {
    return typeof payload === "string" ? this.before + payload + this.after : payload;
  }

  /** @param {Payload} payload @param {Payload} reply */
  check(payload, reply) {
    const problem = difference(this.due(payload), reply);
    if (problem) throw new ProbeFailure(problem.finding, problem.values);
  }
}
