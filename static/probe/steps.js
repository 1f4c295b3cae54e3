import { closeByClient, closeByServer, offerSubprotocol, readReport } from "./connection_steps.js";
import { ProbeFailure } from "./connection.js";
import {
  echoLarge,
  echoOnce,
  findStyle,
  measureRoundTrips,
  openTwo,
  sendEmpty,
  sendMany,
} from "./echo_steps.js";

/** @import { ProbeOutcome, ProbeStep, StepResult } from "../types.ts" */
/** @import { ProbedPath } from "./path.js" */

/**
 * Runs steps one after the other, and yields each result when it is there. After a needed step has
 * failed, or a limit lets no more connections open, the rest are skipped. A limit that lets them
 * open after a pause is one more result.
 *
 * @param {readonly ProbeStep[]} steps
 * @param {ProbedPath} path
 * @returns {AsyncGenerator<StepResult, void, void>}
 */
export async function* runSteps(steps, path) {
  let inVain = false;
  for (const { name, run, isNeeded } of steps) {
    if (inVain) {
      yield { step: name, outcome: "skipped", finding: "inVain", values: {} };
      continue;
    }
    const startMs = performance.now();
    const isLimitKnown = path.limit !== undefined;
    const outcome = await attempt(() => run(path));
    const ms = outcome.outcome === "skipped" ? undefined : performance.now() - startMs;
    yield { step: name, outcome: "passed", ...outcome, ms };
    const isFailed = outcome.outcome === "failed";
    inVain = isFailed && (isNeeded === true || outcome.finding === "limited");
    if (!path.limit || isLimitKnown || outcome.cause === "limit") continue;
    const values = { ...path.limit, seconds: path.pauseMs / 1000 };
    yield { step: "limit", outcome: "noted", finding: "limit", values, cause: "limit" };
  }
}

/** @param {() => Promise<ProbeOutcome>} run @returns {Promise<ProbeOutcome>} */
async function attempt(run) {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ProbeFailure) {
      const { finding, values, cause } = error;
      // The endpoint itself says that this is more than it takes.
      const isOwnLimit = finding === "closed" && [1008, 1009, 1013].includes(Number(values.code));
      const outcome = isOwnLimit ? "noted" : "failed";
      return { outcome, finding: isOwnLimit ? "ownLimit" : finding, values, cause };
    }
    return { outcome: "failed", finding: "unexpected", values: { problem: String(error) } };
  }
}

/**
 * Makes a step one that is skipped if the endpoint does not echo.
 * @param {(path: ProbedPath) => Promise<ProbeOutcome>} run
 * @returns {(path: ProbedPath) => Promise<ProbeOutcome>}
 */
function ifEcho(run) {
  return async (path) =>
    path.isEcho ? await run(path) : { outcome: "skipped", finding: "needsEcho", values: {} };
}

/**
 * The steps for any client that can open WebSockets, browsers too. The later steps use what the
 * first ones note in the path.
 *
 * @type {readonly ProbeStep[]}
 */
export const MESSAGE_STEPS = [
  { name: "text", run: findStyle },
  { name: "report", run: ifEcho(readReport) },
  { name: "unicode", run: ifEcho((path) => echoOnce(path, "ñ 漢字 👩‍👩‍👧 \u202e\0\n")) },
  { name: "empty", run: ifEcho(sendEmpty) },
  {
    name: "binary",
    run: ifEcho((path) => echoOnce(path, Uint8Array.from({ length: 256 }, (_, n) => n))),
  },
  { name: "64 KiB", run: ifEcho((path) => echoLarge(path, "0123456789abcdef".repeat(4096))) },
  {
    name: "1 MiB",
    run: ifEcho((path) => echoLarge(path, new Uint8Array(1024 ** 2).map((_, n) => n % 251))),
  },
  { name: "order", run: ifEcho(sendMany) },
  { name: "two", run: ifEcho(openTwo) },
  { name: "subprotocol", run: offerSubprotocol },
  { name: "close", run: closeByClient },
  { name: "closed", run: closeByServer },
  { name: "roundTrips", run: ifEcho(measureRoundTrips) },
];
