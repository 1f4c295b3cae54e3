import { assertEquals } from "@std/assert";
import { judgeMemory } from "../../../../server/policy/memory.ts";

Deno.test("judgeMemory() refuses above the limit and stops a quarter above it", () => {
  assertEquals(judgeMemory(100, 100), "enough");
  assertEquals(judgeMemory(101, 100), "refuse");
  assertEquals(judgeMemory(125, 100), "refuse");
  assertEquals(judgeMemory(126, 100), "stop");
});

Deno.test("judgeMemory() takes 0 for no limit", () => {
  assertEquals(judgeMemory(1e12, 0), "enough");
});
