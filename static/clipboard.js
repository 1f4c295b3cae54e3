import { element } from "./dom.js";
import { text } from "./language.js";

const notice = element("notice");
/** @type {ReturnType<typeof setTimeout> | undefined} */
let clearing;

/** Shows a short notice, which screen readers read out too. @param {string} what */
export function announce(what) {
  clearTimeout(clearing);
  notice.textContent = what;
  clearing = setTimeout(() => notice.textContent = "", 4000);
}

/** Copies a text, and shows a notice of success or failure. @param {string} what */
export async function copy(what) {
  try {
    await (navigator.clipboard ? navigator.clipboard.writeText(what) : copyBySelection(what));
    announce(text("copied"));
  } catch {
    announce(text("copyFailed"));
  }
}

/**
 * Copies on pages that came by http: from another machine, which have no `navigator.clipboard`.
 * @param {string} what
 */
function copyBySelection(what) {
  const area = document.createElement("textarea");
  const focused = document.activeElement;
  area.value = what;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  if (!copied) throw new DOMException("The browser refused to copy", "NotAllowedError");
}
