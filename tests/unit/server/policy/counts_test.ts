import { assertEquals } from "@std/assert";
import { closeCodeLabel } from "../../../../server/policy/counts.ts";

Deno.test("closeCodeLabel() has few values, whatever codes peers choose", () => {
  const label = (...codes: number[]) => codes.map(closeCodeLabel).join(" ");
  assertEquals(label(1000, 1005, 1006, 1015), "1000 1005 1006 1015");
  assertEquals(label(0, 999, 1016, 2999, 5000), "other other other other other");
  assertEquals(label(3000, 3999, 4000, 4999), "3xxx 3xxx 4xxx 4xxx");
});
