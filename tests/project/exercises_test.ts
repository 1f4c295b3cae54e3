import { assertEquals, assertStringIncludes } from "@std/assert";
import { integer } from "../../server/policy/rule.ts";
import { EXERCISES } from "../support/exercises.ts";
import { testWith } from "../support/needs.ts";
import { probe, type Step } from "../support/probe.ts";
import { Program, taskArguments } from "../support/program.ts";

const RUN = ["net", "read", "run", "env"] as const;

/** `deno task exercise 2` checks the reader's own file for the second; without a number, all. */
const [who, which] = Deno.args;
const ownAreChecked = who === "mine";
const RULE = integer(1, EXERCISES.length);
const number = which === undefined ? undefined : RULE.read(which);
if (which !== undefined && number === undefined) {
  console.error(
    `error: Cannot check an exercise as its number must be ${RULE.inWords}: ` +
      `current value is ${JSON.stringify(which)}`,
  );
  Deno.exit(2);
}

EXERCISES.forEach(([name, check], index) => {
  const own = `docs/exercises/${name}.ts`;
  if (ownAreChecked) {
    if (number !== undefined && number !== index + 1) return;
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
  testWith(RUN, "deno task exercise refuses what is no number of an exercise", async () => {
    for (const number of ["9", "0", "one"]) {
      await using program = new Program(Deno.execPath(), [...taskArguments("exercise"), number]);
      const { code, stdout, stderr } = await program.ended();
      assertEquals(code, 1);
      assertStringIncludes(
        stdout + stderr,
        "error: Cannot check an exercise as its number must be an integer from 1 to 5: " +
          `current value is "${number}"\n`,
      );
    }
  });

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
