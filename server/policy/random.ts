/**
 * Returns a source of numbers from 0 to below 1 that are the same for the same seed: a Weyl sequence
 * through the finalizer of MurmurHash3. Good enough for tests of clients, for nothing that is secret.
 *
 * @param seed An integer of 32 bits.
 */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
  };
}
