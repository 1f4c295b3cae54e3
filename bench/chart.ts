import { figuresOf, type Measured } from "./measure.ts";
import { ratioOf } from "./ratios.ts";

const LABEL_WIDTH = 150;
const BAR_WIDTH = 420;
const WIDTH = LABEL_WIDTH + BAR_WIDTH + 70;
const LINE = 18;
/** Longer bars are cut, with their number beside them. */
const MAX_RATIO = 2;

/**
 * Draws the first figure of each row as bars, as SVG for light and dark pages: how many times as
 * many messages as the first server for the same processor time.
 */
export function drawChart(rows: readonly Measured[], title: string): string {
  let y = LINE * 2;
  const parts = rows.map((measured) => {
    const [base, ...others] = measured.byServer.keys();
    const bars = [base, ...others].map((server) => {
      const ratio = ratioOf(
        figuresOf(measured, server, 0),
        figuresOf(measured, base, 0),
        measured.row.figures[0].isMoreBetter,
      ).median;
      y += LINE;
      const width = Math.round(Math.min(ratio, MAX_RATIO) / MAX_RATIO * BAR_WIDTH);
      return `<text x="${LABEL_WIDTH - 8}" y="${y}" text-anchor="end">${server}</text>` +
        `<rect x="${LABEL_WIDTH}" y="${y - 11}" width="${width}" height="13"` +
        `${server === base ? ' class="own"' : ""}/>` +
        `<text x="${LABEL_WIDTH + width + 6}" y="${y}">${ratio.toFixed(2)}</text>`;
    });
    const head = `<text x="${LABEL_WIDTH}" y="${y - LINE * bars.length}" class="row">` +
      `${measured.row.name}</text>`;
    y += LINE * 1.5;
    return [head, ...bars].join("\n");
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img">
<title>${title}</title>
<style>
text { font: 12px system-ui, sans-serif; fill: #333 }
.row { font-weight: bold }
rect { fill: #9ab }
.own { fill: #2a6 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } rect { fill: #678 } .own { fill: #3b7 } }
</style>
<text x="0" y="14">${title}</text>
${parts.join("\n")}
</svg>
`;
}
