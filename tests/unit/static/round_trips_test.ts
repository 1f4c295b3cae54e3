import { assertEquals } from "@std/assert";
import { RoundTrips } from "../../../static/round_trips.js";

const CASES: [what: string, sent: string[], received: [string, atMs: number, number?][]][] = [
  ["times a reply from its message", ["hola"], [["hola", 7, 7]]],
  ["allows any prefix", ["hola"], [["echo: hola", 7, 7]]],
  ["times an empty message", [""], [["echo: ", 7, 7]]],
  ["takes equal messages in their order", ["a", "a"], [["a", 100, 100], ["a", 100, 90]]],
  ["skips messages without a reply", ["a", "b", "c"], [["b", 50, 40], ["a", 50], ["c", 50, 30]]],
  ["ignores what is no reply", ["a"], [["news", 5], ["a", 5, 5], ["a", 6]]],
];

for (const [what, sent, received] of CASES) {
  Deno.test(`RoundTrips ${what}`, () => {
    const roundTrips = new RoundTrips();
    sent.forEach((content, index) => roundTrips.sent(content, index * 10));
    for (const [content, atMs, ms] of received) {
      assertEquals(roundTrips.received(content, atMs), ms);
    }
    roundTrips.sent("again", 0);
    roundTrips.clear();
    assertEquals(roundTrips.received("again", 5), undefined, "the connection has ended");
  });
}
