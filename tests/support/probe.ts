import { assertEquals } from "@std/assert";
import { type Ending, Program, taskArguments } from "./program.ts";

/** Runs `eco probe` as its task does, with a time-out that suits servers of this machine. */
export async function probe(url: string, ...args: string[]): Promise<Ending> {
  const flags = ["--timeout", "2s", ...args];
  await using program = new Program(Deno.execPath(), [
    ...taskArguments("eco"),
    "probe",
    url,
    ...flags,
  ]);
  return await program.ended(30_000);
}

/** The findings of the steps that have not passed, as JSON tells them. */
export async function troubles(url: string, ...args: string[]): Promise<Record<string, string>> {
  const { code, stdout, stderr } = await probe(url, "--json", ...args);
  assertEquals(stderr, "");
  const { outcome, steps } = JSON.parse(stdout);
  assertEquals(code, outcome === "passed" ? 0 : 1);
  const wrong = steps.filter((step: Step) => step.outcome === "failed" || step.outcome === "noted");
  return Object.fromEntries(
    wrong.map(({ step, outcome, finding }: Step) => [step, `${outcome}: ${finding}`]),
  );
}

/** A step, as JSON tells of it. */
export interface Step {
  readonly step: string;
  readonly outcome: string;
  readonly finding: string;
  readonly text: string;
  readonly values: Record<string, string | number>;
}
