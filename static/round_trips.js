/** So many messages wait for a reply at most; older ones count as unanswered. */
const MAX_QUEUE_LENGTH = 1000;
/** So far back a reply is looked for, where the one before it was not answered. */
const FARTHEST = 100;

/** Finds the message that a reply answers, and how long it took. */
export class RoundTrips {
  /** @type {{ content: string, sentAtMs: number }[]} */
  #waiting = [];

  /**
   * @param {string} content What was sent, binary as a string of its bytes.
   * @param {number} nowMs
   */
  sent(content, nowMs) {
    this.#waiting.push({ content, sentAtMs: nowMs });
    if (this.#waiting.length > MAX_QUEUE_LENGTH) this.#waiting.shift();
  }

  /**
   * Takes a reply: what ends with a message that waits answers it, whatever prefix the server adds.
   * @param {string} content
   * @param {number} nowMs
   * @returns {number | undefined} Milliseconds there and back; nothing for what answers no message.
   */
  received(content, nowMs) {
    const end = Math.min(this.#waiting.length, FARTHEST);
    for (let index = 0; index < end; index++) {
      const { content: sent, sentAtMs } = this.#waiting[index];
      if (!content.endsWith(sent)) continue;
      this.#waiting.splice(0, index + 1);
      return nowMs - sentAtMs;
    }
  }

  /** Forgets what waits: a connection that has ended answers no more. */
  clear() {
    this.#waiting = [];
  }
}
