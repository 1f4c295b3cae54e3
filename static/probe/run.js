import { ProbeFailure } from "./connection.js";

/** @import { ProbeOutcome, ProbeStep, StepResult } from "../types.ts" */
/** @import { ProbedPath } from "./path.js" */

/**
 * Takes one step after the other, and yields the result of each when it has it. After one that is
 * needed has failed, the others are skipped.
 *
 * @param {readonly ProbeStep[]} steps
 * @param {ProbedPath} path
 * @returns {AsyncGenerator<StepResult, void, void>}
 */
export async function* probe(steps, path) {
  let inVain = false;
  for (const { name, run, isNeeded } of steps) {
    if (inVain) {
      yield { step: name, outcome: "skipped", finding: "inVain", values: {} };
      continue;
    }
    const startMs = performance.now();
    const outcome = await attempt(() => run(path));
    const ms = outcome.outcome === "skipped" ? undefined : performance.now() - startMs;
    yield { step: name, outcome: "passed", ...outcome, ms };
    inVain = isNeeded === true && outcome.outcome === "failed";
  }
}

/** @param {() => Promise<ProbeOutcome>} run @returns {Promise<ProbeOutcome>} */
async function attempt(run) {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ProbeFailure) {
      return { outcome: "failed", finding: error.finding, values: error.values };
    }
    return { outcome: "failed", finding: "unexpected", values: { problem: String(error) } };
  }
}
