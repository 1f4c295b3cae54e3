import { box, button, make } from "../dom.js";
import { fill } from "../languages.js";
import { probe } from "./run.js";
import { ProbedPath } from "./path.js";
import { MESSAGE_STEPS } from "./steps.js";
import { describe, PROBE_TEXTS, summarize } from "./texts.js";
import { whyNot } from "./why_not.js";
import { duration, speak } from "../words.js";

/** @import { ProbeStep, StepResult } from "../types.ts" */

/** The fields of a handshake that a proxy may have added, and no browser sends. */
const FOREIGN_FIELD = /^(forwarded|via|x-.*)$/;

/** @type {ProbeStep} */
const HANDSHAKE = {
  name: "handshake",
  isNeeded: true,
  run: async (path) => {
    try {
      return await path.use(() => Promise.resolve({ finding: "opened", values: {} }));
    } catch (failure) {
      throw await whyNot(path.options, failure);
    }
  },
};

document.head.append(make("link", { rel: "stylesheet", href: "parts.css" }));

const STEPS = [HANDSHAKE, ...MESSAGE_STEPS];

/** @type {AbortController | undefined} Of the probe that runs. */
let running;

/**
 * Tests the path to an endpoint and shows what each step finds, as it does; or stops doing so.
 * @param {() => { address: string, names: readonly string[] } | void} readTarget
 */
export async function toggleProbe(readTarget) {
  if (running) return running.abort();
  const target = readTarget();
  if (!target) return;
  running = new AbortController();
  button("probe").dataset.text = "stop";
  try {
    await showProbe(target.address, target.names, running.signal);
  } finally {
    running = undefined;
    button("probe").dataset.text = "probe";
    speak();
  }
}

/** @param {string} url @param {readonly string[]} protocols @param {AbortSignal} signal */
async function showProbe(url, protocols, signal) {
  const rows = make("tbody", {});
  const summary = make("p", { role: "status" });
  box("probe-results").replaceChildren(make("table", {}, rows), summary);
  const path = new ProbedPath({
    url,
    protocols,
    open: (address, offered) => openUntil(signal, address, offered),
    timeoutMs: 10_000,
    sentHeaders: { host: new URL(url).host, origin: location.origin },
    mayAdd: (name) => !FOREIGN_FIELD.test(name),
  });
  /** @type {StepResult[]} */
  const results = [];
  for await (const result of until(signal, probe(announcing(summary), path))) {
    results.push(result);
    if (result.finding !== "inVain") rows.append(rowOf(result));
  }
  const tried = results.length;
  say(
    summary,
    (texts) =>
      signal.aborted
        ? fill(texts.summary.stopped, { tried, all: STEPS.length })
        : summarize(results, texts),
  );
}

/** Returns the steps, each of which says first that it goes on. @param {HTMLElement} summary */
function announcing(summary) {
  return STEPS.map(({ run, ...step }, index) => ({
    ...step,
    run: (/** @type {ProbedPath} */ path) => {
      say(summary, ({ steps }) => `${index + 1}/${STEPS.length} ${nameOf(step.name, steps)}…`);
      speak();
      return run(path);
    },
  }));
}

/**
 * Passes results on until the signal, whether or not the step that goes on then has an end.
 * @param {AbortSignal} signal
 * @param {ReturnType<typeof probe>} results
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

/** @param {string} step @param {Readonly<Record<string, string>>} steps */
function nameOf(step, steps) {
  return steps[step];
}

/** @param {StepResult} result */
function rowOf(result) {
  const { step, outcome, ms } = result;
  const row = make("tr", {});
  row.dataset.outcome = outcome;
  row.append(
    say(make("td", {}), ({ outcomes }) => outcomes[outcome]),
    say(
      make("th", { scope: "row" }),
      ({ steps }) => nameOf(step, steps),
    ),
    say(make("td", {}), (_, language) => ms === undefined ? "" : duration(ms, language)),
    say(make("td", {}), ({ findings }, language) => describe(result, findings, language)),
  );
  return row;
}

/**
 * Makes an element say something in each language.
 * @template {HTMLElement} Kind
 * @param {Kind} element
 * @param {(texts: typeof PROBE_TEXTS.en, language: string) => string} write
 */
function say(element, write) {
  for (const [language, texts] of Object.entries(PROBE_TEXTS)) {
    element.dataset[language] = write(texts, language);
  }
  return element;
}
