import { changes, startOf } from "./checks.js";
import { ProbeConnection, ProbeFailure } from "./connection.js";

/** @import { Payload, ProbeOutcome } from "../types.ts" */
/** @import { ProbedPath, ServerReport } from "./path.js" */

const CLOSE = { code: 4567, reason: "¡adiós!" };

/**
 * Asks eco which handshake arrived, notes it in the path, and compares it with the one sent.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export async function readReport(path) {
  const { url, sentHeaders, mayAdd } = path.options;
  path.report = await askForReport(path).catch(() => undefined);
  if (!path.report) return { outcome: "skipped", finding: "noReport", values: {} };
  const { server, remote, tls, headers } = path.report;
  const { added, dropped, rewritten } = changes(sentHeaders, headers, mayAdd);
  const all = [
    ...added.map((field) => `+ ${field}`),
    ...dropped.map((field) => `− ${field}`),
    ...rewritten,
    ...pathChange(url, path.report.url),
    ...(url.startsWith("wss:") && !tls ? ["− TLS"] : []),
  ];
  const values = { server, remote, changes: all.map(startOf).join("; ") };
  if (all.length === 0) return { finding: "unchanged", values };
  return { outcome: "noted", finding: "changedOnTheWay", values };
}

/**
 * Returns how a proxy has changed the path of an address, if it has.
 * @param {string} sent
 * @param {string} arrived
 */
function pathChange(sent, arrived) {
  const [before, after] = [sent, arrived].map((url) => URL.parse(url)?.pathname);
  return before === after ? [] : [`path: ${before} → ${after}`];
}

/**
 * Asks the endpoint for a report as eco gives it; others may refuse, greet or echo.
 * @param {ProbedPath} path
 * @returns {Promise<ServerReport | undefined>}
 */
async function askForReport(path) {
  const connection = await ProbeConnection.open(path.options, {
    url: path.withBehaviors({ report: "" }),
  });
  try {
    connection.send("report");
    return parseReport(await connection.next());
  } finally {
    await connection.leave();
  }
}

/** @param {Payload} message @returns {ServerReport | undefined} Nothing if it is no report of eco. */
function parseReport(message) {
  const report = JSON.parse(String(message));
  // The endpoint may be hostile: every value that is used later must be text.
  const values = Object.values(report.headers);
  const isReport = /^eco\/[\w.-]+$/.test(report.server) &&
    [report.remote, report.url, ...values].every((value) => typeof value === "string");
  return isReport ? { ...report, remote: startOf(report.remote) } : undefined;
}

/**
 * Offers subprotocols, of which the endpoint should choose one.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export async function offerSubprotocol(path) {
  const { protocols } = path.options;
  const offered = protocols.length > 0 ? protocols : ["eco.probe"];
  // Some clients fail the connection if the server chooses none of those offered.
  const connection = await ProbeConnection.open(path.options, { protocols: offered })
    .catch((failure) => {
      if (failure.finding !== "notOpened" || /\d{3}$/.test(failure.values.problem)) throw failure;
    });
  const protocol = connection?.protocol ?? "";
  await connection?.leave();
  if (offered.includes(protocol)) return { finding: "chosen", values: { protocol } };
  // It is a failure only if the endpoint is known to choose one.
  const isExpected = protocols.length > 0 || path.report !== undefined;
  return { outcome: isExpected ? "failed" : "noted", finding: "noneChosen", values: {} };
}

/**
 * Closes a connection as the client, and checks the close code and reason that come back.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export function closeByClient(path) {
  return path.use(async (connection) => {
    connection.close(CLOSE.code, CLOSE.reason);
    const { code, reason } = await connection.ended();
    if (code !== CLOSE.code) {
      throw new ProbeFailure("otherCode", { sent: CLOSE.code, code, reason });
    }
    if (reason === CLOSE.reason) return { finding: "codeAndReason", values: { code, reason } };
    // The endpoint may answer with another reason, or none.
    return { outcome: "noted", finding: "otherReason", values: { code, reason } };
  });
}

/**
 * Has eco close a connection, and checks the close code and reason that arrive.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export async function closeByServer(path) {
  if (!path.report) return { outcome: "skipped", finding: "onlyEco", values: {} };
  const url = path.withBehaviors({ close: String(CLOSE.code), reason: CLOSE.reason });
  const connection = await ProbeConnection.open(path.options, { url });
  const { code, reason } = await connection.ended().finally(() => connection.leave());
  if (code === CLOSE.code && reason === CLOSE.reason) {
    return { finding: "codeAndReason", values: { code, reason } };
  }
  throw new ProbeFailure("otherCode", { sent: CLOSE.code, code, reason });
}
