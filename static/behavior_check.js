import { loadPanelTexts, panels } from "./language.js";
import { fetchInfo, isForeign, isOwn } from "./own_server.js";
import { fill } from "./shared/text.js";
import { store } from "./state.js";
import { html } from "./vendor/lit-html.js";

/** An address can be of any length, and the server quotes it: longer quotes are cut. */
const MAX_QUOTE_LENGTH = 300;

/**
 * Shows what is wrong with the behaviors in an address of the page's own server.
 * @param {{ address: string, names: readonly string[] }} target
 */
export async function checkBehaviors({ address, names: offered }) {
  if (!isOwn(address)) return;
  const [info] = await Promise.all([
    fetchInfo(address).catch(() => undefined),
    loadPanelTexts(),
  ]);
  // The address may have changed meanwhile. If the server is gone, the connection tells that.
  if (!info || store.state.address !== address) return;
  const { behavior: { reject, protocol }, problem, unknown } = info;
  const texts = panels().behaviorCheck;
  const names = unknown.map((name) => `«${name}»`).join(", ");
  const words = [
    !problem && reject && fill(texts.rejected, { reject }),
    isForeign(protocol, offered) && fill(texts.foreign, { protocol }),
    names && fill(texts.unknown, { names: cut(names) }),
  ].filter(Boolean).join(" ");
  const quoted = problem && html`
    ${texts.problem} <bdi lang="en">${cut(problem)}</bdi>
  `;
  if (!quoted && !words) return;
  store.set({
    addressProblem: html`${quoted || ""}${words}`,
    isAddressInvalid: Boolean(problem),
  });
}

/** @param {string} words */
function cut(words) {
  return words.length > MAX_QUOTE_LENGTH ? `${words.slice(0, MAX_QUOTE_LENGTH)}…` : words;
}
