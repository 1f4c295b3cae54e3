/**
 * Returns the URL of the WebSocket beside a page: the same host and folder, and TLS where the page
 * came over TLS, so that it stays right behind a proxy that adds both.
 *
 * @example
 * ```js
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(socketUrl("https://example.org/eco/?a=1#b"), "wss://example.org/eco/");
 * ```
 *
 * @param {string} pageUrl The page's own URL, `http:` or `https:`.
 * @returns {string} A `ws:` or `wss:` URL that ends with a slash.
 */
export function socketUrl(pageUrl) {
  return new URL(".", pageUrl).href.replace(/^http/, "ws");
}
