import { assertEquals } from "@std/assert";
import { closeCodeLabel, countClosed, newCounts } from "../../../../server/policy/counts.ts";

Deno.test("closeCodeLabel() has few values, whatever codes peers choose", () => {
  const cases = {
    "1000": [1000],
    "1015": [1015],
    other: [0, 999, 1016, 2999, 5000],
    "3xxx": [3000, 3999],
    "4xxx": [4000, 4999],
  };
  for (const [label, codes] of Object.entries(cases)) {
    for (const code of codes) assertEquals(closeCodeLabel(code), label, `${code}`);
  }
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
