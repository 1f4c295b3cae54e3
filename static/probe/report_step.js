import { changes, startOf } from "./checks.js";
import { ProbeConnection } from "./connection.js";

/** @import { Payload, ProbeOutcome, ServerReport } from "../types.ts" */
/** @import { ProbedPath } from "./path.js" */

/**
 * Finds out what has arrived of the handshake, and notes it in the path.
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
 * Returns what has become of the path of an address, if anything.
 * @param {string} sent
 * @param {string} arrived
 */
function pathChange(sent, arrived) {
  const [before, after] = [sent, arrived].map((url) => URL.parse(url)?.pathname);
  return before === after ? [] : [`path: ${before} → ${after}`];
}

/**
 * Asks an endpoint as one asks eco; others may refuse that, or greet, or echo.
 * @param {ProbedPath} path
 * @returns {Promise<ServerReport | undefined>}
 */
async function askForReport(path) {
  const connection = await ProbeConnection.open(path.options, { url: path.ask({ report: "" }) });
  try {
    connection.send("report");
    return parseReport(await connection.next());
  } finally {
    await connection.leave();
  }
}

/** @param {Payload} message @returns {ServerReport | undefined} Nothing where it is no report of eco. */
function parseReport(message) {
  const report = JSON.parse(String(message));
  // Anybody can claim to be eco.
  const values = Object.values(report.headers);
  const isReport = /^eco\/[\w.-]+$/.test(report.server) &&
    [report.remote, report.url, ...values].every((value) => typeof value === "string");
  return isReport ? { ...report, remote: startOf(report.remote) } : undefined;
}
