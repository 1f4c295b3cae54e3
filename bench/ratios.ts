/** The middle of some figures, and how far they go apart. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Returns the spread of one figure or more. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1] };
}

/**
 * Returns how many times as good one server is as another, from figures that were taken in turns:
 * each pair within the same seconds, so that what else the machine did weighs on both.
 *
 * @param values Figures of a server, by round.
 * @param base Those of the one that it is compared to.
 */
export function ratioOf(
  values: readonly number[],
  base: readonly number[],
  isMoreBetter: boolean,
): Spread {
  return spreadOf(values.map((value, round) => {
    return isMoreBetter ? value / base[round] : base[round] / value;
  }));
}
