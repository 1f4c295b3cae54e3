import { fill } from "../shared/text.js";

/** @import { PanelTexts, StepResult } from "../types.ts" */

/**
 * Returns the text of what a step has found.
 * @param {StepResult} result
 * @param {Readonly<Record<string, string>>} texts Of the findings.
 * @param {string} [language] In which numbers are written (BCP 47).
 */
export function describe({ finding, values }, texts, language = "en") {
  const rounded = Object.entries(values).map(([name, value]) => [
    name,
    // Integers may be close codes: they are not rounded.
    typeof value === "number" && !Number.isInteger(value)
      ? value.toLocaleString(language, { maximumSignificantDigits: 3, useGrouping: false })
      : value,
  ]);
  return fill(texts[finding], Object.fromEntries(rounded)).trim();
}

/**
 * Returns the name of a step; those of the command line are named by themselves.
 * @param {string} step
 * @param {Readonly<Record<string, string>>} names
 */
export function nameStep(step, names) {
  return names[step] ?? step;
}

/**
 * Returns the verdict on all steps in one sentence.
 * @param {readonly StepResult[]} results
 * @param {Pick<PanelTexts["probe"], "summary" | "steps">} texts
 */
export function summarize(results, { summary, steps }) {
  const failed = results.filter(({ outcome }) => outcome === "failed");
  const names = failed.map(({ step }) => nameStep(step, steps)).join(", ");
  const tried = results.filter(({ outcome }) => outcome !== "skipped").length;
  const isEcho = results.every(({ finding }) => finding !== "needsEcho");
  const text = failed.length > 0 ? summary.failed : isEcho ? summary.passed : summary.noEcho;
  return fill(text, { count: failed.length, tried, names });
}
