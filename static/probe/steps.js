import { closeFromHere, closeFromThere } from "./closing_steps.js";
import { echoOnce, measureRoundTrips, openTwo, sendEmpty } from "./echo_steps.js";
import { sendMany } from "./order_step.js";
import { readReport } from "./report_step.js";
import { offerSubprotocol } from "./subprotocol_step.js";
import { findStyle } from "./text_step.js";

/** @import { ProbeOutcome, ProbeStep } from "../types.ts" */
/** @import { ProbedPath } from "./path.js" */

/**
 * Makes of a step one that is skipped where no text comes back.
 * @param {(path: ProbedPath) => Promise<ProbeOutcome>} run
 * @returns {(path: ProbedPath) => Promise<ProbeOutcome>}
 */
function echoing(run) {
  return async (path) =>
    path.isEcho ? await run(path) : { outcome: "skipped", finding: "needsEcho", values: {} };
}

/**
 * What a client that can only open WebSockets finds out about a path, a browser among them. The
 * later steps build on what the first ones note in the path.
 *
 * @type {readonly ProbeStep[]}
 */
export const MESSAGE_STEPS = [
  { name: "text", run: findStyle },
  { name: "report", run: echoing(readReport) },
  { name: "unicode", run: echoing((path) => echoOnce(path, "ñ 漢字 👩‍👩‍👧 \u202e\0\n")) },
  { name: "empty", run: echoing(sendEmpty) },
  {
    name: "binary",
    run: echoing((path) => echoOnce(path, Uint8Array.from({ length: 256 }, (_, n) => n))),
  },
  { name: "64 KiB", run: echoing((path) => echoOnce(path, "0123456789abcdef".repeat(4096))) },
  {
    name: "1 MiB",
    run: echoing((path) => echoOnce(path, new Uint8Array(1024 ** 2).map((_, n) => n % 251))),
  },
  { name: "order", run: echoing(sendMany) },
  { name: "two", run: echoing(openTwo) },
  { name: "subprotocol", run: offerSubprotocol },
  { name: "close", run: closeFromHere },
  { name: "closed", run: closeFromThere },
  { name: "roundTrips", run: echoing(measureRoundTrips) },
];
