/**
 * Returns a percentile of numbers, by the nearest-rank method.
 * @param {readonly number[]} numbers At least one, in any order.
 * @param {number} share From above 0 to 1.
 */
export function percentile(numbers, share) {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)];
}

/** Counts events and their amounts over the last second. */
export class Rate {
  /** @type {{ atMs: number, amount: number }[]} */
  #events = [];

  /** @param {number} amount @param {number} nowMs */
  add(amount, nowMs) {
    this.#events.push({ atMs: nowMs, amount });
  }

  /** Forgets what is older than a second. @param {number} nowMs */
  forget(nowMs) {
    const first = this.#events.findIndex(({ atMs }) => atMs > nowMs - 1000);
    this.#events = first === -1 ? [] : this.#events.slice(first);
  }

  /**
   * @param {number} nowMs
   * @returns {{ count: number, amount: number }} Of the second before now.
   */
  perSecond(nowMs) {
    this.forget(nowMs);
    const amount = this.#events.reduce((sum, event) => sum + event.amount, 0);
    return { count: this.#events.length, amount };
  }
}
