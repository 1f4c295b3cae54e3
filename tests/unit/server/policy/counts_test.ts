import { assertEquals } from "@std/assert";
import { closeCodeLabel, countClosed, newCounts } from "../../../../server/policy/counts.ts";

Deno.test("closeCodeLabel() has few values, whatever codes peers choose", () => {
  const label = (...codes: number[]) => codes.map(closeCodeLabel).join(" ");
  assertEquals(label(1000, 1005, 1006, 1015), "1000 1005 1006 1015");
  assertEquals(label(0, 999, 1016, 2999, 5000), "other other other other other");
  assertEquals(label(3000, 3999, 4000, 4999), "3xxx 3xxx 4xxx 4xxx");
});

Deno.test("countClosed() counts a duration in each bucket that it fits in", () => {
  const counts = newCounts();
  countClosed(counts, 1000, 0.1);
  countClosed(counts, 1000, 5);
  countClosed(counts, 4001, 1e9);
  assertEquals(counts.closedByCode, { "1000": 2, "4xxx": 1 });
  assertEquals(counts.durations, {
    atMost: [1, 1, 2, 2, 2, 2, 2, 2, 2],
    count: 3,
    sumSeconds: 0.1 + 5 + 1e9,
  });
});
