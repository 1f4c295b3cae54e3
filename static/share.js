import { isToken } from "./shared/header_fields.js";

/**
 * What a link reproduces: fields of the form, each may be empty, or anything that people write.
 * @typedef {{ url: string, protocols: string, message: string, kind: string }} Shared
 */

/** @type {readonly (keyof Shared)[]} */
const FIELDS = ["url", "protocols", "message", "kind"];

/** Returns the fragment of a link, without `#`. @param {Shared} shared */
export function toFragment(shared) {
  const fields = FIELDS.filter((name) => shared[name] !== "");
  return new URLSearchParams(fields.map((name) => [name, shared[name]])).toString();
}

/**
 * Reads the fragment of a link.
 * @param {string} fragment With `#` or without.
 * @returns {Shared | undefined} Nothing if the fragment is not one of the page.
 */
export function fromFragment(fragment) {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  if (!FIELDS.some((name) => parameters.has(name))) return undefined;
  const [url, protocols, message, kind] = FIELDS.map((name) => parameters.get(name) ?? "");
  return { url, protocols, message, kind };
}

/**
 * Returns the names in a list of subprotocols.
 * @param {string} text
 * @returns {string[] | undefined} Nothing if one is not a token, or given twice (RFC 6455 §4.1).
 */
export function parseProtocols(text) {
  const names = text.split(",").map((name) => name.trim()).filter((name) => name !== "");
  const valid = names.every(isToken) &&
    new Set(names).size === names.length;
  return valid ? names : undefined;
}

/**
 * Reads the address of a server as people type and paste it: `localhost:8080/x`, `http://…`, with
 * blanks around, line breaks within, or in quotes.
 * @param {string} text
 * @param {boolean} [isSecure] Whether an address without a scheme means `wss:`.
 * @returns {string | undefined} A `ws:` or `wss:` URL; nothing if it is not one.
 */
export function parseAddress(text, isSecure = false) {
  const bare = text.replaceAll(/\s/g, "").replaceAll(/^["'`<]|["'`>]$/g, "");
  const address = bare.replace(/^http(?=s?:\/\/)/i, "ws");
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(address);
  const url = URL.parse(hasScheme ? address : `${isSecure ? "wss" : "ws"}://${address}`);
  return url && /^wss?:$/.test(url.protocol) && !address.includes("#") ? url.href : undefined;
}

/**
 * Returns the URL of the WebSocket beside a page: with its host, folder and TLS.
 * @param {string} pageUrl
 */
export function socketUrl(pageUrl) {
  return new URL(".", pageUrl).href.replace(/^http/, "ws");
}
