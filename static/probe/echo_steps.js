import { byteLength } from "../formats.js";
import { percentile } from "../statistics.js";
import { ProbeFailure } from "./connection.js";

/** @import { Payload, ProbeOutcome } from "../types.ts" */
/** @import { ProbedPath } from "./path.js" */

const ROUND_TRIPS = 100;
/** On a slow path fewer of them tell as much. */
const ROUND_TRIPS_LIMIT_MS = 5000;
/** Round trips that take longer are worth a word where a page takes a fraction of it. */
const SLOW_MS = 100;
const FRACTION = 1 / 3;

/**
 * Sends one message, which has to come back.
 * @param {ProbedPath} path
 * @param {Payload} payload
 * @returns {Promise<ProbeOutcome>}
 */
export function echoOnce(path, payload) {
  return path.use(async (connection) => {
    await path.echo(connection, payload);
    return { finding: "same", values: { bytes: byteLength(payload) } };
  });
}

/**
 * Sends an empty message.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export function sendEmpty(path) {
  return path.use(async (connection) => {
    // Not alone, since some leave an empty message without a reply.
    connection.send("");
    connection.send("after");
    const reply = await connection.next();
    if (reply === path.due("after")) throw new ProbeFailure("overtaken");
    path.check("", reply);
    const second = await connection.next();
    if (second === path.due("")) throw new ProbeFailure("doubled", { doubled: 1 });
    path.check("after", second);
    return { finding: "same", values: { bytes: 0 } };
  });
}

/**
 * Sends by two connections, each of which has to get its own replies.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export function openTwo(path) {
  return path.use((first) =>
    path.use(async (second) => {
      first.send("first");
      second.send("second");
      for (
        const { own, other, text, wrong } of [
          { own: first, other: second, text: "first", wrong: "second" },
          { own: second, other: first, text: "second", wrong: "first" },
        ]
      ) {
        const reply = await own.next().catch((failure) => {
          throw other.has(path.due(text)) ? new ProbeFailure("mixedUp") : failure;
        });
        if (reply === path.due(wrong)) throw new ProbeFailure("mixedUp");
        path.check(text, reply);
      }
      return { finding: "apart", values: {} };
    })
  );
}

/**
 * Sends messages one after the other, and takes the times.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export function measureRoundTrips(path) {
  return path.use(async (connection) => {
    /** @type {number[]} */
    const times = [];
    const endMs = performance.now() + ROUND_TRIPS_LIMIT_MS;
    for (let n = 0; n < ROUND_TRIPS && performance.now() < endMs; n++) {
      const startMs = performance.now();
      await path.echo(connection, `${n}`);
      times.push(performance.now() - startMs);
    }
    const changesMs = times.slice(1).map((ms, index) => Math.abs(ms - times[index]));
    const jitter = changesMs.reduce((sum, ms) => sum + ms, 0) / changesMs.length;
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(times, share));
    const values = { min: Math.min(...times), p50, p95, p99, jitter, count: times.length };
    if (p50 < SLOW_MS || !(path.pageMs < p50 * FRACTION)) return { finding: "roundTrips", values };
    return { outcome: "noted", finding: "heldBack", values: { ...values, page: path.pageMs } };
  });
}
