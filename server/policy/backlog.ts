/**
 * What a reply that waits counts for beside its payload. It takes ten times as much; but an honest
 * peer may send tens of thousands of small messages before it reads.
 */
export const OVERHEAD_BYTES = 64;

/** A look at the socket takes a fortieth of the time of a small message. */
const REPLIES_PER_LOOK = 64;

/**
 * Estimates the bytes that wait to be sent on one connection.
 *
 * The socket's `bufferedAmount` counts payload alone, so that a peer could have millions of small
 * replies wait; and of empty ones it tells nothing at all. It is looked at now and then, and before
 * each reply once half of what may wait could be waiting; until then all that was sent counts.
 */
export class Backlog {
  #bytes = 0;
  #overheadBytes = 0;
  #repliesSinceLook = 0;
  #lastWasEmpty = false;

  /** As many bytes wait at most. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Returns whether to look before the next reply, so that no connection is closed for what waits
   * no more.
   *
   * @param maxBytes How many bytes may wait.
   */
  isStale(maxBytes: number): boolean {
    return this.#repliesSinceLook >= REPLIES_PER_LOOK || this.#bytes * 2 > maxBytes;
  }

  /** @param bufferedBytes The socket's `bufferedAmount`. */
  look(bufferedBytes: number): void {
    if (bufferedBytes === 0 && !this.#lastWasEmpty) this.#overheadBytes = 0;
    this.#bytes = bufferedBytes + this.#overheadBytes;
    this.#repliesSinceLook = 0;
  }

  /** Counts a reply in. @param bytes Its payload, or more where that is not known. */
  add(bytes: number): void {
    this.#bytes += bytes + OVERHEAD_BYTES;
    this.#overheadBytes += OVERHEAD_BYTES;
    this.#repliesSinceLook += 1;
    this.#lastWasEmpty = bytes === 0;
  }
}
