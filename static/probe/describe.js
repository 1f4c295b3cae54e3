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
 * Returns how many steps ended in which way, and what failed.
 * @param {readonly StepResult[]} results
 * @param {Pick<PanelTexts["probe"], "summary" | "steps">} texts
 */
export function summarize(results, { summary, steps }) {
  /** @param {StepResult["outcome"]} wanted */
  const select = (wanted) => results.filter(({ outcome }) => outcome === wanted);
  const failed = select("failed");
  const names = failed.map(({ step }) => nameStep(step, steps)).join(", ");
  const notes = select("noted").length;
  const counts = [
    [failed.length, summary.failed],
    [select("passed").length, summary.passed],
    [notes, notes === 1 ? summary.note : summary.notes],
    [select("skipped").length, summary.skipped],
  ].filter(([count]) => count).map(([count, text]) => fill(`${text}`, { count, names }));
  const isEcho = failed.length > 0 || results.every(({ finding }) => finding !== "needsEcho");
  return `${isEcho ? "" : `${summary.noEcho} `}${counts.join(", ")}.`;
}
