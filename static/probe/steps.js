import { echoOnce, measureRoundTrips, openTwo, sendEmpty } from "./echo_steps.js";
import { closeFromHere, closeFromThere } from "./closing_steps.js";
import { sendMany } from "./order_step.js";
import { readReport } from "./report_step.js";
import { offerSubprotocol } from "./subprotocol_step.js";
import { findStyle } from "./text_step.js";

/** @import { ProbeStep } from "../types.ts" */

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
