import { copy } from "./clipboard.js";
import { element, find, input, make, onClick, select } from "./dom.js";
import { parseAddress, parseProtocols } from "./share.js";
import { SNIPPETS } from "./snippets.js";

/**
 * Shows the command or program that does the same as the page, and keeps it up to date.
 * @param {() => string} readDraft
 */
export function startSnippets(readDraft) {
  const language = select("snippet");
  const shown = element("snippet-text");
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
  element("share-title").closest("details")?.addEventListener("toggle", show);
  onClick("copy-snippet", () => {
    show();
    copy(shown.textContent ?? "");
  });
  show();
}
