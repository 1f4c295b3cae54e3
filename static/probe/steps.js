import { byteLength } from "../formats.js";
import { changes, difference, disorder, startOf, styleOf } from "./checks.js";
import { ProbeConnection, ProbeFailure } from "./connection.js";
import { percentile } from "../statistics.js";

/** @import { Payload, ProbeOptions, ProbeOutcome, ProbeStep, ServerReport } from "../types.ts" */

const MANY = 10_000;
/** A path that takes longer for them is as good as one that does not pass them. */
const MANY_LIMIT_MS = 60_000;
const ROUND_TRIPS = 100;
/** What has not come so long after everything later has come is lost. */
const GRACE_MS = 500;
/** An endpoint that has sent so many messages without what was sent in them does not echo. */
const MOST_OTHERS = 4;
const CLOSE = { code: 4567, reason: "¡adiós!" };

/** A path to an endpoint, with what the steps so far have found out about it. */
export class ProbedPath {
  /** How many messages the endpoint sends before it replies to any. */
  greetings = 0;
  /** What it puts before a text. */
  before = "";
  /** What it puts after a text. */
  after = "";
  /** @type {ServerReport | undefined} What has arrived there; known where the endpoint is eco. */
  report;

  /** @param {ProbeOptions} options */
  constructor(options) {
    this.options = options;
  }

  /**
   * Opens a connection, takes the greetings, and leaves it when all is done with it.
   * @template T
   * @param {(connection: ProbeConnection) => Promise<T>} run
   * @param {{ url?: string, protocols?: readonly string[] }} [instead]
   */
  async use(run, instead) {
    const connection = await ProbeConnection.open(this.options, instead);
    try {
      for (let n = 0; n < this.greetings; n++) await connection.next();
      return await run(connection);
    } finally {
      connection.drop();
    }
  }

  /**
   * Returns the address with more in its query string, for behaviours of eco.
   * @param {Record<string, string>} query
   */
  ask(query) {
    const url = new URL(this.options.url);
    for (const [name, value] of Object.entries(query)) {
      // What is there already stays as it is written: it may be signed.
      if (url.searchParams.has(name)) url.searchParams.set(name, value);
      else url.search += `${url.search ? "&" : ""}${new URLSearchParams({ [name]: value })}`;
    }
    return url.href;
  }

  /**
   * Sends a message and takes the reply, which has to be the same.
   * @param {ProbeConnection} connection
   * @param {Payload} payload
   */
  async echo(connection, payload) {
    connection.send(payload);
    this.check(payload, await connection.next());
  }

  /** @param {Payload} payload @param {Payload} reply */
  check(payload, reply) {
    const due = typeof payload === "string" ? this.before + payload + this.after : payload;
    const problem = difference(due, reply);
    if (problem) throw new ProbeFailure(problem.finding, problem.values);
  }
}

/** @param {ProbedPath} path @param {Payload} payload @returns {Promise<ProbeOutcome>} */
function echoOnce(path, payload) {
  return path.use(async (connection) => {
    await path.echo(connection, payload);
    return { finding: "same", values: { bytes: byteLength(payload) } };
  });
}

