import { disorder, startOf } from "./checks.js";
import { ProbeFailure } from "./connection.js";

/** @import { ProbeOutcome } from "../types.ts" */
/** @import { ProbeConnection } from "./connection.js" */
/** @import { ProbedPath } from "./path.js" */

const MANY = 10_000;
/** A path that takes longer for them is as good as one that does not pass them. */
const MANY_LIMIT_MS = 60_000;
/** What has not come so long after everything later has come is lost. */
const GRACE_MS = 500;

/**
 * Sends many messages at once, which have to come back in order.
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
      // With some of them, what is lost tells more than that no more comes.
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
