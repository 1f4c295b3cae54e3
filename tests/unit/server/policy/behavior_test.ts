import { assert, assertEquals } from "@std/assert";
import {
  applyBehavior,
  needsDelayedReplies,
  type ReplyPlan,
  ReplyPlanner,
  seededRandom,
} from "../../../../server/policy/behavior.ts";
import type { Behavior } from "../../../../server/policy/query.ts";

const SETTINGS = { prefix: "echo: ", idleTimeoutSeconds: 30, maxLifetimeSeconds: 0 };

Deno.test("applyBehavior() changes the prefix and the pings", () => {
  assertEquals(applyBehavior(SETTINGS, { prefix: "" }), { ...SETTINGS, prefix: "" });
  // The runtime pings after half of the time-out.
  assertEquals(applyBehavior(SETTINGS, { idleMs: 250 }), { ...SETTINGS, idleTimeoutSeconds: 0.5 });
});

Deno.test("applyBehavior() ends a connection without pings after an hour at the latest", () => {
  for (const [idleMs, limit, applied] of [[0, 0, 3600], [0, 60, 60], [0, 7200, 3600], [1, 0, 0]]) {
    const settings = { ...SETTINGS, maxLifetimeSeconds: limit };
    assertEquals(applyBehavior(settings, { idleMs }).maxLifetimeSeconds, applied);
  }
});

/** Returns the plans for a number of messages. */
function plan(count: number, behavior: Behavior, seed = 1) {
  const planner = new ReplyPlanner(behavior, seed);
  return Array.from({ length: count }, () => planner.next());
}

Deno.test("needsDelayedReplies() separates behaviors that only change settings from those that act", () => {
  assert(!needsDelayedReplies({}));
  assert(
    !needsDelayedReplies({ prefix: "", idleMs: 0, protocol: "x", openDelayMs: 5, reject: 503 }),
  );
  assert(!needsDelayedReplies({ mute: false, delayMs: 0 }));
  const acting = { delayMs: 1, jitterMs: 1, mute: true, lose: 0.1, closeCode: 1000, pushMs: 10 };
  for (const [name, value] of Object.entries({ ...acting, repeat: 2 })) {
    assert(needsDelayedReplies({ [name]: value }), name);
  }
});

Deno.test("ReplyPlanner replies once and immediately, or as the behavior says", () => {
  assertEquals(plan(1, {}), [{ replies: 1, delayMs: 0, closes: false }]);
  assertEquals(plan(1, { repeat: 3, delayMs: 5 }), [{ replies: 3, delayMs: 5, closes: false }]);
  assertEquals(plan(1, { repeat: 3, mute: true })[0].replies, 0);
  const closing = (behavior: Behavior) => plan(4, behavior).map(({ closes }) => closes);
  assertEquals(closing({ closeAfter: { messages: 3 } }), [false, false, true, false]);
  assertEquals(closing({ closeAfter: { ms: 3 } }), [false, false, false, false]);
});

Deno.test("ReplyPlanner starts anew only what changes", () => {
  const behavior: Behavior = { lose: 0.5, seed: 7, closeCode: 1000, closeAfter: { messages: 30 } };
  /** Returns the plans of 40 messages, if the behavior changes after 20 of them. */
  const planWith = (changes: Behavior) => {
    const planner = new ReplyPlanner(behavior, 1);
    const plans = Array.from({ length: 20 }, () => planner.next());
    planner.change({ ...behavior, ...changes });
    return [...plans, ...Array.from({ length: 20 }, () => planner.next())];
  };
  const lost = (plans: ReplyPlan[]) => plans.map(({ replies }) => replies === 0);
  const closes = (plans: ReplyPlan[]) => plans.findIndex(({ closes }) => closes);
  const unchanged = plan(40, behavior);
  assertEquals(planWith({ delayMs: 0, prefix: "" }), unchanged);
  assertEquals(planWith({ closeAfter: { messages: 30 } }), unchanged); // The same as before.
  const reseeded = planWith({ seed: 8 });
  assertEquals(closes(reseeded), 29);
  assert(lost(reseeded).join() !== lost(unchanged).join());
  const closing = planWith({ closeAfter: { messages: 2 } });
  assertEquals([closes(closing), lost(closing)], [21, lost(unchanged)]);
});

Deno.test("ReplyPlanner adds jitter within its bounds", () => {
  const delays = plan(1000, { delayMs: 100, jitterMs: 50 }).map(({ delayMs }) => delayMs);
  assert(Math.min(...delays) >= 100 && Math.max(...delays) < 150);
  assert(Math.max(...delays) - Math.min(...delays) > 45);
});

Deno.test("ReplyPlanner loses the given share, the same messages for the same seed", () => {
  const lost = (behavior: Behavior, seed?: number) =>
    plan(10_000, behavior, seed).flatMap(({ replies }, index) => replies === 0 ? [index] : []);
  const some = lost({ lose: 0.1, seed: 7 }, 1);
  assert(some.length > 900 && some.length < 1100, `${some.length}`);
  assertEquals(lost({ lose: 0.1, seed: 7, jitterMs: 9 }, 2), some);
  assert(lost({ lose: 0.1, seed: 8 }).join() !== some.join());
  assert(lost({ lose: 0.1 }, 8).join() !== lost({ lose: 0.1 }, 9).join());
  assertEquals([lost({ lose: 0 }).length, lost({ lose: 1 }).length], [0, 10_000]);
});

Deno.test("seededRandom() gives the same numbers for the same seed in every version", () => {
  const numbers = Array.from({ length: 3 }, seededRandom(7));
  assertEquals(numbers.map((number) => Math.floor(number * 1000)), [137, 451, 998]);
});
