import { en } from "./en.js";
import { es } from "./es.js";

/** @import { Language } from "./types.ts" */

/** Every language of the page; CONTRIBUTING.md tells where a new one has texts beside its file. */
export const LANGUAGES = { es, en };

/**
 * Returns the first language that the page speaks, English where it speaks none of them.
 * @param {readonly string[]} preferred Language tags (BCP 47), best first.
 * @returns {Language}
 */
export function chooseLanguage(preferred) {
  const known = preferred.map((tag) => tag.toLowerCase().split("-")[0])
    .find((tag) => Object.hasOwn(LANGUAGES, tag));
  return /** @type {Language} */ (known ?? "en");
}

/**
 * Fills in the blanks of a text.
 * @param {string} text
 * @param {Readonly<Record<string, string | number>>} values
 */
export function fill(text, values) {
  return text.replaceAll(/\{(\w+)\}/g, (blank, name) => `${values[name] ?? blank}`);
}
