import { startOf, styleOf } from "./checks.js";
import { ProbeFailure } from "./connection.js";

/** @import { Payload, ProbeOutcome } from "../types.ts" */
/** @import { ProbedPath } from "./path.js" */

/** An endpoint that has sent so many messages without what was sent in them does not echo. */
const MOST_OTHERS = 4;

/**
 * Finds out whether an endpoint echoes, and notes how in the path.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export function findStyle(path) {
  return path.use(async (connection) => {
    const text = `eco-probe-${Math.random()}`;
    connection.send(text);
    /** @type {Payload[]} */
    const others = [];
    while (others.length < MOST_OTHERS) {
      const reply = await connection.next().catch((failure) => {
        // What came before tells more than that no more comes.
        if (others.length === 0 || failure.finding !== "silent") throw failure;
      });
      if (reply === undefined) break;
      const style = styleOf(text, reply);
      if (style && typeof reply !== "string") throw new ProbeFailure("becameBinary");
      if (style) {
        Object.assign(path, style, { greetings: others.length });
        const values = { before: startOf(style.before), after: startOf(style.after) };
        return { finding: style.before + style.after ? "styled" : "exact", values };
      }
      others.push(reply);
    }
    throw new ProbeFailure("noEcho", { reply: startOf(others[0]) });
  });
}
