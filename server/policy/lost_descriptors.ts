/** Fewer lost descriptors than this are not why a process has none left. */
const MANY = 1000;
/** A listener that fails for a shorter time may come back by itself. */
const LONG_MS = 30_000;

/**
 * Returns whether a process has lost so many descriptors that only a new one can go on: it has not
 * been able to listen for long, and most of what it holds are handshakes that peers have reset,
 * which the runtime keeps for good.
 *
 * @param lost Handshakes that were reset.
 * @param open Open connections.
 * @param failingMs How long the listener has failed.
 */
export function areDescriptorsLost(lost: number, open: number, failingMs: number): boolean {
  return failingMs >= LONG_MS && lost >= MANY && lost > open;
}
