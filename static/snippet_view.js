import { copy } from "./clipboard.js";
import { box, find, input, make, onClick, select } from "./dom.js";
import { parseAddress, parseProtocols } from "./share.js";
import { SNIPPETS } from "./snippets.js";

/**
 * Shows what the page would send as a command or program, and keeps it up to date.
 * @param {() => string} readDraft
 */
export function startSnippets(readDraft) {
  const language = select("snippet");
  const shown = box("snippet-text");
  const url = input("url");
  const protocols = input("protocols");
  for (const name of SNIPPETS.keys()) language.append(make("option", {}, name));

  function show() {
    shown.textContent = SNIPPETS.get(language.value)?.({
      url: parseAddress(url.value) ?? url.value,
      protocols: parseProtocols(protocols.value) ?? [],
      message: readDraft(),
    }) ?? "";
  }

  for (const control of [language, url, protocols, find("message", HTMLTextAreaElement)]) {
    control.addEventListener("input", show);
  }
  box("share-title").closest("details")?.addEventListener("toggle", show);
  onClick("copy-snippet", () => {
    show();
    copy(shown.textContent ?? "");
  });
  show();
}
