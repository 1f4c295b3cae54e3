import { socketUrl } from "./socket_url.js";

/** @import { Asked } from "./types.ts" */

/** Returns whether an address is one of the server that the page came from. @param {string} address */
export function isOwn(address) {
  return address.startsWith(socketUrl(location.href));
}

/**
 * Returns whether a browser breaks the connection since it gets another subprotocol than one of
 * those offered (WHATWG WebSockets §4.1).
 * @param {string | undefined} asked What the address has the server choose; empty: none.
 * @param {readonly string[]} offered
 */
export function isForeign(asked, offered) {
  if (asked === undefined) return false;
  return asked ? !offered.includes(asked) : offered.length > 0;
}

/**
 * Asks the server of the page what it makes of an address: to a handshake that fails it answers too,
 * but the browser keeps that to itself.
 * @param {string} address One of its own.
 * @returns {Promise<Asked | undefined>} Nothing where it answers something else.
 * @throws {TypeError} Where it cannot be reached.
 */
export async function askOwnServer(address) {
  const response = await fetch(`info${new URL(address).search}`);
  return await response.json().catch(() => undefined);
}
