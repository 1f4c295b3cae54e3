/** With more messages waiting for a reply, the oldest count as unanswered. */
const MAX_QUEUE_LENGTH = 1000;
/** How many of the oldest waiting messages a reply is compared with. */
const FARTHEST = 100;
/** How many of the last round trips are drawn and counted. */
const MAX_TIMES = 500;

/** Matches replies to messages, and measures the round trip times. */
export class RoundTrips {
  /** @type {{ content: string, sentAtMs: number }[]} */
  #waiting = [];
  /** @type {number[]} */
  #timesMs = [];

  /** @returns {readonly number[]} The last round trips, oldest first. */
  get timesMs() {
    return this.#timesMs;
  }

  /**
   * @param {string} content What was sent, binary as a string of its bytes.
   * @param {number} nowMs
   */
  sent(content, nowMs) {
    this.#waiting.push({ content, sentAtMs: nowMs });
    if (this.#waiting.length > MAX_QUEUE_LENGTH) this.#waiting.shift();
  }

  /**
   * Takes a message that came: it answers a waiting message that it ends with, whatever the prefix.
   * @param {string} content
   * @param {number} nowMs
   * @returns {number | undefined} The round trip in milliseconds; nothing if it is no reply.
   */
  received(content, nowMs) {
    const end = Math.min(this.#waiting.length, FARTHEST);
    for (let index = 0; index < end; index++) {
      const { content: sent, sentAtMs } = this.#waiting[index];
      if (!content.endsWith(sent)) continue;
      this.#waiting.splice(0, index + 1);
      this.#timesMs.push(nowMs - sentAtMs);
      if (this.#timesMs.length > MAX_TIMES) this.#timesMs.shift();
      return nowMs - sentAtMs;
    }
  }

  /** Returns whether a reply is awaited to a message sent since a time. @param {number} sinceMs */
  isAwaited(sinceMs) {
    return (this.#waiting.at(-1)?.sentAtMs ?? -Infinity) > sinceMs;
  }

  /** Forgets the waiting messages, since the connection has ended. */
  clear() {
    this.#waiting = [];
  }

  /** Forgets the times, and returns a function that brings them back. */
  clearTimes() {
    const times = this.#timesMs;
    this.#timesMs = [];
    return () => void (this.#timesMs = [...times, ...this.#timesMs].slice(-MAX_TIMES));
  }
}
