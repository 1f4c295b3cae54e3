import { find, make, select } from "../dom.js";
import { INITIAL_SESSION } from "../session.js";
import { isOwn } from "../own_server.js";
import { remember } from "../storage.js";
import { eventsOf } from "./events.js";
import { answerOf, requestOf } from "./handshake.js";
import { askForHeaders } from "./report.js";
import { ExplainView } from "./view.js";

/** @import { Entry } from "../types.ts" */
/** @import { SocketClient } from "../socket.js" */

/**
 * Explains what happens on the connection, while its part of the page is unfolded.
 * @param {SocketClient} client
 * @returns {(entry: Entry) => void} To be told of each message.
 */
export function startExplain(client) {
  const details = find("explain", HTMLDetailsElement);
  document.head.append(make("link", { rel: "stylesheet", href: "explain/view.css" }));
  const view = new ExplainView(details);
  const ask = asker();
  let before = INITIAL_SESSION;

  async function explainHandshake() {
    const { url, offered, protocol, extensions } = client;
    const headers = await ask(url, offered);
    const facts = { url, offered, protocol, extensions, headers, origin: location.origin };
    const answer = await answerOf(facts);
    // By now there may be another one.
    if (url !== client.url) return;
    view.showHandshake({ request: requestOf(facts), answer, isReported: headers !== undefined });
  }

  function follow() {
    remember("explain", details.open ? "on" : "");
    if (!details.open) return;
    for (const event of eventsOf(before, client.session)) {
      view.explanations.addEvent({ ...event, url: client.url }, Date.now());
      if (event.name === "open") explainHandshake();
    }
    before = client.session;
    view.schedule();
  }

  client.addEventListener("change", follow);
  details.addEventListener("toggle", follow);
  select("language").addEventListener("input", () => view.render());
  follow();
  return (entry) => {
    if (!details.open) return;
    view.explanations.addMessage(entry, client.extensions !== "");
    view.schedule();
  };
}

/** Returns what asks for the header fields of a handshake: the same ones once, and none of others' servers. */
function asker() {
  let asked = "";
  /** @type {ReturnType<typeof askForHeaders>} */
  let headers;
  return (/** @type {string} */ url, /** @type {readonly string[]} */ offered) => {
    if (!isOwn(url)) return undefined;
    const question = [url, ...offered].join(" ");
    if (question !== asked) headers = askForHeaders(url, offered);
    asked = question;
    return headers;
  };
}
