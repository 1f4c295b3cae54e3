import { box, make } from "../dom.js";
import { probe } from "./run.js";
import { ProbedPath } from "./path.js";
import { MESSAGE_STEPS } from "./steps.js";
import { describe, PROBE_TEXTS, summarize } from "./texts.js";
import { duration, speak } from "../words.js";

/** @import { ProbeStep, StepResult } from "../types.ts" */

/** The fields of a handshake that a proxy may have added, and no browser sends. */
const FOREIGN_FIELD = /^(forwarded|via|x-.*)$/;

/** @type {ProbeStep} */
const HANDSHAKE = {
  name: "handshake",
  isNeeded: true,
  run: (path) => path.use(() => Promise.resolve({ finding: "opened", values: {} })),
};

/**
 * Tests the path to an endpoint and shows what each step finds, as it does.
 * @param {string} url
 * @param {readonly string[]} protocols
 */
export async function showProbe(url, protocols) {
  const rows = make("tbody", {});
  const summary = make("p", { role: "status" });
  box("probe-results").replaceChildren(make("table", {}, rows), summary);
  const path = new ProbedPath({
    url,
    protocols,
    open: (address, offered) => new WebSocket(address, [...offered]),
    timeoutMs: 10_000,
    sentHeaders: { host: new URL(url).host, origin: location.origin },
    mayAdd: (name) => !FOREIGN_FIELD.test(name),
  });
  /** @type {StepResult[]} */
  const results = [];
  for await (const result of probe([HANDSHAKE, ...MESSAGE_STEPS], path)) {
    results.push(result);
    if (result.finding !== "inVain") rows.append(rowOf(result));
    speak();
  }
  say(summary, (texts) => summarize(results, texts));
  speak();
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
      ({ steps }) => /** @type {Record<string, string>} */ (steps)[step],
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
