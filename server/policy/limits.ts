import { CLOSE_CODE } from "../../static/shared/close_codes.js";
import { byteLength } from "../../static/shared/text.js";
import type { Config } from "./config.ts";

/** How to close a connection that has broken a limit. */
export interface LimitClose {
  readonly code: number;
  readonly reason: string;
}

/** A UTF-16 unit takes one to three bytes in UTF-8; a surrogate pair takes four. */
export const MAX_UTF8_BYTES_PER_UNIT = 3;

/**
 * Returns how a message closes its connection, or `undefined` if it gets a reply: with 1013 if more
 * than `maxBufferedBytes` of earlier replies wait for the peer to read them, with 1009 if it is
 * larger than `maxPayloadBytes`.
 */
export function checkMessage(
  message: string | ArrayBuffer,
  waitingBytes: number,
  limits: Pick<Config, "maxPayloadBytes" | "maxBufferedBytes">,
): LimitClose | undefined {
  const limit = checkBacklog(waitingBytes, limits);
  if (limit) return limit;
  const { maxPayloadBytes } = limits;
  if (!isLarger(message, maxPayloadBytes)) return undefined;
  const reason = `a message has at most ${maxPayloadBytes} bytes`;
  return { code: CLOSE_CODE.MESSAGE_TOO_BIG, reason };
}

/** Returns the close with 1013 if more than `maxBufferedBytes` wait, otherwise `undefined`. */
export function checkBacklog(
  waitingBytes: number,
  { maxBufferedBytes }: Pick<Config, "maxBufferedBytes">,
): LimitClose | undefined {
  if (waitingBytes <= maxBufferedBytes) return undefined;
  const reason = `over ${maxBufferedBytes} bytes wait to be read`;
  return { code: CLOSE_CODE.TRY_AGAIN_LATER, reason };
}

function isLarger(message: string | ArrayBuffer, maxBytes: number): boolean {
  if (typeof message !== "string") return message.byteLength > maxBytes;
  if (message.length > maxBytes) return true;
  // Counting the bytes costs a tenth of the throughput or more, so only the few messages are
  // counted whose length does not decide.
  return message.length * MAX_UTF8_BYTES_PER_UNIT > maxBytes &&
    byteLength(message) > maxBytes;
}

/**
 * Bytes that a waiting reply counts beside its payload. The runtime needs ten times as much memory
 * for it, but an honest peer may send tens of thousands of small messages before it reads.
 */
export const OVERHEAD_BYTES = 64;

/** Reading `bufferedAmount` takes a fortieth of the time of a small message. */
const REPLIES_PER_MEASUREMENT = 64;

/**
 * Estimates the bytes that wait to be sent on one connection.
 *
 * The socket's `bufferedAmount` counts payload alone: millions of small replies could wait, and
 * empty ones are not counted at all. It is read now and then, and before each reply as soon as half
 * of the limit could be waiting. In between, everything that was sent counts as waiting.
 */
export class Backlog {
  #bytes = 0;
  #overheadBytes = 0;
  #repliesSinceMeasurement = 0;
  #lastWasEmpty = false;

  /** Upper bound of the bytes that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Returns whether to {@linkcode measure} before the next reply, so that no connection is closed
   * for bytes that have been sent already.
   */
  isStale(maxBytes: number): boolean {
    return this.#repliesSinceMeasurement >= REPLIES_PER_MEASUREMENT || this.#bytes * 2 > maxBytes;
  }

  /** Replaces the estimate by the socket's `bufferedAmount`. */
  measure(bufferedBytes: number): void {
    if (bufferedBytes === 0 && !this.#lastWasEmpty) this.#overheadBytes = 0;
    this.#bytes = bufferedBytes + this.#overheadBytes;
    this.#repliesSinceMeasurement = 0;
  }

  /** Counts a reply. @param bytes Its payload, or an upper bound if the size is not known. */
  add(bytes: number): void {
    this.#bytes += bytes + OVERHEAD_BYTES;
    this.#overheadBytes += OVERHEAD_BYTES;
    this.#repliesSinceMeasurement += 1;
    this.#lastWasEmpty = bytes === 0;
  }
}

/** Allows a number of messages per second on average, and as many in a burst; starts full. */
export class TokenBucket {
  readonly #perSecond: number;
  #tokens: number;
  #filledAtMs: number;

  /** @param perSecond Tokens added per second, and the most tokens that it holds. */
  constructor(perSecond: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
    this.#filledAtMs = nowMs;
  }

  /** Takes tokens if there are enough; returns whether there were. */
  take(count: number, nowMs: number): boolean {
    const added = (nowMs - this.#filledAtMs) / 1000 * this.#perSecond;
    this.#tokens = Math.min(this.#perSecond, this.#tokens + added);
    this.#filledAtMs = nowMs;
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }
}

/**
 * Messages per second that a server sends beside one reply to each message: what is pushed, and the
 * second and later replies of `repeat`. A few bytes ask for thousands of these.
 */
export const MAX_EXTRA_PER_SECOND = 10_000;

/** An unused bucket is full again after this long: it holds the tokens of one second. */
const REFILL_MS = 1000;

/**
 * Limits the messages of each client address, over all its connections: a peer that connects again
 * finds the bucket as it left it.
 *
 * A full bucket is the same as a new one. So only the buckets of the last one or two seconds of use
 * are kept, in two generations: what is still in the older one at the next renewal has been
 * unused for a second, so it is full.
 */
export class RateLimiter {
  readonly perSecond: number;
  #newer = new Map<string, TokenBucket>();
  #older = new Map<string, TokenBucket>();
  #renewedAtMs = -Infinity;

  /** @param perSecond How many messages each address may send per second. */
  constructor(perSecond: number) {
    this.perSecond = perSecond;
  }

  /** How many buckets are kept. */
  get size(): number {
    return this.#newer.size + this.#older.size;
  }

  /** Takes tokens of an address if there are enough; returns whether there were. */
  take(address: string, count: number, nowMs: number): boolean {
    if (nowMs - this.#renewedAtMs >= REFILL_MS) {
      this.#older = this.#newer;
      this.#newer = new Map();
      this.#renewedAtMs = nowMs;
    }
    let bucket = this.#newer.get(address);
    if (bucket === undefined) {
      bucket = this.#older.get(address) ?? new TokenBucket(this.perSecond, nowMs);
      this.#older.delete(address);
      this.#newer.set(address, bucket);
    }
    return bucket.take(count, nowMs);
  }
}
