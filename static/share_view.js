import { onValue, options } from "./controls.js";
import { readDraft } from "./draft.js";
import { panels } from "./language.js";
import { copy } from "./notice.js";
import { parseAddress, parseProtocols, toFragment } from "./share.js";
import { SNIPPETS } from "./snippets.js";
import { store } from "./state.js";
import { html } from "./vendor/lit-html.js";

/** @import { Kind } from "./types.ts" */

let chosen = [...SNIPPETS.keys()][0];

/** A link that fills in the page, and commands that do the same as the page. */
export function view() {
  const words = panels().shareTexts;
  const { address, protocols, draft, kind } = store.state;
  const url = parseAddress(address, location.protocol === "https:");
  const names = parseProtocols(protocols);
  const command = url && names
    ? SNIPPETS.get(chosen)?.({ url, protocols: names, message: textOf(draft, kind) }) ?? ""
    : undefined;
  const link = new URL(location.href);
  link.hash = toFragment({ url: url ?? address, protocols, message: draft, kind });
  return html`
    <h2>${words.link}</h2>
    <p class="hint">${words.linkHint}</p>
    <p><button class="main" @click=${() => copy(link.href)}>${words.copyLink}</button></p>
    <h2>${words.command}</h2>
    <p class="hint">${words.commandHint}</p>
    <p class="row">
      <select id="snippet" aria-label=${words.copyAs} @input=${onValue(pick)}>${options(
        Array.from(SNIPPETS.keys(), (name) => [name, name]),
        chosen,
      )}</select>
      <button ?disabled=${command === undefined} @click=${() => copy(command ?? "")}>${words
        .copyCommand}</button>
    </p>
    <pre id="snippet-text" tabindex="0" role="region" aria-label=${words.copyAs}>${command ??
      words.noAddress}</pre>
  `;
}

/** Returns what a draft sends, if that is text. @param {string} draft @param {Kind} kind */
function textOf(draft, kind) {
  const read = readDraft(draft, kind);
  return "payload" in read && typeof read.payload === "string" ? read.payload : draft;
}

/** @param {string} name */
function pick(name) {
  chosen = name;
  store.set({});
}
