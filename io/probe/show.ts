import { escapeControls, printable } from "../../core/printable.ts";
import { describe } from "../../static/probe/texts.js";
import type { StepResult } from "../../static/types.ts";
import { FINDINGS, OUTCOMES, STEP_NAMES } from "./texts.ts";

/** The colours of outcomes on a terminal (ECMA-48 SGR). */
const COLORS = { passed: 32, failed: 31, noted: 33, skipped: 2 };

/** Returns a result as a line to read. */
export function toLine(result: StepResult, isColored: boolean): string {
  const { step, outcome, ms } = result;
  const word = OUTCOMES[outcome].padEnd(4);
  const shown = isColored ? `\x1b[${COLORS[outcome]}m${word}\x1b[0m` : word;
  const time = ms === undefined ? "" : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  const name = STEP_NAMES[step] ?? step;
  // Values can come from anybody, colours only from here.
  const text = printable(describe(result, FINDINGS));
  return `${shown}  ${name.padEnd(17)} ${time.padStart(8)}  ${text}`.trimEnd();
}

/** Returns whether no step has failed. */
export function hasPassed(results: readonly StepResult[]): boolean {
  return results.every(({ outcome }) => outcome !== "failed");
}

/** Returns all results as JSON for programs; what could harm a terminal is escaped there too. */
export function toJson(url: string, results: readonly StepResult[]): string {
  const steps = results.map((result) => ({ ...result, text: describe(result, FINDINGS) }));
  const report = { url, outcome: hasPassed(results) ? "passed" : "failed", steps };
  // Line breaks are layout there, and JSON.stringify escapes those in strings by itself.
  return JSON.stringify(report, null, 2).split("\n").map(escapeControls).join("\n");
}
