import { withhold } from "../shared/text.js";
import { changes, startOf } from "./checks.js";
import { ProbeConnection, ProbeFailure } from "./connection.js";

/** @import { Payload, ProbeOutcome } from "../types.ts" */
/** @import { ProbedPath, ServerReport } from "./path.js" */

const CLOSE = { code: 4567, reason: "¡adiós!" };

/** The prefix of eco's replies, unless its operator chooses another. */
const ECO_PREFIX = "echo: ";

/**
 * Asks eco which handshake arrived, notes it in the path, and compares it with the one sent.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export async function readReport(path) {
  const { url, sentHeaders, mayAdd, isEco } = path.options;
  try {
    path.report = await askForReport(path);
  } catch (failure) {
    if (!(failure instanceof ProbeFailure) || failure.finding === "limited") throw failure;
    const { finding, values, cause } = failure;
    if (cause === "behaviorsOff") return { outcome: "skipped", finding: cause, values: {} };
    // Nothing but the query string differs from what has passed.
    const isKnown = await isEco?.() ?? path.before === ECO_PREFIX;
    const outcome = isKnown ? "failed" : "noted";
    const isRefused = /^(refused|notOpened)$/.test(finding);
    return {
      outcome,
      finding: isRefused ? "queryRefused" : finding,
      values,
      cause: "queryRefused",
    };
  }
  if (!path.report) {
    return await isEco?.() ?? path.before === ECO_PREFIX
      ? { outcome: "failed", finding: "queryLost", values: {}, cause: "queryLost" }
      : { outcome: "skipped", finding: "noReport", values: {} };
  }
  const { server, remote, tls, headers } = path.report;
  const { added, dropped, rewritten, unsure } = changes(sentHeaders, headers, mayAdd);
  const all = [
    ...added.map((field) => `+ ${field}`),
    ...dropped.map((field) => `− ${field}`),
    ...rewritten,
    ...(await findReplaced(path, unsure)).map((name) => `${name}: … → …`),
    ...pathChange(url, path.report.url),
    ...(url.startsWith("wss:") && !tls ? ["− TLS"] : []),
  ];
  const values = { server, remote, changes: all.map(startOf).join("; ") };
  if (all.length === 0) return { finding: "unchanged", values };
  return { outcome: "noted", finding: "changedOnTheWay", values };
}

/**
 * Returns the fields of which a hop replaces the value by one of the same length: if a longer value
 * is sent, it arrives with another length than that.
 * @param {ProbedPath} path
 * @param {readonly string[]} names Fields of which the report tells only the length.
 */
async function findReplaced(path, names) {
  if (names.length === 0) return [];
  const { sentHeaders } = path.options;
  const longer = Object.fromEntries(names.map((name) => [name, lengthen(name, sentHeaders[name])]));
  // The longer value may not be valid: then the length has to do.
  const report = await askForReport(path, longer).catch(() => undefined);
  return report ? names.filter((name) => report.headers[name] !== withhold(longer[name])) : [];
}

/** Returns a longer value that means the same, if possible. @param {string} name @param {string} value */
function lengthen(name, value) {
  if (name === "cookie") return `${value}; eco=1`;
  return value.includes(" ") ? value.replace(" ", "  ") : `${value}x`;
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
 * @param {Record<string, string>} [headers] To send instead of others.
 * @returns {Promise<ServerReport | undefined>}
 */
async function askForReport(path, headers) {
  const url = path.withBehaviors({ report: "" });
  const connection = await ProbeConnection.open(path, { url, headers });
  try {
    connection.send("report");
    return parseReport(await connection.next());
  } finally {
    await connection.leave();
  }
}

/** @param {Payload} message @returns {ServerReport | undefined} Nothing if it is no report of eco. */
function parseReport(message) {
  let report;
  try {
    report = JSON.parse(String(message));
  } catch {
    return undefined;
  }
  // The endpoint may be hostile: every value that is used later must be text.
  const values = Object.values(report?.headers ?? {});
  const isReport = /^eco\/[\w.-]+$/.test(report?.server) &&
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
  const protocol = await tryProtocols(path, { protocols: offered });
  if (protocol && offered.includes(protocol)) return { finding: "chosen", values: { protocol } };
  const values = { offered: offered.join(", "), field: "Sec-WebSocket-Protocol" };
  if (!path.report) {
    // It is a failure only if the endpoint is known to choose one.
    return { outcome: protocols.length > 0 ? "failed" : "noted", finding: "noneChosen", values };
  }
  // eco now names one that was not offered, which fails the connection unless it is lost.
  const url = path.withBehaviors({ protocol: offered[0] });
  const isLostInAnswer = await tryProtocols(path, { url, protocols: [] }) !== undefined;
  return isLostInAnswer
    ? { outcome: "failed", finding: "answerLostProtocol", values, cause: "answerLost" }
    : { outcome: "failed", finding: "requestLostProtocol", values, cause: "fieldLost" };
}

/**
 * Resolves with the subprotocol of a connection, or with nothing if the client does not accept that
 * of the answer.
 * @param {ProbedPath} path
 * @param {Parameters<typeof ProbeConnection.open>[1]} instead
 */
async function tryProtocols(path, instead) {
  try {
    const connection = await ProbeConnection.open(path, instead);
    await connection.leave();
    return connection.protocol;
  } catch (failure) {
    // A browser does not tell why.
    const { finding } = /** @type {ProbeFailure} */ (failure);
    if (!/^(noSubprotocol|notOpened)$/.test(finding)) throw failure;
  }
}

/**
 * Closes a connection as the client, and checks the close code and reason that come back.
 * @param {ProbedPath} path
 * @returns {Promise<ProbeOutcome>}
 */
export function closeByClient(path) {
  return path.use(async (connection) => {
    connection.close(CLOSE.code, CLOSE.reason);
    const end = await connection.ended();
    const { code, reason } = end;
    if (code === path.closesWith) {
      return { outcome: "noted", finding: "closedFirst", values: { code, reason } };
    }
    const outcome = checkEnd(end, path);
    if (outcome) return outcome;
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
  const connection = await ProbeConnection.open(path, { url });
  const end = await connection.ended().finally(() => connection.leave());
  const outcome = checkEnd(end, path);
  if (outcome) return outcome;
  throw new ProbeFailure("otherCode", { sent: CLOSE.code, code: end.code, reason: end.reason });
}

/**
 * Returns what the end of a connection shows; nothing if only the reason is not the one expected.
 * @param {Awaited<ReturnType<ProbeConnection["ended"]>>} end
 * @param {ProbedPath} path
 * @returns {ProbeOutcome | undefined}
 * @throws {ProbeFailure} `otherCode`, `cutOff`.
 */
function checkEnd({ code, reason, isTcpOpen }, { options }) {
  if (code === 1006) throw new ProbeFailure("cutOff", { code, reason });
  if (code !== CLOSE.code) throw new ProbeFailure("otherCode", { sent: CLOSE.code, code, reason });
  const values = { code, reason, seconds: options.timeoutMs / 1000 };
  if (isTcpOpen) return { outcome: "noted", finding: "tcpNotEnded", values, cause: "tcpNotEnded" };
  return reason === CLOSE.reason
    ? { finding: "codeAndReason", values: { code, reason } }
    : undefined;
}
