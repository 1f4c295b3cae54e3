import { assertEquals } from "@std/assert";
import { percentile, Rate } from "../../../../static/shared/statistics.js";

Deno.test("percentile() is one of the numbers, by the nearest rank", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  assertEquals([0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share)), [50, 95, 99, 100]);
  assertEquals([[7], [4, 1, 3, 2], [10, 9, 100]].map((all) => percentile(all, 0.5)), [7, 2, 10]);
});

Deno.test("Rate counts the last second", () => {
  const rate = new Rate();
  for (const [atMs, amount] of [[0, 1], [500, 10], [1400, 100]]) rate.add(amount, atMs);
  assertEquals(rate.perSecond(1450), { count: 2, amount: 110 });
  assertEquals(rate.perSecond(2399), { count: 1, amount: 100 });
  assertEquals(rate.perSecond(9999), { count: 0, amount: 0 });
});
