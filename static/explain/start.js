import { withBehaviors } from "../behaviors.js";
import { find, make } from "../dom.js";
import { loadPanelTexts, onLanguageChange } from "../language.js";
import { INITIAL_SESSION } from "../session.js";
import { isOwn } from "../own_server.js";
import { remember } from "../storage.js";
import { eventsOf } from "./explanations.js";
import { answerOf, requestOf } from "./handshake.js";
import { ExplainView } from "./view.js";

/** @import { Entry } from "../types.ts" */
/** @import { SocketClient } from "../socket.js" */

/** How long the report may take. */
const TIMEOUT_MS = 5000;

/**
 * Explains what happens on the connection while its part of the page is open.
 * @param {SocketClient} client
 * @returns {Promise<(entry: Entry) => void>} To be called with each message.
 */
export async function startExplain(client) {
  await loadPanelTexts();
  const details = find("explain", HTMLDetailsElement);
  for (const href of ["parts.css", "explain/view.css"]) {
    document.head.append(make("link", { rel: "stylesheet", href }));
  }
  const view = new ExplainView(details);
  const readHeaders = cachedHeaders();
  let before = INITIAL_SESSION;
  let openings = 0;

  async function explainHandshake() {
    const opened = ++openings;
    const { url, offered, protocol, extensions } = client;
    const headers = await readHeaders(url, offered);
    const facts = { url, offered, protocol, extensions, headers, origin: location.origin };
    const answer = await answerOf(facts);
    // By now there may be another connection.
    if (opened !== openings) return;
    view.showHandshake({ request: requestOf(facts), answer, isReported: headers !== undefined });
  }

  /** @param {number} atMs `NaN` for what happened before the panel was open. */
  function follow(atMs) {
    if (!details.open) return forget();
    for (const event of eventsOf(before, client.session)) {
      view.explanations.addEvent({ ...event, url: client.url }, atMs);
      if (event.name === "open") explainHandshake();
    }
    before = client.session;
    view.schedule();
  }

  function forget() {
    // A session settles without a new connection.
    if (client.session.phase === before.phase) return;
    before = INITIAL_SESSION;
    openings += 1;
    view.showHandshake(undefined);
  }

  function toggle() {
    remember("explain", details.open ? "on" : "");
    follow(NaN);
  }

  client.addEventListener("change", () => follow(Date.now()));
  details.addEventListener("toggle", toggle);
  onLanguageChange(() => view.render());
  toggle();
  return (entry) => {
    if (!details.open) return;
    view.explanations.addMessage(entry, client.extensions !== "");
    view.schedule();
  };
}

/**
 * Returns a function that reads the header fields of a handshake from the page's own server, and
 * keeps those of the last address. It asks no other server.
 */
function cachedHeaders() {
  let asked = "";
  /** @type {ReturnType<typeof readReportedHeaders>} */
  let headers;
  return (/** @type {string} */ url, /** @type {readonly string[]} */ offered) => {
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
  };
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
