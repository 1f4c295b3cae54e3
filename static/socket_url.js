/**
 * Returns the URL of the WebSocket beside a page, with its host, folder and TLS.
 * @param {string} pageUrl
 */
export function socketUrl(pageUrl) {
  return new URL(".", pageUrl).href.replace(/^http/, "ws");
}
