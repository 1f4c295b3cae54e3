import { assertEquals, assertThrows } from "@std/assert";
import { applyHunk, readPatches } from "../support/patch.ts";

Deno.test("readPatches() tells files and places apart", () => {
  assertEquals(readPatches("--- a.ts\n x\n+y\n@@\n-z\n--- b.ts\n+w\n w\n"), [
    { path: "a.ts", hunks: [[" x", "+y"], ["-z"]] },
    { path: "b.ts", hunks: [["+w", " w"]] },
  ]);
});

Deno.test("applyHunk() changes the one place that it fits", () => {
  assertEquals(applyHunk("a\nbcd\nc", [" b…", "+x", "-c"]), "a\nbcd\nx");
  assertEquals(applyHunk("a\nb\nc\nd", ["-b", "+x", "+y", " c"]), "a\nx\ny\nc\nd");
  assertThrows(() => applyHunk("a\na", [" a", "+x"]), Error, "not 2 times");
  assertThrows(() => applyHunk("a", [" b"]), Error, "not 0 times");
});
