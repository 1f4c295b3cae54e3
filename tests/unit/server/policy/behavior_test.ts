import { assert, assertEquals } from "@std/assert";
import { applyBehavior, checkReject } from "../../../../server/policy/behavior.ts";

const SETTINGS = { prefix: "echo: ", idleTimeoutSeconds: 30, maxLifetimeSeconds: 0 };

Deno.test("applyBehavior() returns the server's settings if the client changes none", () => {
  assert(applyBehavior(SETTINGS, { delayMs: 5 }) === SETTINGS);
});

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

Deno.test("checkReject() refuses only a client that asks for it", () => {
  assertEquals(checkReject({ delayMs: 5 }, "http://a/"), undefined);
  const { status, reason, message } = checkReject({ reject: 418 }, "http://a/")!;
  assertEquals([status, reason, message], [418, "asked", "Refused with 418, as requested."]);
});
