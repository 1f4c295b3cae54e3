import { focus, onChecked, onValue, options } from "./controls.js";
import { clear, log, toggleConnectionByKey } from "./actions.js";
import { announce } from "./notice.js";
import { chooseLanguage, currentLanguage, loadLanguage, text } from "./language.js";
import { store } from "./state.js";
import { languageOptions } from "./top_bar.js";
import { html } from "./vendor/lit-html.js";

/** @import { Language, TextName } from "./types.ts" */

/**
 * What the keyboard does; a single key works wherever no text is typed.
 * @type {readonly { keys: string, keysText?: TextName, label: TextName, run?: () => void }[]}
 */
const SHORTCUTS = [
  { keys: "Enter", keysText: "keyEnter", label: "shortcutEnter" },
  { keys: "Shift+Enter", keysText: "keyShiftEnter", label: "shortcutShiftEnter" },
  { keys: "↑ ↓", label: "shortcutHistory" },
  { keys: "m", label: "shortcutMessage", run: () => focus("message") },
  { keys: "f", label: "shortcutFilter", run: () => focus("filter") },
  { keys: "l", label: "shortcutList", run: () => focus("log") },
  { keys: "c", label: "shortcutConnect", run: toggleConnectionByKey },
  { keys: "p", label: "shortcutPause", run: () => log.togglePause() },
  { keys: "x", label: "shortcutClear", run: clear },
  { keys: "?", label: "shortcutHelp", run: openSettings },
];

/** @type {readonly [value: string, label: TextName][]} */
const THEMES = [["", "themeAuto"], ["light", "themeLight"], ["dark", "themeDark"]];

/** The dialog with language, appearance and keyboard. */
export function settingsDialog() {
  const { theme, hasSingleKeys } = store.state;
  return html`
    <dialog id="settings" aria-labelledby="settings-title">
      <h2 id="settings-title">${text("help")}</h2>
      <p class="row">
        <label>${text("language")}
          <select id="language" @input=${pickLanguage}>${languageOptions()}</select></label>
        <label>${text("theme")}
          <select id="theme" @input=${onValue(pickTheme)}>${options(
            THEMES.map(([value, label]) => [value, text(label)]),
            theme,
          )}</select></label>
      </p>
      <dl>${SHORTCUTS.map(({ keys, keysText, label }) =>
        html`
          <dt><kbd>${keysText ? text(keysText) : keys}</kbd></dt>
          <dd>${text(label)}</dd>
        `
      )}</dl>
      <label class="choice"><input type="checkbox" .checked=${hasSingleKeys}
        @input=${onChecked((hasSingleKeys) => store.set({ hasSingleKeys }))}> ${text(
          "shortcutsOn",
        )}</label>
      <form method="dialog"><button class="main">${text("close")}</button></form>
    </dialog>
  `;
}

/** Shows the page in the language and appearance of the last visit, or else of the browser. */
export async function startSettings() {
  document.documentElement.dataset.theme = store.state.theme;
  document.addEventListener("keydown", runShortcut);
  await loadLanguage(chooseLanguage([store.state.language, ...navigator.languages]));
  document.documentElement.lang = currentLanguage();
}

export function openSettings() {
  /** @type {HTMLDialogElement} */ (document.getElementById("settings")).showModal();
}

/** @param {InputEvent} event */
export async function pickLanguage({ target }) {
  const select = /** @type {HTMLSelectElement} */ (target);
  try {
    if (!await loadLanguage(/** @type {Language} */ (select.value))) return;
    document.documentElement.lang = currentLanguage();
    store.set({ language: currentLanguage() });
  } catch {
    select.value = currentLanguage();
    announce(text("loadFailed"));
  }
}

/** @param {string} theme */
function pickTheme(theme) {
  document.documentElement.dataset.theme = theme;
  store.set({ theme });
}

/** @param {KeyboardEvent} event */
function runShortcut(event) {
  const isTaken = event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target);
  if (!store.state.hasSingleKeys || isTaken || document.querySelector("dialog[open]")) return;
  const run = SHORTCUTS.find(({ keys }) => keys === event.key)?.run;
  if (!run) return;
  event.preventDefault();
  run();
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !["checkbox", "file"].includes(target.type));
}
