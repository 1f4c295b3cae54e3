import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import contributing from "../../CONTRIBUTING.md" with { type: "text" };
import { copyProject } from "../support/checkout.ts";
import { DEADLINE_MS } from "../support/deadline.ts";
import { testWith } from "../support/needs.ts";
import { applyHunk, readPatches } from "../support/patch.ts";
import { Program } from "../support/program.ts";

/** The tests of what is listed in several places. */
const LISTS = ["layout_test.ts", "query_test.ts", "settings_test.ts", "static"]
  .map((name) => `tests/unit/${name}`);
/** The tests that the examples bring. */
const NAMES = "/upper case|than a connection may have|cutsAt126/";

const FILES = ["behavior", "limits", "probe"].map((name) => `tests/integration/${name}_test.ts`);

const patches = Array.from(contributing.matchAll(/^```diff\n([^]*?)^```$/gm))
  .flatMap(([, text]) => readPatches(text));

/** Runs Deno in a folder, and resolves with what it prints; rejects where it fails. */
async function run(cwd: string, ...args: readonly string[]): Promise<string> {
  await using program = new Program(Deno.execPath(), args, { cwd });
  const { code, stdout, stderr } = await program.ended(12 * DEADLINE_MS);
  assertEquals(code, 0, stdout + stderr);
  return stdout;
}

testWith(
  ["net", "env", "read", "write", "run", "sys"],
  "the examples of CONTRIBUTING.md, all in one copy, pass types and tests",
  async () => {
    assert(patches.length > 0);
    await using copy = await copyProject(["bench", "docs", "tests", "CONTRIBUTING.md"]);
    for (const { path, hunks } of patches) {
      const file = join(copy.path, path);
      const text = await Deno.readTextFile(file);
      const changed = hunks.reduce((text, hunk) => applyHunk(text, hunk, path), text);
      await Deno.writeTextFile(file, changed);
    }
    const lock = ["--lock=tests/deno.lock", "--frozen"];
    const test = ["test", ...lock, "--no-check", "--no-prompt", "--allow-all"];
    await run(copy.path, "fmt", "-q");
    await run(copy.path, "lint", "-q");
    await run(copy.path, "check", "-q", ...lock);
    await run(copy.path, ...test, ...LISTS);
    const printed = await run(copy.path, ...test, `--filter=${NAMES}`, ...FILES);
    assertStringIncludes(printed, "ok | 3 passed");
  },
);
