import { make, select } from "./dom.js";
import { chooseLanguage, LANGUAGES } from "./languages.js";
import { recall, remember } from "./storage.js";
import { speak } from "./words.js";

/** @import { Language } from "./types.ts" */

const language = select("language");
const theme = select("theme");

/**
 * Takes language and appearance from the last visit, else from the browser.
 * @param {() => void} onLanguage Called after a change of language.
 */
export function startPreferences(onLanguage) {
  for (const select of document.querySelectorAll("select")) {
    for (const option of select.dataset.options?.split(" ") ?? []) {
      const [value, label] = option.split(":");
      const element = make("option", { value });
      element.dataset.text = label;
      select.append(element);
    }
  }
  for (const [code, { languageName }] of Object.entries(LANGUAGES)) {
    language.append(make("option", { value: code, lang: code }, languageName));
  }
  language.value = chooseLanguage([recall("language"), ...navigator.languages]);
  speak(/** @type {Language} */ (language.value));
  language.addEventListener("input", () => {
    remember("language", language.value);
    speak(/** @type {Language} */ (language.value));
    onLanguage();
  });

  theme.value = recall("theme");
  if (theme.selectedIndex === -1) theme.value = "";
  document.documentElement.dataset.theme = theme.value;
  theme.addEventListener("input", () => {
    remember("theme", theme.value);
    document.documentElement.dataset.theme = theme.value;
  });
}