/** @param {ProbedPath} path @returns {Promise<ProbeOutcome>} */
function findStyle(path) {
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

/** @param {ProbedPath} path @returns {Promise<ProbeOutcome>} */
async function readReport(path) {
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
    connection.drop();
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

/** @param {ProbedPath} path @returns {Promise<ProbeOutcome>} */
function sendEmpty(path) {
  return path.use(async (connection) => {
    // Not alone, since some leave an empty message without a reply.
    connection.send("");
    connection.send("after");
    const { before, after } = path;
    const reply = await connection.next();
    if (reply === `${before}after${after}`) throw new ProbeFailure("overtaken");
    path.check("", reply);
    path.check("after", await connection.next());
    return { finding: "same", values: { bytes: 0 } };
  });
}

/** @param {ProbedPath} path @returns {Promise<ProbeOutcome>} */
function sendMany(path) {
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

/** @param {ProbedPath} path @returns {Promise<ProbeOutcome>} */
function openTwo(path) {
  return path.use((first) =>
    path.use(async (second) => {
      first.send("first");
      second.send("second");
      path.check("first", await first.next());
      path.check("second", await second.next());
      return { finding: "apart", values: {} };
    })
  );
}

/** @param {ProbedPath} path @returns {Promise<ProbeOutcome>} */
async function offerSubprotocol(path) {
  const { protocols } = path.options;
  const offered = protocols.length > 0 ? protocols : ["eco.probe"];
  // A client ends a connection for which none of those offered was chosen.
  const connection = await ProbeConnection.open(path.options, { protocols: offered })
    .catch((failure) => {
      if (failure.finding !== "notOpened" || /\d{3}$/.test(failure.values.problem)) throw failure;
    });
  const protocol = connection?.protocol ?? "";
  connection?.drop();
  if (offered.includes(protocol)) return { finding: "chosen", values: { protocol } };
  // Only who knows that the endpoint chooses one can say that the path has lost it.
  const isExpected = protocols.length > 0 || path.report !== undefined;
  return { outcome: isExpected ? "failed" : "noted", finding: "noneChosen", values: {} };
}

/** @param {ProbedPath} path @returns {Promise<ProbeOutcome>} */
function closeFromHere(path) {
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

/** @param {ProbedPath} path @returns {Promise<ProbeOutcome>} */
async function closeFromThere(path) {
  if (!path.report) return { outcome: "skipped", finding: "onlyEco", values: {} };
  const url = path.ask({ close: String(CLOSE.code), reason: CLOSE.reason });
  const connection = await ProbeConnection.open(path.options, { url });
  const { code, reason } = await connection.ended().finally(() => connection.drop());
  if (code === CLOSE.code && reason === CLOSE.reason) {
    return { finding: "codeAndReason", values: { code, reason } };
  }
  throw new ProbeFailure("otherCode", { sent: CLOSE.code, code, reason });
}

/** @param {ProbedPath} path @returns {Promise<ProbeOutcome>} */
function measureRoundTrips(path) {
  return path.use(async (connection) => {
    /** @type {number[]} */
    const times = [];
    for (let n = 0; n < ROUND_TRIPS; n++) {
      const startMs = performance.now();
      await path.echo(connection, `${n}`);
      times.push(performance.now() - startMs);
    }
    const changesMs = times.slice(1).map((ms, index) => Math.abs(ms - times[index]));
    const jitter = changesMs.reduce((sum, ms) => sum + ms, 0) / changesMs.length;
    const [min, p50, p95, p99] = [1 / ROUND_TRIPS, 0.5, 0.95, 0.99]
      .map((share) => percentile(times, share));
    return { finding: "roundTrips", values: { min, p50, p95, p99, jitter, count: ROUND_TRIPS } };
  });
}

/**
 * What a client that can only open WebSockets finds out about a path, a browser among them. The
 * later steps build on what the first ones note in the path.
 *
 * @type {readonly ProbeStep[]}
 */
export const MESSAGE_STEPS = [
  { name: "text", run: findStyle, isNeeded: true },
  { name: "report", run: readReport },
  { name: "unicode", run: (path) => echoOnce(path, "ñ 漢字 👩‍👩‍👧 \u202e\0\n") },
  { name: "empty", run: sendEmpty },
  { name: "binary", run: (path) => echoOnce(path, Uint8Array.from({ length: 256 }, (_, n) => n)) },
  { name: "64 KiB", run: (path) => echoOnce(path, "0123456789abcdef".repeat(4096)) },
  {
    name: "1 MiB",
    run: (path) => echoOnce(path, new Uint8Array(1024 ** 2).map((_, n) => n % 251)),
  },
  { name: "order", run: sendMany },
  { name: "two", run: openTwo },
  { name: "subprotocol", run: offerSubprotocol },
  { name: "close", run: closeFromHere },
  { name: "closed", run: closeFromThere },
  { name: "roundTrips", run: measureRoundTrips },
];
