import { socketUrl } from "./share.js";

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
