import { assertEquals, assertMatch } from "@std/assert";
import { DEADLINE_MS } from "../support/deadline.ts";
import { RUN, testWith } from "../support/needs.ts";
import { Program, taskArguments } from "../support/program.ts";

// In a separate process, with the lock file of the tests: if this file imported the browser's
// packages, plain `deno test` would write them to deno.lock, and every server would download them.
testWith([...RUN, "chromium"], "the page in a browser shows the reply to a message", async () => {
  const args = [...taskArguments("test"), "--no-check", "tests/page/round_trip_test.ts"];
  await using program = new Program(Deno.execPath(), args);
  // The first run downloads the packages.
  const { code, stdout, stderr } = await program.ended(6 * DEADLINE_MS);
  assertEquals(code, 0, stdout + stderr);
  assertMatch(stdout, /^ok \| 1 passed/m);
});
