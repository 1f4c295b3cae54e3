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
  for (const href of ["parts.css", "explain/view.css"]) {
    document.head.append(make("link", { rel: "stylesheet", href }));
  }
  const view = new ExplainView(details);
  const ask = asker();
  let before = INITIAL_SESSION;
  let openings = 0;

  async function explainHandshake() {
    const opened = ++openings;
    const { url, offered, protocol, extensions } = client;
    const headers = await ask(url, offered);
    const facts = { url, offered, protocol, extensions, headers, origin: location.origin };
    const answer = await answerOf(facts);
    // By now there may be another one.
    if (opened !== openings) return;
    view.showHandshake({ request: requestOf(facts), answer, isReported: headers !== undefined });
  }

  /** @param {number} atMs Not a number where it happened before anybody looked. */
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
  select("language").addEventListener("input", () => view.render());
  toggle();
  return (entry) => {
    if (!details.open) return;
    view.explanations.addMessage(entry, client.extensions !== "");
    view.schedule();
  };
}

/**
 * Returns what asks for the header fields of a handshake: the same ones until they are told, and
 * none of others' servers.
 */
function asker() {
  let asked = "";
  /** @type {ReturnType<typeof askForHeaders>} */
  let headers;
  return (/** @type {string} */ url, /** @type {readonly string[]} */ offered) => {
    if (!isOwn(url)) return undefined;
    const question = [url, ...offered].join(" ");
    if (question !== asked) {
      asked = question;
      headers = askForHeaders(url, offered).then((told) => {
        if (!told && question === asked) asked = "";
        return told;
      });
    }
    return headers;
  };
}
