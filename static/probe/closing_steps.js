import { ProbeConnection, ProbeFailure } from "./connection.js";

/** @import { ProbeOutcome } from "../types.ts" */
/** @import { ProbedPath } from "./path.js" */

const CLOSE = { code: 4567, reason: "¡adiós!" };

/**
 * Closes a connection, and looks at what comes of it.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export function closeFromHere(path) {
  return path.use(async (connection) => {
    connection.close(CLOSE.code, CLOSE.reason);
    const { code, reason } = await connection.ended();
    if (code !== CLOSE.code) {
      throw new ProbeFailure("otherCode", { sent: CLOSE.code, code, reason });
    }
    if (reason === CLOSE.reason) return { finding: "codeAndReason", values: { code, reason } };
    // An endpoint may answer with a reason of its own, or none.
    return { outcome: "noted", finding: "otherReason", values: { code, reason } };
  });
}

/**
 * Has a connection closed by eco, and looks at what comes of it.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export async function closeFromThere(path) {
  if (!path.report) return { outcome: "skipped", finding: "onlyEco", values: {} };
  const url = path.ask({ close: String(CLOSE.code), reason: CLOSE.reason });
  const connection = await ProbeConnection.open(path.options, { url });
  const { code, reason } = await connection.ended().finally(() => connection.leave());
  if (code === CLOSE.code && reason === CLOSE.reason) {
    return { finding: "codeAndReason", values: { code, reason } };
  }
  throw new ProbeFailure("otherCode", { sent: CLOSE.code, code, reason });
}
