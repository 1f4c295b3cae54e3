import { store } from "./state.js";
import { text } from "./language.js";

/** @type {ReturnType<typeof setTimeout> | undefined} */
let clearing;

/**
 * Shows a short notice, which screen readers read out too.
 * @param {string} words
 * @param {{ label: string, run: () => void }} [action] What a button beside it does.
 */
export function announce(words, action) {
  const end = () => store.set({ notice: undefined });
  const run = () => {
    end();
    action?.run();
  };
  clearTimeout(clearing);
  store.set({ notice: { words, action: action && { ...action, run } } });
  clearing = setTimeout(end, action ? 10_000 : 4000);
}

/** Copies a text, and shows a notice of success or failure. @param {string} words */
export async function copy(words) {
  try {
    await (navigator.clipboard ? navigator.clipboard.writeText(words) : copyBySelection(words));
    announce(text("copied"));
  } catch {
    announce(text("copyFailed"));
  }
}

/**
 * Copies on pages that came by http: from another machine, which have no `navigator.clipboard`.
 * @param {string} words
 */
function copyBySelection(words) {
  const area = document.createElement("textarea");
  const focused = document.activeElement;
  area.value = words;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  if (!copied) throw new DOMException("The browser refused to copy", "NotAllowedError");
}
