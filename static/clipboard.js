import { box } from "./dom.js";
import { text } from "./words.js";

const notice = box("notice");
/** @type {ReturnType<typeof setTimeout> | undefined} */
let clearing;

/** Says something in passing, to the eye and to screen readers. @param {string} what */
export function announce(what) {
  clearTimeout(clearing);
  notice.textContent = what;
  clearing = setTimeout(() => notice.textContent = "", 4000);
}

/** Copies a text and says whether it did. @param {string} what */
export async function copy(what) {
  try {
    await (navigator.clipboard ? navigator.clipboard.writeText(what) : copyBySelection(what));
    announce(text("copied"));
  } catch {
    announce(text("copyFailed"));
  }
}

/**
 * The way for pages that came over plain http from another machine, which have no clipboard.
 * @param {string} what
 */
function copyBySelection(what) {
  const box = document.createElement("textarea");
  const focused = document.activeElement;
  box.value = what;
  document.body.append(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  if (focused instanceof HTMLElement) focused.focus();
  if (!copied) throw new DOMException("The browser refused to copy", "NotAllowedError");
}
