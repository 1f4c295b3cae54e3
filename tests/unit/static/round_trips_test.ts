import { assertEquals } from "@std/assert";
import { RoundTrips } from "../../../static/round_trips.js";

function sent(...contents: string[]): RoundTrips {
  const roundTrips = new RoundTrips();
  contents.forEach((content, index) => roundTrips.sent(content, index * 10));
  return roundTrips;
}

Deno.test("RoundTrips times a reply from its message, whatever the prefix", () => {
  assertEquals(sent("hola").received("hola", 7), 7);
  assertEquals(sent("hola").received("echo: hola", 7), 7);
  assertEquals(sent("").received("echo: ", 7), 7);
});

Deno.test("RoundTrips takes equal messages in their order", () => {
  const roundTrips = sent("a", "a");
  assertEquals([roundTrips.received("a", 100), roundTrips.received("a", 100)], [100, 90]);
});

Deno.test("RoundTrips skips messages that were left unanswered", () => {
  const roundTrips = sent("a", "b", "c");
  assertEquals(roundTrips.received("echo: b", 50), 40);
  assertEquals(roundTrips.received("echo: a", 50), undefined);
  assertEquals(roundTrips.received("echo: c", 50), 30);
});

Deno.test("RoundTrips knows what answers nothing", () => {
  const roundTrips = sent("a");
  assertEquals(roundTrips.received("news", 5), undefined);
  assertEquals(roundTrips.received("a", 5), 5);
  assertEquals(roundTrips.received("a", 6), undefined);
});

Deno.test("RoundTrips forgets what waits when the connection has ended", () => {
  const roundTrips = sent("a");
  roundTrips.clear();
  assertEquals(roundTrips.received("a", 5), undefined);
});
