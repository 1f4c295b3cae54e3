import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** A collection halts the thread, for the longer the more is in use. */
const EVERY_MS = 5000;

// What --expose-gc does on the command line, for those alone who come here.
setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");
let collectedAtMs = -Infinity;

/**
 * Gives back what this thread holds and nobody uses; returns whether it did, which it does every
 * five seconds at most. By itself the engine collects when more is asked for, so that a server whose
 * peers have left would go on holding what they took.
 */
export function collectGarbage(): boolean {
  const nowMs = performance.now();
  if (nowMs - collectedAtMs < EVERY_MS) return false;
  collectedAtMs = nowMs;
  collect();
  return true;
}
