/**
 * Returns the URL of the WebSocket beside a page, with its host, folder and TLS.
 *
 * @example
 * ```js
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(socketUrl("https://example.org/eco/?a=1#b"), "wss://example.org/eco/");
 * ```
 * @param {string} pageUrl
 */
export function socketUrl(pageUrl) {
  return new URL(".", pageUrl).href.replace(/^http/, "ws");
}
