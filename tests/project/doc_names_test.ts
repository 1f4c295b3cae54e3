import { assert, assertEquals } from "@std/assert";
import project from "../../deno.json" with { type: "json" };
import { readDocuments } from "../support/documents.ts";
import { testWith } from "../support/needs.ts";
import { Program, taskArguments } from "../support/program.ts";

const RUN = ["net", "read", "run", "env"] as const;

/** What a document says in code: each line of its commands, and each piece within its sentences. */
function codesOf(text: string): string[] {
  const blocks = [...text.matchAll(/^ *```sh\n([^]*?)```/gm)]
    .flatMap(([, code]) => code.replaceAll("\\\n", "").split("\n"));
  return [...blocks, ...Array.from(text.matchAll(/`([^`\n]+)`/g), ([, code]) => code)];
}

/** The flags that a program's help lists. */
async function flagsOf(command: readonly string[]): Promise<string[]> {
  await using program = new Program(Deno.execPath(), [...command, "--help"]);
  const { stdout } = await program.ended();
  return stdout.match(/--[a-z][a-z-]*/g) ?? [];
}

testWith(["read"], "every task that a document names is there", () => {
  for (const { path, text } of readDocuments()) {
    const tasks = text.match(/(?<=\bdeno(?:@[\d.]+)? task )[a-z][a-z-]*/g) ?? [];
    assertEquals(tasks.filter((task) => !(task in project.tasks)), [], path);
  }
});

testWith(RUN, "every flag of eco, and of deno, that a document names is there", async () => {
  const eco = taskArguments("eco");
  const ecoCommands = [eco, [...eco, "probe"], [...eco, "healthcheck"]];
  const denoCommands = ["run", "test", "serve", "compile", "task", "fmt"].map((name) => [name]);
  const ecoFlags = new Set((await Promise.all(ecoCommands.map(flagsOf))).flat());
  const denoFlags = new Set((await Promise.all(denoCommands.map(flagsOf))).flat());
  let count = 0;
  for (const { path, text } of readDocuments()) {
    // A document that shows how to add a flag may name it.
    const added = new Set(text.match(/(?<=^\+ +flag: ")--[a-z-]+/gm));
    for (const code of codesOf(text)) {
      const isOfEco = /\bdeno(?:@[\d.]+)? task (?:start|eco)\b|^eco /.test(code);
      if (!isOfEco && !code.startsWith("--")) continue;
      for (const flag of code.match(/(?<!\S)--[a-z][a-z-]*/g) ?? []) {
        if (flag === "--yes") continue; // It is one of npx, before deno.
        if (added.has(flag)) continue;
        assert(ecoFlags.has(flag) || !isOfEco && denoFlags.has(flag), `${path}: ${flag}`);
        count += 1;
      }
    }
  }
  assert(count > 30, `${count}`);
});
