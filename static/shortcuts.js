import { element, find, input, make, onClick } from "./dom.js";
import { recall, remember } from "./storage.js";

/** @import { TextName } from "./types.ts" */

/**
 * Something that the keyboard does.
 * @typedef {object} Shortcut
 * @property {string} keys As the list shows them.
 * @property {TextName} [keysText] The same, if keys have other names in other languages.
 * @property {TextName} label
 * @property {() => void} [run] For a single key that works wherever no text is typed.
 */

const dialog = find("shortcuts", HTMLDialogElement);
const list = element("shortcut-list");
const singleKeys = input("single-keys");

/**
 * Lists the shortcuts and enables the single keys, which can be turned off (WCAG 2.1.4).
 * @param {readonly Shortcut[]} shortcuts
 */
export function startShortcuts(shortcuts) {
  /** @type {Shortcut} */
  const help = { keys: "?", label: "shortcutHelp", run: () => dialog.showModal() };
  const all = [...shortcuts, help];
  for (const { keys, keysText, label } of all) {
    const shown = make("kbd", {}, keys);
    if (keysText) shown.dataset.text = keysText;
    const description = make("dd", {});
    description.dataset.text = label;
    list.append(make("div", {}, make("dt", {}, shown), description));
  }
  singleKeys.checked = recall("single-keys") !== "off";
  singleKeys.addEventListener("input", () => {
    remember("single-keys", singleKeys.checked ? "on" : "off");
  });
  onClick("help", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    if (!singleKeys.checked || dialog.open || isTyping(event.target)) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const run = all.find(({ keys }) => keys === event.key)?.run;
    if (!run) return;
    event.preventDefault();
    run();
  });
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !["checkbox", "file"].includes(target.type));
}
