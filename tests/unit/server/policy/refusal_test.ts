import { assertEquals } from "@std/assert";
import { createRequestedRefusal, Faults } from "../../../../server/policy/refusal.ts";

Deno.test("createRequestedRefusal() says that it was asked for", () => {
  const { status, reason, message } = createRequestedRefusal(418, "http://a/");
  assertEquals([status, reason, message], [418, "asked", "Refused with 418, as requested."]);
});

Deno.test("a redirect leads to the same path without reject, whatever host the request names", () => {
  for (
    const [url, location] of [
      ["http://a/room?open-delay=1&reject=302&x", "/room?open-delay=1&x"],
      ["http://a:99999/ñ?reject=302", "/%C3%B1"],
      ["http://256.1.1.1/?reject", "/"],
      ["http://a?x", "/?x"],
      ["http://a/?%72eject=302&x=reject&xreject&y=%20+", "/?x=reject&xreject&y=%20+"],
      ["http://a//b/", "/b/"],
      ["http://a/\\b/", "/b/"],
    ]
  ) assertEquals(createRequestedRefusal(302, url).headers, { location }, url);
});

Deno.test("Faults refuses a number of handshakes, or those of a time", () => {
  const faults = new Faults();
  const take = (nowMs: number, count: number) =>
    Array.from({ length: count }, () => faults.take("http://h/", nowMs)?.status);
  assertEquals([take(0, 1), faults.describe(0)], [[undefined], null]);
  faults.set({ status: 500, next: 2 }, 0);
  assertEquals(faults.describe(0), { status: 500, next: 2 });
  assertEquals(take(1e9, 3), [500, 500, undefined]);
  faults.set({ status: 429, forMs: 100 }, 1000);
  assertEquals([take(1099, 3), faults.describe(1099)], [[429, 429, 429], { status: 429, for: 1 }]);
  assertEquals([take(1100, 1), faults.describe(1100)], [[undefined], null]);
  faults.set({ status: 503, next: 9 }, 2000);
  faults.set(null, 2000);
  assertEquals([take(2000, 1), faults.describe(2000), faults.refused], [[undefined], null, 5]);
});
