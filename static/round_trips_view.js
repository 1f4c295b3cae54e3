import { duration, number, panels, size, text } from "./language.js";
import { percentile } from "./shared/statistics.js";
import { rate, roundTrips } from "./state.js";
import { html } from "./vendor/lit-html.js";
import uPlot from "./vendor/uplot.js";

const HEIGHT = 220;

/** @type {uPlot | undefined} */
let chart;
/** What the chart shows; it is drawn again only if this changes. */
let drawn = "";

/** The round trips drawn, their percentiles, and the rate of all messages. */
export function view() {
  const words = panels().roundTripTexts;
  const { count, amount } = rate.perSecond(performance.now());
  const times = roundTrips.timesMs;
  const last = times.at(-1);
  const share = (/** @type {number} */ part) =>
    last === undefined ? "–" : duration(percentile(times, part));
  /** @type {[id: string, label: string, value: string][]} */
  const facts = [
    ["last", words.last, last === undefined ? "–" : duration(last)],
    ["p50", words.median, share(0.5)],
    ["p95", words.p95, share(0.95)],
    ["p99", words.p99, share(0.99)],
    ["rate-messages", words.messagesPerSecond, number(count)],
    ["rate-bytes", words.bytesPerSecond, size(amount)],
  ];
  drawChart();
  return html`
    <dl id="statistics">${facts.map(([id, label, value]) =>
      html`
        <div>
          <dt>${label}</dt>
          <dd id=${id}>${value}</dd>
        </div>
      `
    )}</dl>
    <div id="chart" role="img" aria-labelledby="chart-summary" ?hidden=${last === undefined}></div>
    <p id="chart-summary" class="hint">${last === undefined ? words.empty : words.measured}</p>
  `;
}

/** Puts the chart into its place. */
export function afterOpening() {
  const box = /** @type {HTMLElement} */ (document.getElementById("chart"));
  document.head.append(
    Object.assign(document.createElement("link"), { rel: "stylesheet", href: "vendor/uplot.css" }),
  );
  const axis = {
    stroke: resolved("--soft"),
    grid: { stroke: resolved("--line"), width: 0.5 },
    font: "12px system-ui",
  };
  const words = panels().roundTripTexts;
  chart = new uPlot(
    {
      width: 300,
      height: HEIGHT,
      scales: { x: { time: false }, y: { range: (_, __, max) => [0, max * 1.1 || 1] } },
      axes: [
        {
          ...axis,
          label: words.axisMessages,
          labelSize: 20,
          size: 32,
          incrs: [1, 2, 5, 10, 20, 50, 100],
        },
        { ...axis, values: (_, ticks) => ticks.map((tick) => `${number(tick)} ms`), size: 60 },
      ],
      series: [
        { label: words.axisMessages, value: (_, value) => value === null ? "–" : number(value) },
        {
          label: text("roundTrip"),
          stroke: resolved("--accent"),
          width: 2,
          points: { show: (_, __, from, to) => to - from < 40 },
          value: (_, value) => value === null ? "–" : duration(value),
        },
      ],
    },
    [[], []],
    box,
  );
  new ResizeObserver(([{ contentRect: { width } }]) => {
    if (width > 0) chart?.setSize({ width, height: HEIGHT });
  }).observe(box);
  drawn = "";
  drawChart();
}

/** Returns a function that reads a color of the style sheet for a canvas. @param {string} name */
function resolved(name) {
  return () => {
    const probe = /** @type {HTMLElement} */ (document.getElementById("chart"));
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
}

function drawChart() {
  const times = roundTrips.timesMs;
  const { length } = times;
  const state = [length, times[0], times.at(-1), document.documentElement.dataset.theme].join();
  if (!chart || state === drawn) return;
  drawn = state;
  chart.setData([times.map((_, index) => index + 1), [...times]]);
}
