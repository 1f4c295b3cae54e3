import { assertEquals } from "@std/assert";
import {
  eventsOf,
  INITIAL_SESSION,
  nextSession,
  reconnectionDelay,
} from "../../../static/session.js";
import type { Session, SessionEvent } from "../../../static/types.ts";

const closed = (code: number, reconnect = false): SessionEvent => {
  return { type: "closed", code, reason: "", wasClean: code !== 1006, reconnect };
};

/** What can happen to a session. */
const EVENTS: Record<string, SessionEvent> = {
  connect: { type: "connect" },
  opened: { type: "opened" },
  settled: { type: "settled" },
  disconnect: { type: "disconnect" },
  replace: { type: "replace" },
  stop: { type: "stop" },
  closed: closed(4001),
  broken: closed(1006),
  lost: closed(1012, true),
};

/** Events, the session after them, who ended it, and the names of what is explained meanwhile. */
const LIVES: readonly [
  events: string,
  session: Partial<Session>,
  end: string,
  explained: string,
][] = [
  ["connect", { phase: "connecting" }, "", "opening"],
  ["connect opened disconnect", { phase: "closing" }, "", "opening open closing"],
  ["connect opened settled disconnect closed", {}, "you", "opening open closing closedByYou"],
  ["connect opened closed", { phase: "closed" }, "server", "opening open closedByServer"],
  ["connect opened broken", { phase: "closed" }, "nobody", "opening open lost"],
  ["connect broken", { phase: "closed" }, "nobody unopened", "opening failed"],
  [
    "connect opened replace connect opened",
    { phase: "open", attempt: 0 },
    "",
    "opening open replaced opening open",
  ],
  ["connect disconnect broken", { phase: "closed" }, "you", "opening gaveUp unanswered"],
  ["connect lost", { phase: "waiting", attempt: 1 }, "server unopened", "opening failed waiting"],
  ["connect disconnect lost", { phase: "closed" }, "you", "opening gaveUp closedByYou"],
  ["connect lost stop", { phase: "closed" }, "server unopened", "opening failed waiting"],
  [
    "connect lost connect lost",
    { attempt: 2 },
    "server unopened",
    "opening failed waiting reopening failed waiting",
  ],
  ["connect lost connect opened", { attempt: 1 }, "", "opening failed waiting reopening open"],
  [
    "connect lost connect opened settled",
    { attempt: 0 },
    "",
    "opening failed waiting reopening open",
  ],
  // Events that do not fit change nothing.
  ["disconnect", { phase: "idle" }, "", ""],
  ["replace", { phase: "idle" }, "", ""],
  ["connect opened connect opened stop", { phase: "open" }, "", "opening open"],
];

Deno.test("nextSession() and eventsOf() follow the life of a connection", () => {
  for (const [events, expected, end, explained] of LIVES) {
    let session = INITIAL_SESSION;
    const names = events.split(" ").flatMap((event) => {
      const before = session;
      session = nextSession(before, EVENTS[event]);
      return eventsOf(before, session).map(({ name }) => name);
    });
    const { by = "", opened = true } = session.ending ?? {};
    assertEquals({ ...session, ...expected }, session, events);
    assertEquals([opened ? by : `${by} unopened`, names.join(" ")], [end, explained], events);
  }
});

Deno.test("reconnectionDelay() doubles up to half a minute and spreads over the upper half", () => {
  const delays = [1, 2, 3, 6, 100].map((attempt) => reconnectionDelay(attempt, 0));
  assertEquals(delays, [1000, 2000, 4000, 30_000, 30_000]);
  assertEquals([reconnectionDelay(3, 0.5), reconnectionDelay(1, 0.999) > 500], [3000, true]);
});
