import { withBehaviors } from "../behaviors.js";

/** How long the answer may take. */
const TIMEOUT_MS = 5000;

/**
 * Asks eco what arrives there of a handshake, by one of its own, and without the faults that the
 * address may ask for.
 * @param {string} url
 * @param {readonly string[]} offered Subprotocols.
 * @returns {Promise<Record<string, string> | undefined>} Header fields by lower-case name; nothing
 * where nobody tells.
 */
export async function askForHeaders(url, offered) {
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
