import { button, element, make } from "./dom.js";
import { describeCloseCode, text } from "./language.js";

/** @import { Ending, Session } from "./types.ts" */
/** @import { SocketClient } from "./socket.js" */

const state = element("state");
const stateName = element("state-name");
const stateDetail = element("state-detail");
const connectButton = button("connect");
const waiting = element("waiting");
const countdown = element("countdown");

/** @type {ReturnType<typeof setInterval> | undefined} */
let ticking;

/**
 * Shows the state of the session, in words as well as in shape and color.
 * @param {SocketClient} client
 */
export function showSession(client) {
  const { phase, ending } = client.session;
  state.dataset.phase = phase;
  state.dataset.by = ending?.by ?? "";
  stateName.textContent = nameSession(client.session, client.protocol);
  stateDetail.replaceChildren(...(ending ? explain(ending) : [client.url]));
  connectButton.textContent = text(
    phase === "connecting" ? "cancel" : phase === "open" ? "disconnect" : "connect",
  );
  clearInterval(ticking);
  waiting.hidden = phase !== "waiting";
  if (phase !== "waiting") return;
  showCountdown(client);
  ticking = setInterval(showCountdown, 250, client);
}

/** @param {Session} session @param {string} protocol */
function nameSession({ phase, ending }, protocol) {
  if (ending && !ending.opened) return text("failed");
  if (ending?.by === "you") return text("closedByYou");
  if (ending?.by === "server") return text("closedByServer");
  if (ending) return text("closedByNobody");
  if (phase === "open" && protocol) return text("openWith", { protocol });
  return text(/** @type {"idle"} */ (phase));
}

/** @param {Ending} ending @returns {(string | Node)[]} */
function explain({ code, reason, opened, by }) {
  // The browser made this code up: the server did not answer, or there was no connection yet.
  if (by === "you" && code === 1006) return [];
  const { name, meaning } = describeCloseCode(code);
  return [
    `${name}. `,
    // The reason may contain direction characters, which must not affect the page's own text.
    ...(reason ? [`${text("closeReason")} «`, make("bdi", {}, reason), "». "] : []),
    opened ? meaning : text("failedWhy"),
  ];
}

/** @param {SocketClient} client */
function showCountdown({ session, nextAttemptAtMs }) {
  const seconds = Math.max(0, Math.ceil((nextAttemptAtMs - performance.now()) / 1000));
  countdown.textContent = text("waiting", { seconds, attempt: session.attempt });
}
