import { figuresOf, type Measured } from "./measure.ts";
import { ratioOf } from "./ratios.ts";

const LABEL_WIDTH = 150;
const BAR_WIDTH = 420;
const WIDTH = LABEL_WIDTH + BAR_WIDTH + 130;
const LINE = 18;
const ROW_GAP = LINE * 1.5;
/** Longer bars are cut, and say so beside their number. */
const MAX_RATIO = 2;

/**
 * Draws the first figure of each row as bars, as SVG for light and dark pages: how many times as
 * many messages as the first server for the same processor time.
 */
export function drawChart(rows: readonly Measured[], title: string): string {
  const parts: string[] = [];
  let y = LINE * 2;
  for (const row of rows) {
    parts.push(drawRow(row, y));
    y += LINE * row.byServer.size + ROW_GAP;
  }
  return frame(parts.join("\n"), title, y);
}

/** Draws the name of a row, and below it a bar for each server. */
function drawRow(measured: Measured, y: number): string {
  const { row, byServer } = measured;
  const servers = [...byServer.keys()];
  const figures = servers.map((server) => figuresOf(measured, server, 0));
  const bars = servers.map((server, index) => {
    const ratio = ratioOf(figures[index], figures[0], row.figures[0].isMoreBetter);
    return drawBar(server, ratio.median, y + LINE * (index + 1), index === 0);
  });
  return [`<text x="${LABEL_WIDTH}" y="${y}" class="row">${escape(row.name)}</text>`, ...bars]
    .join("\n");
}

function drawBar(server: string, ratio: number, y: number, isOwn: boolean): string {
  const width = Math.round(Math.min(ratio, MAX_RATIO) / MAX_RATIO * BAR_WIDTH);
  const cut = ratio > MAX_RATIO ? ` (bar cut at ${MAX_RATIO})` : "";
  return `<text x="${LABEL_WIDTH - 8}" y="${y}" text-anchor="end">${escape(server)}</text>` +
    `<rect x="${LABEL_WIDTH}" y="${y - 11}" width="${width}" height="13"` +
    `${isOwn ? ' class="own"' : ""}/>` +
    `<text x="${LABEL_WIDTH + width + 6}" y="${y}">${ratio.toFixed(2)}${cut}</text>`;
}

function frame(content: string, title: string, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>${escape(title)}</title>
<style>
text { font: 12px system-ui, sans-serif; fill: #333 }
.row { font-weight: bold }
rect { fill: #9ab }
.own { fill: #2a6 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } rect { fill: #678 } .own { fill: #3b7 } }
</style>
<text x="0" y="14">${escape(title)}</text>
${content}
</svg>
`;
}

/** Returns a text as the content of an element. */
function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
