import { readTarget } from "./actions.js";
import { currentLanguage, duration, panels, text } from "./language.js";
import { fetchInfo, isForeign, isOwn } from "./own_server.js";
import { ProbeFailure } from "./probe/connection.js";
import { describe, nameStep, summarize } from "./probe/describe.js";
import { ProbedPath } from "./probe/path.js";
import { MESSAGE_STEPS, runSteps } from "./probe/steps.js";
import { isForeignToBrowsers } from "./shared/header_fields.js";
import { fill } from "./shared/text.js";
import { store } from "./state.js";
import { html } from "./vendor/lit-html.js";

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

/** @type {readonly StepResult[]} */
let results = [];
/** @type {(texts: PanelTexts["probe"]) => string} Returns the text below the table. */
let summaryText = () => "";
/** @type {AbortController | undefined} Of the probe that runs. */
let running;
/** The address on another server of which the user knows what a probe sends there. */
let announcedAddress = "";

/** The test of the path to the server, and what each step has found. */
export function view() {
  const { probe: texts, probeHint, probeStart } = panels();
  const rows = results.filter(({ finding }) => finding !== "inVain");
  return html`
    <p class="hint">${probeHint}</p>
    <p><button id="probe" class="main" ?data-running=${Boolean(
      running,
    )} @click=${toggleProbe}>${running ? text("stop") : probeStart}</button></p>
    <div id="probe-results">
      <table ?hidden=${rows.length === 0}>
        <tbody>${rows.map((result) => row(result, texts))}</tbody>
      </table>
      <p role="status">${summaryText(texts)}</p>
    </div>
  `;
}

/** @param {StepResult} result @param {PanelTexts["probe"]} texts */
function row(result, { outcomes, steps, findings }) {
  const { step, outcome, ms } = result;
  return html`
    <tr data-outcome=${outcome}>
      <td>${outcomes[outcome]}</td>
      <th scope="row">${nameStep(step, steps)}</th>
      <td>${ms === undefined ? "" : duration(ms)}</td>
      <td>${describe(result, findings, currentLanguage())}</td>
    </tr>
  `;
}

/** Shows these results, and a text below them. @param {typeof results} now @param {typeof summaryText} words */
function show(now, words) {
  results = now;
  summaryText = words;
  store.set({});
}

/**
 * Starts to probe the path to the endpoint in the form, or stops. For another server than that of
 * the page, the first call only tells what would be sent there.
 */
async function toggleProbe() {
  if (running) return running.abort();
  const target = readTarget();
  if (!target) return;
  const { address, names } = target;
  if (!isOwn(address) && address !== announcedAddress) {
    announcedAddress = address;
    return show([], ({ askFirst }) => fill(askFirst, { host: new URL(address).host }));
  }
  running = new AbortController();
  try {
    await probe(address, names, running.signal);
  } finally {
    running = undefined;
    store.set({});
  }
}

/** @param {string} url @param {readonly string[]} protocols @param {AbortSignal} signal */
async function probe(url, protocols, signal) {
  show([], () => "");
  const path = new ProbedPath({
    url,
    protocols,
    open: (address, offered) => openUntil(signal, address, offered),
    timeoutMs: TIMEOUT_MS,
    sentHeaders: { host: new URL(url).host, origin: location.origin },
    mayAdd: (name) => !isForeignToBrowsers(name),
  });
  for await (const result of until(signal, runSteps(STEPS.map(announced), path))) {
    show([...results, result], summaryText);
  }
  show(
    results,
    (texts) =>
      signal.aborted
        ? fill(texts.summary.stopped, { tried: results.length, all: STEPS.length })
        : summarize([...results], texts),
  );
}

/** Returns a step that first shows that it runs. @param {ProbeStep} step @param {number} index */
function announced({ run, ...step }, index) {
  return {
    ...step,
    run: (/** @type {ProbedPath} */ path) => {
      const place = `${index + 1}/${STEPS.length}`;
      show(results, ({ steps }) => `${place} ${nameStep(step.name, steps)}…`);
      return run(path);
    },
  };
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
