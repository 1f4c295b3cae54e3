import { assert, assertEquals } from "@std/assert";
import { INITIAL_SESSION, nextSession, reconnectionDelay } from "../../../static/session.js";
import type { Session, SessionEvent } from "../../../static/types.ts";

const closed = (change: Partial<Extract<SessionEvent, { type: "closed" }>> = {}): SessionEvent => ({
  type: "closed",
  code: 1006,
  reason: "",
  wasClean: false,
  reconnect: false,
  ...change,
});

function after(...events: SessionEvent[]): Session {
  return events.reduce<Session>(nextSession, INITIAL_SESSION);
}

Deno.test("nextSession() goes from idle to open and closed", () => {
  assertEquals(after({ type: "connect" }).phase, "connecting");
  assertEquals(after({ type: "connect" }, { type: "opened" }).phase, "open");
  const events: SessionEvent[] = [{ type: "connect" }, { type: "opened" }, { type: "disconnect" }];
  assertEquals(after(...events).phase, "closing");
  assertEquals(after(...events, closed({ code: 1000, wasClean: true })).phase, "closed");
});

Deno.test("nextSession() knows who closed", () => {
  const open: SessionEvent[] = [{ type: "connect" }, { type: "opened" }];
  const by = (...events: SessionEvent[]) => after(...open, ...events).ending?.by;
  assertEquals(by({ type: "disconnect" }, closed({ wasClean: true })), "you");
  assertEquals(by(closed({ code: 1001, wasClean: true })), "server");
  assertEquals(by(closed()), "nobody");
});

Deno.test("nextSession() tells a connection that broke from one that never was", () => {
  assertEquals(after({ type: "connect" }, closed()).ending?.opened, false);
  assertEquals(after({ type: "connect" }, { type: "opened" }, closed()).ending?.opened, true);
});

Deno.test("nextSession() waits to reconnect where that is wished, and not after your own close", () => {
  const lost = closed({ reconnect: true });
  assertEquals(after({ type: "connect" }, lost).phase, "waiting");
  assertEquals(after({ type: "connect" }, { type: "disconnect" }, lost).phase, "closed");
  assertEquals(after({ type: "connect" }, lost, { type: "stop" }).phase, "closed");
  assertEquals(after({ type: "connect" }, lost, { type: "connect" }).phase, "connecting");
});

Deno.test("nextSession() counts attempts until a connection has settled", () => {
  const lost = closed({ reconnect: true });
  const again: SessionEvent[] = [{ type: "connect" }, { type: "opened" }, lost];
  assertEquals(after(...again, ...again, ...again).attempt, 3);
  const settled: SessionEvent[] = [{ type: "connect" }, { type: "opened" }, { type: "settled" }];
  assertEquals(after(...again, ...settled).attempt, 0);
});

Deno.test("nextSession() leaves a session as it is where an event does not fit", () => {
  const open = after({ type: "connect" }, { type: "opened" });
  for (const type of ["connect", "opened", "stop"] as const) {
    assertEquals(nextSession(open, { type }), open);
  }
  assertEquals(nextSession(INITIAL_SESSION, { type: "disconnect" }), INITIAL_SESSION);
});

Deno.test("reconnectionDelay() doubles up to half a minute and spreads over the upper half", () => {
  assertEquals([1, 2, 3, 6, 100].map((n) => reconnectionDelay(n, 0)), [
    1000,
    2000,
    4000,
    30000,
    30000,
  ]);
  assertEquals(reconnectionDelay(1, 0.999) > 500, true);
  assert(reconnectionDelay(3, 0.5) === 3000);
});
