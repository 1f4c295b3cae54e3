import { fill, LANGUAGES } from "./languages.js";

/** @import { Language, TextName } from "./types.ts" */

/** @type {Language} */
let language = "en";

/**
 * Returns a text in the language of the page.
 * @param {TextName} name
 * @param {Readonly<Record<string, string | number>>} [values] For its blanks.
 */
export function text(name, values = {}) {
  return fill(LANGUAGES[language][name], values);
}

/** @param {number} value */
export function number(value) {
  return new Intl.NumberFormat(language).format(value);
}

/** @param {number} bytes */
export function size(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const unitDisplay = power === 0 ? "long" : "short";
  return measure(bytes / 1000 ** power, units[power], { unitDisplay, maximumFractionDigits: 1 });
}

/** @param {number} ms @param {string} [speech] Another language than that of the page. */
export function duration(ms, speech) {
  return measure(ms, "millisecond", { maximumSignificantDigits: 3 }, speech);
}

/**
 * @param {number} value
 * @param {string} unit
 * @param {Intl.NumberFormatOptions} options
 * @param {string} [speech]
 */
function measure(value, unit, options, speech = language) {
  return new Intl.NumberFormat(speech, { style: "unit", unit, ...options }).format(value);
}

/** @type {Intl.DateTimeFormat} */
let clock;

/** @param {number} atMs Since 1970. */
export function time(atMs) {
  return clock.format(atMs);
}

/**
 * Makes the page speak a language: all that is marked with `data-text` or `data-label` at once, and
 * what is said from now on. Without a choice, what has come to the page since learns to speak.
 * @param {Language} [chosen]
 */
export function speak(chosen = language) {
  language = chosen;
  clock = new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hourCycle: "h23",
  });
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = text(textNameOf(element, "data-text"));
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.ariaLabel = text(textNameOf(element, "data-label"));
    if (element instanceof HTMLSelectElement) element.title = element.ariaLabel;
  }
  // What brings its own texts, one in each language.
  for (const element of document.querySelectorAll("[data-en]")) {
    element.textContent = element.getAttribute(`data-${language}`);
  }
}

/** @param {Element} element @param {"data-text" | "data-label"} attribute */
function textNameOf(element, attribute) {
  return /** @type {TextName} */ (element.getAttribute(attribute));
}
