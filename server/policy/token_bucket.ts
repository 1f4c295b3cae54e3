/**
 * Allows so many events a second on average and as many at once: a token bucket that starts full.
 */
export class TokenBucket {
  readonly #perSecond: number;
  #tokens: number;
  #filledAtMs: number;

  /**
   * @param perSecond Tokens added each second, and how many there are at most.
   * @param nowMs A monotonic clock in milliseconds.
   */
  constructor(perSecond: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
    this.#filledAtMs = nowMs;
  }

  /** Takes a token; returns whether there was one. */
  take(nowMs: number): boolean {
    const added = (nowMs - this.#filledAtMs) / 1000 * this.#perSecond;
    this.#tokens = Math.min(this.#perSecond, this.#tokens + added);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
