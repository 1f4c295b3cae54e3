/** @import { Shared } from "./types.ts" */

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
 * @returns {Shared | undefined} Nothing where there is none of ours in it.
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
 * @returns {string[] | undefined} Nothing where one is no token, or is given twice (RFC 6455 §4.1).
 */
export function parseProtocols(text) {
  const names = text.split(",").map((name) => name.trim()).filter((name) => name !== "");
  const valid = names.every((name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name)) &&
    new Set(names).size === names.length;
  return valid ? names : undefined;
}

/**
 * Reads the address of a server.
 * @param {string} text
 * @returns {string | undefined} A `ws:` or `wss:` URL; nothing where it is none.
 */
export function parseAddress(text) {
  const url = URL.parse(text.trim());
  // Browsers differ in what they take for a host: blanks are a mistake in each.
  return url && /^\s*wss?:[^\s#]+\s*$/i.test(text) ? url.href : undefined;
}
