import { percentile } from "../shared/statistics.js";
import { byteLength } from "../shared/text.js";
import { disorder, startOf, styleOf } from "./checks.js";
import { ProbeFailure } from "./connection.js";

/** @import { Payload, ProbeOutcome } from "../types.ts" */
/** @import { ProbeConnection } from "./connection.js" */
/** @import { ProbedPath } from "./path.js" */

/** An endpoint is no echo if this many messages do not contain what was sent. */
const MAX_OTHERS = 4;
/** An endpoint that closes with it got frames that are broken (RFC 6455 §7.4.1); any other code is its
 * own way to decline a text. */
const PROTOCOL_ERROR = 1002;
const TOO_BIG = 1009;
/** How many messages are sent without waiting for replies. */
const MANY = 10_000;
/** A path that takes longer for all of them is as good as one that loses some. */
const MANY_LIMIT_MS = 60_000;
/** A message that is still missing this long after the last one has come is lost. */
const GRACE_MS = 500;
const ROUND_TRIPS = 100;
/** On a slow path fewer round trips have to do. */
const ROUND_TRIPS_LIMIT_MS = 5000;
/** Slower round trips are noted if the page takes only this fraction of their time. */
const SLOW_MS = 100;
const FRACTION = 1 / 3;

/**
 * Finds out whether the endpoint echoes, and how, and notes it in the path.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export function findStyle(path) {
  return sendText(path).catch((failure) => {
    const { finding, values } = failure;
    if (finding.startsWith("closed")) path.closesWith = values.code;
    const isHeard = finding === "silent" && path.answersPings ||
      finding.startsWith("closed") && values.code !== PROTOCOL_ERROR;
    if (!isHeard) throw failure;
    return { outcome: "noted", finding, values };
  });
}

/** @param {ProbedPath} path @returns {Promise<ProbeOutcome>} */
function sendText(path) {
  return path.use(async (connection) => {
    const text = `eco-probe-${Math.random()}`;
    connection.send(text);
    /** @type {Payload[]} */
    const others = [];
    while (others.length < MAX_OTHERS) {
      const reply = await connection.next().catch((failure) => {
        // The messages before say more than the silence after them.
        if (others.length === 0 || failure.finding !== "silent") throw failure;
      });
      if (reply === undefined) break;
      const style = styleOf(text, reply);
      if (style && typeof reply !== "string") throw new ProbeFailure("becameBinary");
      if (style) {
        Object.assign(path, style, { isEcho: true, greetings: others.length });
        const values = { before: startOf(style.before), after: startOf(style.after) };
        return { finding: style.before + style.after ? "styled" : "exact", values };
      }
      others.push(reply);
    }
    return { outcome: "noted", finding: "noEcho", values: { reply: startOf(others[0]) } };
  });
}

/**
 * Sends one message, which must come back unchanged.
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
 * Sends one large message. If the endpoint says that it is too big, finds the largest that passes.
 * @param {ProbedPath} path
 * @param {Payload} payload
 * @returns {Promise<ProbeOutcome>}
 */
export async function echoLarge(path, payload) {
  if (payload.length > path.maxBytes) {
    return { outcome: "skipped", finding: "tooBig", values: { bytes: path.maxBytes } };
  }
  let [passed, refused] = [0, payload.length];
  for (let bytes = refused; refused - passed > 1; bytes = Math.floor((passed + refused) / 2)) {
    try {
      const outcome = await echoOnce(path, payload.slice(0, bytes));
      if (bytes === payload.length) return outcome;
      passed = bytes;
    } catch (failure) {
      const { finding, values } = /** @type {ProbeFailure} */ (failure);
      if (finding !== "closed" || values.code !== TOO_BIG) throw failure;
      refused = bytes;
    }
  }
  path.maxBytes = passed;
  return { outcome: "noted", finding: "sizeLimit", values: { bytes: passed }, cause: "sizeLimit" };
}

/**
 * Sends an empty message.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export function sendEmpty(path) {
  return path.use(async (connection) => {
    // With another one behind it, since some endpoints do not reply to an empty message.
    connection.send("");
    connection.send("after");
    const reply = await connection.next();
    if (reply === path.expected("after")) throw new ProbeFailure("overtaken");
    path.check("", reply);
    const second = await connection.next();
    if (second === path.expected("")) throw new ProbeFailure("doubled", { doubled: 1 });
    path.check("after", second);
    return { finding: "same", values: { bytes: 0 } };
  });
}

/**
 * Sends on two connections, each of which must get its own reply.
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
          throw other.has(path.expected(text)) ? new ProbeFailure("mixedUp") : failure;
        });
        if (reply === path.expected(wrong)) throw new ProbeFailure("mixedUp");
        path.check(text, reply);
      }
      return { finding: "apart", values: {} };
    })
  ).catch((failure) => {
    if (!/^(limited|noAnswer|notOpened|handshakeFailed)$/.test(failure.finding)) throw failure;
    // Each of them opens if it is alone, as the steps before have shown.
    return { outcome: "noted", finding: "oneAtATime", values: failure.values, cause: "limit" };
  });
}

/**
 * Sends many messages without waiting, which must come back in order.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export function sendMany(path) {
  return path.use(async (connection) => {
    const startMs = performance.now();
    for (let n = 0; n < MANY; n++) connection.send(`${n}`);
    const numbers = await takeNumbers(path, connection);
    const ms = performance.now() - startMs;
    const problem = disorder(numbers, MANY);
    if (problem) throw new ProbeFailure(problem.finding, problem.values);
    return { finding: "inOrder", values: { count: MANY, rate: Math.round(MANY / ms * 1000) } };
  });
}

/** @param {ProbedPath} path @param {ProbeConnection} connection */
async function takeNumbers({ before, after }, connection) {
  /** @type {number[]} */
  const numbers = [];
  const endMs = performance.now() + MANY_LIMIT_MS;
  let isLast = /** @type {boolean} */ (false);
  while (numbers.length < MANY) {
    const reply = await connection.next(isLast ? GRACE_MS : undefined).catch((failure) => {
      // If some have come, the missing ones say more than the silence.
      if (numbers.length === 0 || failure.finding !== "silent") throw failure;
    });
    if (reply === undefined) break;
    if (typeof reply !== "string") throw new ProbeFailure("becameBinary");
    const number = Number(reply.slice(before.length, -after.length || undefined));
    if (reply !== `${before}${number}${after}` || number >= MANY) {
      throw new ProbeFailure("foreign", { reply: startOf(reply) });
    }
    if (performance.now() > endMs) throw new ProbeFailure("slow", { count: numbers.length });
    numbers.push(number);
    isLast ||= number === MANY - 1;
  }
  return numbers;
}

/**
 * Measures the round trips of messages sent one after the other.
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
