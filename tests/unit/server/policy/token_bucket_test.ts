import { assertEquals } from "@std/assert";
import { TokenBucket } from "../../../../server/policy/token_bucket.ts";

function takes(bucket: TokenBucket, count: number, nowMs: number): number {
  return Array.from({ length: count }, () => bucket.take(nowMs)).filter((taken) => taken).length;
}

Deno.test("TokenBucket allows a second's worth at once, and no more", () => {
  assertEquals(takes(new TokenBucket(5, 0), 10, 0), 5);
});

Deno.test("TokenBucket fills up as time goes by, but not over", () => {
  const bucket = new TokenBucket(5, 0);
  assertEquals(takes(bucket, 10, 0), 5);
  assertEquals(takes(bucket, 10, 199), 0);
  assertEquals(takes(bucket, 10, 400), 2);
  assertEquals(takes(bucket, 10, 60_000), 5);
});
