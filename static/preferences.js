import { make, select } from "./dom.js";
import { announce } from "./clipboard.js";
import { chooseLanguage, LANGUAGES, setLanguage, text } from "./language.js";
import { recall, remember } from "./storage.js";

/** @import { Language } from "./types.ts" */

const language = select("language");
const theme = select("theme");

/** Shows the page in the language and appearance of the last visit, or else of the browser. */
export async function startPreferences() {
  for (const select of document.querySelectorAll("select")) {
    for (const option of select.dataset.options?.split(" ") ?? []) {
      const [value, label] = option.split(":");
      const element = make("option", { value });
      element.dataset.text = label;
      select.append(element);
    }
  }
  for (const [code, name] of Object.entries(LANGUAGES)) {
    language.append(make("option", { value: code, lang: code }, name));
  }
  language.addEventListener("input", async () => {
    try {
      await setLanguage(/** @type {Language} */ (language.value));
      remember("language", language.value);
    } catch {
      language.value = document.documentElement.lang;
      announce(text("loadFailed"));
    }
  });

  theme.value = recall("theme");
  if (theme.selectedIndex === -1) theme.value = "";
  document.documentElement.dataset.theme = theme.value;
  theme.addEventListener("input", () => {
    remember("theme", theme.value);
    document.documentElement.dataset.theme = theme.value;
  });
  language.value = chooseLanguage([recall("language"), ...navigator.languages]);
  await setLanguage(/** @type {Language} */ (language.value));
}
