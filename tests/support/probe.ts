import { assertEquals } from "@std/assert";
import { type Ending, Program } from "./program.ts";

export interface Step {
  readonly step: string;
  readonly outcome: string;
  readonly ms: number;
  readonly finding: string;
  readonly cause?: string;
  readonly text: string;
  readonly values: Record<string, string | number>;
}

/** Runs `eco probe` as its task does; the time-out suits servers on this machine. */
export function probe(url: string, ...args: string[]): Promise<Ending> {
  return Program.start(["probe", url, "--timeout", "3s", ...args], {}, "eco").ended(60_000);
}

/** Returns the lines of the table without their wraps. */
export function unwrap(table: string): string {
  return table.replaceAll(/\n {34}/g, " ");
}

/** Resolves with the steps that `eco probe` prints as JSON, by name. */
export async function probeSteps(url: string, ...args: string[]): Promise<Record<string, Step>> {
  const { code, stdout, stderr } = await probe(url, "--json", ...args);
  const { outcome, steps } = JSON.parse(stdout);
  assertEquals([stderr, code], ["", outcome === "passed" ? 0 : 1]);
  return Object.fromEntries(steps.map((step: Step) => [step.step, step]));
}

/** Resolves with the steps that have not passed. */
export async function wrongSteps(url: string, ...args: string[]): Promise<Step[]> {
  const steps = Object.values(await probeSteps(url, ...args));
  return steps.filter(({ outcome }) => outcome === "failed" || outcome === "noted");
}

/** Returns the outcome, the finding and its cause by step. */
export function findingsOf(steps: readonly Step[]): Record<string, string> {
  return Object.fromEntries(steps.map(({ step, outcome, finding, cause }) => [
    step,
    `${outcome}: ${finding}${cause ? `, ${cause}` : ""}`,
  ]));
}

export async function troubles(url: string, ...args: string[]): Promise<Record<string, string>> {
  return findingsOf(await wrongSteps(url, ...args));
}
