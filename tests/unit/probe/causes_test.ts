import { assert, assertEquals } from "@std/assert";
import { likelyProxy } from "../../../probe/causes.ts";

Deno.test("likelyProxy() names whose default a time-out is, measured a little late", () => {
  assert(likelyProxy(60_012)?.includes("nginx"));
  assert(likelyProxy(100_500)?.includes("Cloudflare"));
  assert(likelyProxy(350_900)?.includes("NLB"));
  assertEquals([3000, 75_000].map(likelyProxy), [undefined, undefined]);
});
