import { element, find } from "./dom.js";
import { percentile } from "./shared/statistics.js";
import { duration, number, size, text } from "./language.js";

/** @import { Rate } from "./shared/statistics.js" */

/** How many of the last round trips are drawn and counted. */
export const MAX_ROUND_TRIPS = 500;

const WIDTH = 300;
const HEIGHT = 80;

const chart = find("chart", SVGSVGElement);
const line = find("chart-line", SVGPolylineElement);
const summary = element("chart-summary");
const top = element("chart-top");

/**
 * Draws the last round trips, and shows their percentiles and the message rate.
 * @param {readonly number[]} roundTripsMs Oldest first.
 * @param {Rate} rate Of all messages.
 */
export function showStatistics(roundTripsMs, rate) {
  const { count, amount } = rate.perSecond(performance.now());
  write("rate-messages", number(count));
  write("rate-bytes", size(amount));
  const last = roundTripsMs.at(-1);
  chart.toggleAttribute("hidden", last === undefined);
  if (last === undefined) {
    for (const id of ["p50", "p95", "p99", "last"]) write(id, "–");
    top.textContent = "";
    summary.textContent = text("chartEmpty");
    return;
  }
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) =>
    duration(percentile(roundTripsMs, share))
  );
  write("p50", p50);
  write("p95", p95);
  write("p99", p99);
  write("last", duration(last));
  draw(roundTripsMs);
  summary.textContent = text("chartSummary", {
    count: number(roundTripsMs.length),
    last: duration(last),
    p50,
    p95,
    p99,
  });
}

/** @param {readonly number[]} roundTripsMs */
function draw(roundTripsMs) {
  const highest = Math.max(...roundTripsMs, Number.EPSILON);
  const step = WIDTH / Math.max(roundTripsMs.length - 1, 1);
  const points = roundTripsMs.map((ms, index) =>
    `${(index * step).toFixed(1)},${(HEIGHT - ms / highest * (HEIGHT - 4) - 2).toFixed(1)}`
  );
  // A single point draws no line.
  line.setAttribute(
    "points",
    (points.length === 1 ? [...points, `${WIDTH},${points[0].split(",")[1]}`] : points).join(" "),
  );
  top.textContent = duration(highest);
}

/** @param {string} id @param {string} value */
function write(id, value) {
  element(id).textContent = value;
}
