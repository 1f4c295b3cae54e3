/** Returns the value that a part of the values lies below, interpolated between the nearest two. */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = part * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return low + (high - low) * (position % 1);
}

/**
 * Returns a cell: for eco the median of its figures, and for another server the median and the
 * quartiles of eco's figure divided by the server's in the same round, which else would show what the
 * machine did meanwhile.
 */
export function writeCell(
  eco: readonly number[],
  figures: readonly number[],
  unit: string,
): string {
  if (figures === eco) return `${Number(quantile(eco, 0.5).toPrecision(3))} ${unit}`;
  // Two zeros are equal.
  const ratios = figures.map((figure, round) => eco[round] === figure ? 1 : eco[round] / figure);
  const [low, median, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part).toFixed(2));
  return `${median} (${low}–${high})`;
}

/** Returns cells as a line of a Markdown table, padded for a terminal. */
export function writeLine(cells: readonly string[]): string {
  return `| ${cells.map((cell, index) => cell.padEnd(index === 1 ? 8 : 19)).join(" | ")} |`;
}
