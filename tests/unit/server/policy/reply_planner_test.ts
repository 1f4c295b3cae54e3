import { assert, assertEquals } from "@std/assert";
import type { Behavior } from "../../../../server/policy/behavior.ts";
import { needsPlanner, ReplyPlanner } from "../../../../server/policy/reply_planner.ts";

/** What is done about so many messages. */
function turns(count: number, behavior: Behavior, seed = 1) {
  const planner = new ReplyPlanner(behavior, seed);
  return Array.from({ length: count }, () => planner.next());
}

Deno.test("needsPlanner() tells what only changes settings from what acts", () => {
  assert(!needsPlanner({}));
  assert(!needsPlanner({ prefix: "", idleMs: 0, protocol: "x", openDelayMs: 5, reject: 503 }));
  assert(!needsPlanner({ mute: false, delayMs: 0 }));
  for (const behavior of [{ delayMs: 1 }, { mute: true }, { lose: 0.1 }, { closeCode: 1000 }]) {
    assert(needsPlanner(behavior), JSON.stringify(behavior));
  }
});

Deno.test("ReplyPlanner replies once and at once by default, or as often and as late as asked", () => {
  assertEquals(turns(1, {}), [{ replies: 1, delayMs: 0, closes: false }]);
  assertEquals(turns(1, { repeat: 3, delayMs: 5 }), [{ replies: 3, delayMs: 5, closes: false }]);
  assertEquals(turns(1, { repeat: 3, mute: true })[0].replies, 0);
});

Deno.test("ReplyPlanner closes at the message asked for, and at no other", () => {
  const closing = (behavior: Behavior) => turns(4, behavior).map(({ closes }) => closes);
  assertEquals(closing({ closeAfter: { messages: 3 } }), [false, false, true, false]);
  assertEquals(closing({ closeAfter: { ms: 3 } }), [false, false, false, false]);
});

Deno.test("ReplyPlanner adds jitter within its bounds", () => {
  const delays = turns(1000, { delayMs: 100, jitterMs: 50 }).map(({ delayMs }) => delayMs);
  assert(Math.min(...delays) >= 100 && Math.max(...delays) < 150);
  assert(Math.max(...delays) - Math.min(...delays) > 45);
});

Deno.test("ReplyPlanner loses the share asked for, the same ones for the same seed", () => {
  const lost = (behavior: Behavior, seed?: number) =>
    turns(10_000, behavior, seed).flatMap(({ replies }, index) => replies === 0 ? [index] : []);
  const some = lost({ lose: 0.1, seed: 7 }, 1);
  assert(some.length > 900 && some.length < 1100, `${some.length}`);
  assertEquals(lost({ lose: 0.1, seed: 7, jitterMs: 9 }, 2), some);
  assert(lost({ lose: 0.1, seed: 8 }).join() !== some.join());
  assert(lost({ lose: 0.1 }, 8).join() !== lost({ lose: 0.1 }, 9).join());
  assertEquals(lost({ lose: 0 }), []);
  assertEquals(lost({ lose: 1 }).length, 10_000);
});
