import { startOf, styleOf } from "./checks.js";
import { ProbeFailure } from "./connection.js";

/** @import { Payload, ProbeOutcome } from "../types.ts" */
/** @import { ProbedPath } from "./path.js" */

/** An endpoint that has sent so many messages without what was sent in them does not echo. */
const MAX_OTHERS = 4;

/**
 * Finds out whether an endpoint echoes, and notes how in the path.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export function findStyle(path) {
  return sendText(path).catch((failure) => {
    const { finding, values } = failure;
    const isHeard = finding === "silent" && path.answersPings ||
      finding === "closed" && isDeclined(values.code);
    if (!isHeard) throw failure;
    return { outcome: "noted", finding, values };
  });
}

/**
 * Returns whether with a close code an endpoint declines what it was sent (RFC 6455 §7.4), where
 * the others tell of trouble.
 * @param {string | number | undefined} code
 */
function isDeclined(code) {
  return code === 1000 || code === 1003 || code === 1008 || Number(code) >= 3000;
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
        // What came before tells more than that no more comes.
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
