import { figuresOf, type Measured } from "./measure.ts";
import { ratioOf, spreadOf } from "./ratios.ts";

/**
 * Writes what was measured as lines for people: each figure's median, and how many times as good
 * that is as the first server's, with the least and the most of all rounds.
 */
export function writeTable(measured: Measured): string {
  const { row, byServer } = measured;
  const [base] = byServer.keys();
  const lines = [...byServer.keys()].map((server) => {
    const cells = row.figures.map(({ name, isMoreBetter }, index) => {
      const values = figuresOf(measured, server, index);
      const value = `${numberOf(spreadOf(values).median)} ${name}`;
      if (server === base) return value.padEnd(46);
      const ratio = ratioOf(values, figuresOf(measured, base, index), isMoreBetter);
      const [median, min, max] = [ratio.median, ratio.min, ratio.max].map((x) => x.toFixed(2));
      return `${value.padEnd(24)} ×${median} (${min}–${max})`.padEnd(46);
    });
    return `  ${server.padEnd(18)} ${cells.join(" ")}`.trimEnd();
  });
  return [row.name, ...lines].join("\n");
}

/** Three digits, or all of those before the point. */
function numberOf(value: number): string {
  return value.toLocaleString("en", {
    maximumSignificantDigits: value < 1000 ? 3 : undefined,
    maximumFractionDigits: value < 1000 ? undefined : 0,
  });
}
