/**
 * What a reply that waits counts for beside its payload. It takes ten times as much; but an honest
 * peer may send tens of thousands of small messages before it reads.
 */
export const OVERHEAD_BYTES = 64;

/**
 * Estimates the bytes that wait to be sent on one connection.
 *
 * The socket's `bufferedAmount` counts payload alone, so that a peer could have millions of small
 * replies wait; and of empty ones it tells nothing at all.
 */
export class Backlog {
  #overheadBytes = 0;
  #lastWasEmpty = false;

  /**
   * Returns the estimate; to be called before each reply.
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
    this.#overheadBytes += OVERHEAD_BYTES;
  }
}
