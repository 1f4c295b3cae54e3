import { ProbeConnection } from "./connection.js";

/** @import { ProbeOutcome } from "../types.ts" */
/** @import { ProbedPath } from "./path.js" */

/**
 * Offers subprotocols, of which one is to be chosen.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export async function offerSubprotocol(path) {
  const { protocols } = path.options;
  const offered = protocols.length > 0 ? protocols : ["eco.probe"];
  // A client ends a connection for which none of those offered was chosen.
  const connection = await ProbeConnection.open(path.options, { protocols: offered })
    .catch((failure) => {
      if (failure.finding !== "notOpened" || /\d{3}$/.test(failure.values.problem)) throw failure;
    });
  const protocol = connection?.protocol ?? "";
  await connection?.leave();
  if (offered.includes(protocol)) return { finding: "chosen", values: { protocol } };
  // Only who knows that the endpoint chooses one can say that the path has lost it.
  const isExpected = protocols.length > 0 || path.report !== undefined;
  return { outcome: isExpected ? "failed" : "noted", finding: "noneChosen", values: {} };
}
