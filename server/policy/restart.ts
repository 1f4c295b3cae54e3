/** What is done when a worker has died. */
export type RestartVerdict =
  | { readonly kind: "restart"; readonly delayMs: number }
  | { readonly kind: "stop" };

/** A worker that has lived for so long did not die of its start. */
export const SETTLED_MS = 10_000;

/** So many deaths in a row, none of them after a life worth the name, are enough. */
const MAX_DEATHS = 6;

/** Returns whether a worker is started again, and after how long: each time twice of the last. */
export function judgeDeath(deathsInARow: number): RestartVerdict {
  if (deathsInARow >= MAX_DEATHS) return { kind: "stop" };
  return { kind: "restart", delayMs: 100 * 2 ** (deathsInARow - 1) };
}
