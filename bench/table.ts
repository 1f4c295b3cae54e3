/** Returns the value that a part of the values lies below, interpolated between the nearest two. */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = part * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return low + (high - low) * (position % 1);
}

/**
 * Returns the cells of a row from the figures of each server, by round. The first server's cell is
 * its median. Another server's is the first one's figure divided by its own in the same round, since
 * what else the machine did then affects both: the median, and the quartiles in parentheses.
 */
export function writeCells(columns: readonly (number[] | undefined)[], unit: string): string[] {
  return columns.map((values, index) => {
    const base = columns[0];
    if (!values || !base) return "–";
    if (index === 0) return `${Number(quantile(values, 0.5).toPrecision(3))} ${unit}`;
    const ratios = values.map((value, round) => base[round] / value);
    const [low, median, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part).toFixed(2));
    return `${median} (${low}–${high})`;
  });
}

/** Returns cells as a line of a Markdown table, padded for a terminal. */
export function writeLine(cells: readonly string[]): string {
  return `| ${cells.map((cell, index) => cell.padEnd(index === 1 ? 8 : 19)).join(" | ")} |`;
}
