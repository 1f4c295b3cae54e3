import { assertEquals } from "@std/assert";
import { eventsOf } from "../../../../static/explain/events.js";
import { INITIAL_SESSION, nextSession } from "../../../../static/session.js";
import type { Session, SessionEvent } from "../../../../static/types.ts";

const CLOSED = {
  type: "closed",
  code: 1000,
  reason: "",
  wasClean: true,
  reconnect: false,
} as const;

/** The names of what is explained while these things happen to a session, one after the other. */
function namesOf(...events: SessionEvent[]): string[] {
  let session: Session = INITIAL_SESSION;
  return events.flatMap((event) => {
    const before = session;
    session = nextSession(before, event);
    return eventsOf(before, session).map(({ name }) => name);
  });
}

Deno.test("eventsOf() tells a life from its opening to its end", () => {
  assertEquals(
    namesOf({ type: "connect" }, { type: "opened" }, { type: "settled" }, {
      type: "disconnect",
    }, CLOSED),
    ["opening", "open", "closing", "closedByYou"],
  );
  assertEquals(
    namesOf({ type: "connect" }, { type: "opened" }, { ...CLOSED, code: 4001 }),
    ["opening", "open", "closedByServer"],
  );
});

Deno.test("eventsOf() tells ends without a close frame from one another", () => {
  const broken = { ...CLOSED, code: 1006, wasClean: false };
  assertEquals(namesOf({ type: "connect" }, broken), ["opening", "failed"]);
  assertEquals(namesOf({ type: "connect" }, { type: "opened" }, broken), [
    "opening",
    "open",
    "lost",
  ]);
  assertEquals(namesOf({ type: "connect" }, { type: "disconnect" }, broken), [
    "opening",
    "gaveUp",
    "unanswered",
  ]);
});

Deno.test("eventsOf() tells of each attempt, and of none after a stop", () => {
  const lost = { ...CLOSED, code: 1012, reconnect: true };
  assertEquals(
    namesOf({ type: "connect" }, { type: "opened" }, lost, { type: "connect" }, lost, {
      type: "stop",
    }),
    ["opening", "open", "closedByServer", "waiting", "reopening", "failed", "waiting"],
  );
});
