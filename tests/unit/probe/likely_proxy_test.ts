import { assert, assertEquals } from "@std/assert";
import { culpritOf, divide, isNear } from "../../../probe/likely_proxy.ts";

Deno.test("culpritOf() names who is known for a time-out, measured a little late", () => {
  assert(culpritOf(60_012)?.includes("nginx"));
  assert(culpritOf(100_500)?.includes("Cloudflare"));
  assert(culpritOf(350_900)?.includes("NLB"));
  assertEquals(culpritOf(3000), undefined);
  assertEquals(culpritOf(75_000), undefined);
});

Deno.test("divide() gives the times between equal parts", () => {
  assertEquals(divide({ aliveMs: 0, deadMs: 8000 }, 4), [2000, 4000, 6000]);
  assertEquals(divide({ aliveMs: 4000, deadMs: 6000 }, 2), [5000]);
});

Deno.test("isNear() is content with half a second, or a fiftieth of a long time", () => {
  assert(isNear({ aliveMs: 2500, deadMs: 3000 }));
  assert(!isNear({ aliveMs: 2499, deadMs: 3000 }));
  assert(isNear({ aliveMs: 98_000, deadMs: 100_000 }));
  assert(!isNear({ aliveMs: 97_900, deadMs: 100_000 }));
});
