import { assert, assertEquals } from "@std/assert";
import {
  Backlog,
  checkBacklog,
  checkMessage,
  RateLimiter,
  TokenBucket,
} from "../../../../server/policy/limits.ts";

const LIMITS = { maxPayloadBytes: 8, maxBufferedBytes: 100 };
const MIB = 1024 * 1024;

/** Returns the close code of a message; `undefined`: it gets a reply. */
function check(message: string | ArrayBuffer, waitingBytes = 0) {
  const limit = checkMessage(message, waitingBytes, LIMITS);
  if (limit) assert(limit.reason.length > 0 && limit.reason.length <= 123); // RFC 6455 §5.5
  return limit?.code;
}

Deno.test("checkMessage() closes with 1009 if a message has too many bytes", () => {
  for (const message of ["", "12345678", "ññññ", "👩👩", "éé1234", new ArrayBuffer(8)]) {
    assertEquals(check(message), undefined, `${message}`);
  }
  for (const message of ["123456789", "ññññ1", "👩👩1", "€€€", new ArrayBuffer(9)]) {
    assertEquals(check(message), 1009, `${message}`);
  }
});

Deno.test("checkMessage() and checkBacklog() close with 1013 if too many bytes wait", () => {
  for (const [waitingBytes, code] of [[100, undefined], [101, 1013]] as const) {
    assertEquals(check("x", waitingBytes), code);
    assertEquals(checkBacklog(waitingBytes, LIMITS)?.code, code);
  }
});

Deno.test("Backlog counts 64 bytes beside each reply, of which the socket tells nothing", () => {
  const backlog = new Backlog();
  for (let n = 0; n < 1000; n++) backlog.add(0);
  backlog.measure(0);
  assertEquals(backlog.bytes, 64_000);
  backlog.add(1);
  assertEquals(backlog.bytes, 64_065);
  backlog.measure(1);
  assertEquals(backlog.bytes, 64_065);
  backlog.measure(0);
  assertEquals(backlog.bytes, 0);
});

Deno.test("Backlog is stale after 64 replies, or while more than half of the limit may wait", () => {
  const backlog = new Backlog();
  for (let n = 0; n < 64; n++) {
    assertEquals(backlog.isStale(MIB), false, `reply ${n}`);
    backlog.add(1);
  }
  assertEquals(backlog.isStale(MIB), true);
  for (const [bytes, isStale] of [[0, false], [MIB / 2, false], [MIB / 2 + 1, true]] as const) {
    const other = new Backlog();
    other.measure(bytes);
    assertEquals(other.isStale(MIB), isStale);
  }
});

Deno.test("TokenBucket allows a burst of one second, and fills up with time, but not over", () => {
  const bucket = new TokenBucket(5, 0);
  for (const [nowMs, taken] of [[0, 5], [0, 0], [199, 0], [400, 2], [60_000, 5]]) {
    const takes = Array.from({ length: 10 }, () => bucket.take(1, nowMs));
    assertEquals(takes.filter((isTaken) => isTaken).length, taken, `${nowMs} ms`);
  }
});

Deno.test("TokenBucket takes all of several tokens, or none", () => {
  const bucket = new TokenBucket(5, 0);
  assertEquals([4, 2, 1, 1].map((count) => bucket.take(count, 0)), [true, false, true, false]);
  assertEquals(bucket.take(6, 60_000), false);
});

Deno.test("RateLimiter limits each address, and forgets none before its bucket is full again", () => {
  const limiter = new RateLimiter(10);
  const take = (count: number, nowMs: number) => limiter.take("192.0.2.1", count, nowMs);
  assertEquals([take(10, 0), take(1, 0)], [true, false]);
  assertEquals(limiter.take("192.0.2.2", 10, 0), true);
  // Others come and go, and time passes, so that the buckets change generations.
  for (let nowMs = 100; nowMs < 5000; nowMs += 100) {
    limiter.take(`192.0.2.${nowMs}`, 1, nowMs);
    assertEquals([take(1, nowMs), take(1, nowMs)], [true, false], `${nowMs} ms`);
  }
});

Deno.test("RateLimiter keeps no more buckets than addresses of two seconds", () => {
  const limiter = new RateLimiter(10);
  for (let n = 0; n < 10_000; n++) {
    limiter.take(`address ${n}`, 10, n);
    assert(limiter.size <= 2000, `${limiter.size}`);
  }
  assertEquals(limiter.take("address 9500", 6, 10_000), false);
});
