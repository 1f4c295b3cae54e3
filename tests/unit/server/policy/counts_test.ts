import { assertEquals } from "@std/assert";
import {
  addCounts,
  closeCodeLabel,
  countClosed,
  increment,
  newCounts,
} from "../../../../server/policy/counts.ts";

Deno.test("closeCodeLabel() has few values, whatever codes peers choose", () => {
  const codes = [1000, 1005, 1006, 1015, 0, 999, 1016, 2999, 3000, 3999, 4000, 4999, 5000];
  assertEquals(
    codes.map(closeCodeLabel),
    ["1000", "1005", "1006", "1015", "other", "other", "other", "other"]
      .concat(["3xxx", "3xxx", "4xxx", "4xxx", "other"]),
  );
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

Deno.test("addCounts() adds every number, also where only one of them has it", () => {
  const total = newCounts();
  const counts = newCounts();
  total.opened = 1;
  counts.opened = 2;
  counts.received.text.messages = 3;
  increment(total.refusedByReason, "key");
  increment(counts.refusedByReason, "key");
  increment(counts.refusedByReason, "origin");
  countClosed(counts, 1000, 5);
  addCounts(total, counts);
  assertEquals([total.opened, total.received.text.messages], [3, 3]);
  assertEquals(total.refusedByReason, { key: 2, origin: 1 });
  assertEquals(total.durations, counts.durations);
  assertEquals(counts.opened, 2);
});
