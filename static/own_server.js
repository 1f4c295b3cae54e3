import { withBehaviors } from "./behaviors.js";
import { loadPanelTexts, panels } from "./language.js";
import { socketUrl } from "./share.js";
import { fill } from "./shared/text.js";
import { store } from "./state.js";
import { html } from "./vendor/lit-html.js";

/**
 * What the page uses of the answer of `/info`.
 * @typedef {object} ServerInfo
 * @property {Readonly<Record<string, string>>} behavior By the name of the parameter.
 * @property {readonly string[]} unknown Names in the query string that the server ignores.
 * @property {string | null} problem Why a handshake is refused.
 */

/** Returns whether an address belongs to the server of the page. @param {string} address */
export function isOwn(address) {
  return address.startsWith(socketUrl(location.href));
}

/**
 * Returns whether a browser fails the connection because the server chooses a subprotocol that was
 * not offered, or none of those offered (WHATWG WebSockets §4.1).
 * @param {string | undefined} chosen By the address; empty: none.
 * @param {readonly string[]} offered
 */
export function isForeign(chosen, offered) {
  if (chosen === undefined) return false;
  return chosen ? !offered.includes(chosen) : offered.length > 0;
}

/**
 * Fetches what the server of the page makes of an address. The browser hides the answer to a failed
 * handshake, but not this one.
 * @param {string} address One of the server's own.
 * @returns {Promise<ServerInfo | undefined>} Nothing if the answer is not JSON.
 * @throws {TypeError} If the server cannot be reached.
 */
export async function fetchInfo(address) {
  const response = await fetch(`info${new URL(address).search}`);
  return await response.json().catch(() => undefined);
}

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

/** How long the report may take. */
const TIMEOUT_MS = 5000;

let asked = "";
/** @type {ReturnType<typeof readReportedHeaders>} Those of the last address. */
let headers;

/**
 * Returns the header fields of a handshake as they arrived at the page's own server; of another
 * server nothing, and it is not asked.
 * @param {string} url
 * @param {readonly string[]} offered Subprotocols.
 */
export function readHeaders(url, offered) {
  if (!isOwn(url)) return undefined;
  const question = [url, ...offered].join(" ");
  if (question !== asked) {
    asked = question;
    headers = readReportedHeaders(url, offered).then((told) => {
      if (!told && question === asked) asked = "";
      return told;
    });
  }
  return headers;
}

/**
 * Returns the header fields of a handshake as they arrive at eco. It opens a second connection for
 * that, without the behaviors in the address.
 * @param {string} url
 * @param {readonly string[]} offered Subprotocols.
 * @returns {Promise<Record<string, string> | undefined>} By lower-case name; nothing if there is no
 * report.
 */
async function readReportedHeaders(url, offered) {
  const { promise, resolve } =
    /** @type {PromiseWithResolvers<string>} */ (Promise.withResolvers());
  const socket = new WebSocket(withBehaviors(url, new Map([["report", ""]])), [...offered]);
  socket.addEventListener("message", ({ data }) => resolve(data));
  socket.addEventListener("close", () => resolve("{}"));
  const timer = setTimeout(resolve, TIMEOUT_MS, "{}");
  try {
    return JSON.parse(await promise).headers;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    socket.close();
  }
}
