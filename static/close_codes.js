/** @import { TextName } from "./types.ts" */

/** Names in the IANA registry of WebSocket close codes (RFC 6455 §7.4.1). */
const NAMES = new Map([
  [1000, "Normal Closure"],
  [1001, "Going Away"],
  [1002, "Protocol error"],
  [1003, "Unsupported Data"],
  [1005, "No Status Rcvd"],
  [1006, "Abnormal Closure"],
  [1007, "Invalid frame payload data"],
  [1008, "Policy Violation"],
  [1009, "Message Too Big"],
  [1010, "Mandatory Ext."],
  [1011, "Internal Error"],
  [1012, "Service Restart"],
  [1013, "Try Again Later"],
  [1014, "Bad Gateway"],
  [1015, "TLS handshake"],
  [3000, "Unauthorized"],
  [3003, "Forbidden"],
  [3008, "Timeout"],
]);

/**
 * Returns a close code with the name it is registered by, if it is, and the text that tells what it
 * means.
 * @param {number} code
 * @returns {{ name: string, meaning: TextName }}
 */
export function describeCloseCode(code) {
  const name = `${code} ${NAMES.get(code) ?? ""}`.trim();
  if (code >= 4000 && code < 5000) return { name, meaning: "close4000" };
  if (code >= 3000 && code < 4000) return { name, meaning: "close3000" };
  const known = NAMES.has(code) ? code : "Other";
  return { name, meaning: /** @type {TextName} */ (`close${known}`) };
}
