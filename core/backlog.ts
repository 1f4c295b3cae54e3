/** What the runtime takes for a reply that waits, beside its payload; measured at 600 to 800. */
const REPLY_BYTES = 512;
/** For an empty reply, of which cannot be known whether it waits. */
const EMPTY_REPLY_BYTES = 64;

/**
 * Estimates the memory that the unsent replies of one connection take.
 *
 * The socket's `bufferedAmount` counts their payload alone, so that a peer could have millions of
 * small ones wait; and empty ones it does not count at all.
 */
export class Backlog {
  #overheadBytes = 0;
  #lastWasEmpty = false;

  /**
   * Returns the estimate, to be called before each reply.
   *
   * @param bufferedBytes The socket's `bufferedAmount`.
   */
  bytes(bufferedBytes: number): number {
    if (bufferedBytes === 0 && !this.#lastWasEmpty) this.#overheadBytes = 0;
    return bufferedBytes + this.#overheadBytes;
  }

  /** Counts a reply in. */
  add(isEmpty: boolean): void {
    this.#lastWasEmpty = isEmpty;
    this.#overheadBytes += isEmpty ? EMPTY_REPLY_BYTES : REPLY_BYTES;
  }
}
