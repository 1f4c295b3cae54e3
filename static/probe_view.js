import { button, element, make } from "./dom.js";
import { applyLanguage, duration, loadPanelTexts, onLanguageChange, panels } from "./language.js";
import { fetchInfo, isForeign, isOwn } from "./own_server.js";
import { ProbeFailure } from "./probe/connection.js";
import { describe, nameStep, summarize } from "./probe/describe.js";
import { ProbedPath } from "./probe/path.js";
import { MESSAGE_STEPS, runSteps } from "./probe/steps.js";
import { isForeignToBrowsers } from "./shared/header_fields.js";
import { fill } from "./shared/text.js";

/** @import { ProbeOptions } from "./probe/path.js" */
/** @import { PanelTexts, ProbeStep, StepResult } from "./types.ts" */

/** How long each answer may take. */
const TIMEOUT_MS = 10_000;

/** @type {ProbeStep} */
const HANDSHAKE = {
  name: "handshake",
  isNeeded: true,
  run: async (path) => {
    try {
      return await path.use(() => Promise.resolve({ finding: "opened", values: {} }));
    } catch (failure) {
      throw await explainFailure(path.options, failure);
    }
  },
};

const STEPS = [HANDSHAKE, ...MESSAGE_STEPS];

const rows = make("tbody", {});
const summary = make("p", { role: "status" });
/** @type {StepResult[]} */
let results = [];
/** @type {(texts: PanelTexts["probe"]) => string} Returns the text below the table. */
let summaryText = () => "";
/** @type {AbortController | undefined} Of the probe that runs. */
let running;
/** The address on another server of which the user knows what a probe sends there. */
let announcedAddress = "";

onLanguageChange(() => {
  rows.replaceChildren();
  render();
});

/**
 * Starts to probe the path to an endpoint, and shows the result of each step; or stops. For another
 * server than that of the page, the first call only tells what would be sent there.
 * @param {() => { address: string, names: readonly string[] } | void} readTarget
 */
export async function toggleProbe(readTarget) {
  if (running) return running.abort();
  const target = readTarget();
  if (!target) return;
  if (!isOwn(target.address) && target.address !== announcedAddress) {
    await loadPanelTexts();
    announcedAddress = target.address;
    results = [];
    rows.replaceChildren();
    element("probe-results").replaceChildren(summary);
    summaryText = ({ askFirst }) => fill(askFirst, { host: new URL(target.address).host });
    return render();
  }
  running = new AbortController();
  try {
    await loadPanelTexts();
    labelButton("stop");
    await showProbe(target.address, target.names, running.signal);
  } finally {
    running = undefined;
    labelButton("probe");
  }
}

/** @param {"probe" | "stop"} name */
function labelButton(name) {
  button("probe").dataset.text = name;
  applyLanguage();
}

/** @param {string} url @param {readonly string[]} protocols @param {AbortSignal} signal */
async function showProbe(url, protocols, signal) {
  results = [];
  rows.replaceChildren();
  element("probe-results").replaceChildren(make("table", {}, rows), summary);
  const path = new ProbedPath({
    url,
    protocols,
    open: (address, offered) => openUntil(signal, address, offered),
    timeoutMs: TIMEOUT_MS,
    sentHeaders: { host: new URL(url).host, origin: location.origin },
    mayAdd: (name) => !isForeignToBrowsers(name),
  });
  for await (const result of until(signal, runSteps(STEPS.map(announced), path))) {
    results.push(result);
    render();
  }
  summaryText = (texts) =>
    signal.aborted
      ? fill(texts.summary.stopped, { tried: results.length, all: STEPS.length })
      : summarize(results, texts);
  render();
}

/** Returns a step that first shows that it runs. @param {ProbeStep} step @param {number} index */
function announced({ run, ...step }, index) {
  return {
    ...step,
    run: (/** @type {ProbedPath} */ path) => {
      summaryText = ({ steps }) => `${index + 1}/${STEPS.length} ${nameStep(step.name, steps)}…`;
      render();
      return run(path);
    },
  };
}

/** Shows the results that have no row yet, and the text below the table. */
function render() {
  const texts = panels().probe;
  const shown = results.filter(({ finding }) => finding !== "inVain");
  rows.append(...shown.slice(rows.childElementCount).map((result) => rowOf(result, texts)));
  summary.textContent = summaryText(texts);
}

/** @param {StepResult} result @param {PanelTexts["probe"]} texts */
function rowOf(result, { outcomes, steps, findings }) {
  const { step, outcome, ms } = result;
  const row = make(
    "tr",
    {},
    make("td", {}, outcomes[outcome]),
    make("th", { scope: "row" }, nameStep(step, steps)),
    make("td", {}, ms === undefined ? "" : duration(ms)),
    make("td", {}, describe(result, findings, document.documentElement.lang)),
  );
  row.dataset.outcome = outcome;
  return row;
}

/**
 * Yields results until the signal, even if the current step never ends.
 * @param {AbortSignal} signal
 * @param {ReturnType<typeof runSteps>} results
 */
async function* until(signal, results) {
  const stopped = new Promise((resolve) => signal.addEventListener("abort", resolve));
  for (;;) {
    const next = await Promise.race([results.next(), stopped.then(() => undefined)]);
    if (!next?.value) return;
    yield next.value;
  }
}

/** @param {AbortSignal} signal @param {string} url @param {readonly string[]} protocols */
function openUntil(signal, url, protocols) {
  signal.throwIfAborted();
  const socket = new WebSocket(url, [...protocols]);
  signal.addEventListener("abort", () => socket.close());
  return socket;
}

/**
 * Returns the failure of a handshake with as much of its cause as a page can find out.
 * @param {ProbeOptions} options
 * @param {unknown} failure
 */
async function explainFailure({ url, protocols }, failure) {
  const isUnexplained = failure instanceof ProbeFailure && failure.finding === "notOpened" &&
    !failure.values.problem;
  if (!isUnexplained) return failure;
  if (!navigator.onLine) return new ProbeFailure("offline");
  if (!isOwn(url)) return new ProbeFailure("hidden", { url, page: url.replace(/^ws/, "http") });
  try {
    const info = await fetchInfo(url);
    const { reject, protocol } = info?.behavior ?? {};
    if (isForeign(protocol, protocols)) return new ProbeFailure("foreignSubprotocol", { protocol });
    const problem = info?.problem ?? (reject && `reject=${reject}`);
    return problem
      ? new ProbeFailure("refused", { problem })
      : new ProbeFailure("onlyHttp", { url });
  } catch {
    return new ProbeFailure("unreachable", { url });
  }
}
