import { withBehaviors } from "../behaviors.js";
import { isOwn } from "../own_server.js";

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
