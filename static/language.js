import { groupCloseCode, nameCloseCode } from "./shared/close_codes.js";
import { fill } from "./shared/text.js";

/** @import { Language, PanelTexts, TextName, TextPart, Texts } from "./types.ts" */

/** The languages of the page (BCP 47), each by its own name. Their texts are in `i18n/`. */
export const LANGUAGES = { es: "Español", en: "English" };

/** @type {Language} */
let language = "en";
/** @type {Language} The one chosen last, whose texts may still be loading. */
let chosenLanguage;
/** @type {Texts} */
let texts;
/** @type {PanelTexts} */
let panelTexts;
/** @type {Set<TextPart>} The parts that a panel has asked for. */
const parts = new Set();
/** @type {Intl.DateTimeFormat} */
let clock;

/**
 * Returns the first language that the page has texts for, or English.
 * @param {readonly string[]} preferred Language tags (BCP 47), best first.
 * @returns {Language}
 */
export function chooseLanguage(preferred) {
  const known = preferred.map((tag) => tag.toLowerCase().split("-")[0])
    .find((tag) => Object.hasOwn(LANGUAGES, tag));
  return /** @type {Language} */ (known ?? "en");
}

/**
 * Loads a language, which all functions of this module use from then on.
 * @param {Language} chosen
 * @returns {Promise<boolean>} Whether no other one has been chosen meanwhile.
 * @throws {TypeError} If the texts cannot be loaded; the page keeps its language.
 */
export async function loadLanguage(chosen) {
  chosenLanguage = chosen;
  const { TEXTS } = await import(`./i18n/${chosen}.js`);
  const panels = await importPanelTexts(chosen);
  if (chosen !== chosenLanguage) return false;
  language = chosen;
  texts = TEXTS;
  panelTexts = panels;
  clock = new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hourCycle: "h23",
  });
  return true;
}

/**
 * Loads a part of the texts of the panels that load when they are opened; to be awaited before
 * {@linkcode panels}.
 * @param {TextPart} [part]
 */
export async function loadPanelTexts(part = "panels") {
  parts.add(part);
  let loading, loaded;
  do {
    loading = language;
    loaded = await importPanelTexts(loading);
  } while (loading !== language); // It has changed meanwhile.
  panelTexts = { ...panelTexts, ...loaded };
}

/** @param {Language} of @returns {Promise<PanelTexts>} */
async function importPanelTexts(of) {
  const modules = await Promise.all([...parts].map((part) => import(`./i18n/${of}_${part}.js`)));
  return Object.assign({}, ...modules.map(({ PANEL_TEXTS }) => PANEL_TEXTS));
}

/** Returns the texts of the panels in the language of the page; nothing before they are loaded. */
export function panels() {
  return panelTexts;
}

/** Returns the language of the page. */
export function currentLanguage() {
  return language;
}

/**
 * Returns a text in the language of the page.
 * @param {TextName} name
 * @param {Readonly<Record<string, string | number>>} [values] For its blanks.
 */
export function text(name, values = {}) {
  return fill(texts[name], values);
}

/**
 * Returns a close code with its registered name, and a sentence on what it means.
 * @param {number} code
 */
export function describeCloseCode(code) {
  const meaning = /** @type {TextName} */ (`close${groupCloseCode(code)}`);
  return { name: nameCloseCode(code), meaning: text(meaning) };
}

/** Writes a number. @param {number} value */
export function number(value) {
  return format({}).format(value);
}

/** Writes a size. @param {number} bytes */
export function size(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const unitDisplay = power === 0 ? "long" : "short";
  return format({ style: "unit", unit: units[power], unitDisplay, maximumFractionDigits: 1 })
    .format(bytes / 1000 ** power);
}

/** Writes a time span. @param {number} ms */
export function duration(ms) {
  return format({ style: "unit", unit: "millisecond", maximumSignificantDigits: 3 }).format(ms);
}

/** @type {Map<string, Intl.NumberFormat>} Making one takes longer than using it a hundred times. */
const formats = new Map();

/** @param {Intl.NumberFormatOptions} options */
function format(options) {
  const key = [language, options.unit].join();
  const known = formats.get(key) ?? new Intl.NumberFormat(language, options);
  formats.set(key, known);
  return known;
}

/** Writes a time of day. @param {number} atMs Since 1970. */
export function time(atMs) {
  return clock.format(atMs);
}
