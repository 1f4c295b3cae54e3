import { assertEquals } from "@std/assert";
import { EXERCISES } from "../support/exercises.ts";
import { testWith } from "../support/needs.ts";
import { probe, type Step } from "../support/probe.ts";
import { Program } from "../support/program.ts";

const RUN = ["net", "read", "run", "env"] as const;

/** `deno task exercise 2` checks the reader's own file for the second; without a number, all. */
const [who, which] = Deno.args;
const ownAreChecked = who === "mine";

EXERCISES.forEach(([name, check], index) => {
  const own = `docs/exercises/${name}.ts`;
  if (ownAreChecked) {
    if (which && Number(which) !== index + 1) return;
    return testWith(RUN, `exercise ${index + 1}, ${own}`, () => check(own));
  }
  testWith(RUN, `exercise ${index + 1}: its answer is right`, async () => {
    await check(`docs/exercises/answers/${name}.ts`);
  });
  testWith(RUN, `exercise ${index + 1}: ${own} is still to be done`, async () => {
    // It runs, and what it does is not what it should do.
    assertEquals(await check(own).then(() => "done", ({ name }) => name), "AssertionError");
  });
});

if (!ownAreChecked) {
  testWith(RUN, "eco probe --idle finds the time-out of the exercise's proxy", async () => {
    await using server = Program.start();
    const args = ["docs/exercises/proxy.ts", "0", `${await server.port()}`, "2"];
    const command = ["run", "--no-prompt", "--allow-net", ...args];
    await using proxy = new Program(Deno.execPath(), command);
    const [, port] = await proxy.output(/From 127\.0\.0\.1:(\d+)/);
    const { code, stdout } = await probe(`ws://127.0.0.1:${port}`, "--idle", "4s", "--json");
    const failed = JSON.parse(stdout).steps.filter(({ outcome }: Step) => outcome === "failed");
    const findings = failed.map((
      { step, finding, values }: Step,
    ) => [step, finding, Math.round(Number(values.seconds))]);
    assertEquals([code, findings], [1, [["idle", "idleDropped", 2]]]);
    proxy.kill("SIGINT");
    assertEquals((await proxy.ended()).stdout.split("\n")[1], "The time-out was 2 s.");
  });
}
