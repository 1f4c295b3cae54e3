import { assert, assertEquals } from "@std/assert";
import { settingsOf } from "../../../../server/policy/behavior.ts";

const SETTINGS = { prefix: "echo: ", idleTimeoutSeconds: 30, maxLifetimeSeconds: 0 };

Deno.test("settingsOf() returns the server's own where nothing else is asked for", () => {
  assert(settingsOf(SETTINGS, { delayMs: 5 }) === SETTINGS);
});

Deno.test("settingsOf() takes the prefix, also an empty one", () => {
  assertEquals(settingsOf(SETTINGS, { prefix: "" }), { ...SETTINGS, prefix: "" });
});

Deno.test("settingsOf() pings after the time asked for, which is half of the time-out", () => {
  assertEquals(settingsOf(SETTINGS, { idleMs: 250 }).idleTimeoutSeconds, 0.5);
});

Deno.test("settingsOf() ends a connection without pings after an hour, or earlier if told so", () => {
  const lifetimeOf = (maxLifetimeSeconds: number, idleMs: number) =>
    settingsOf({ ...SETTINGS, maxLifetimeSeconds }, { idleMs }).maxLifetimeSeconds;
  assertEquals([lifetimeOf(0, 0), lifetimeOf(60, 0), lifetimeOf(7200, 0)], [3600, 60, 3600]);
  assertEquals([lifetimeOf(0, 1), lifetimeOf(7200, 1)], [0, 7200]);
});
