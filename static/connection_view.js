import { describeCloseCode } from "./close_codes.js";
import { box, button, make } from "./dom.js";
import { text } from "./words.js";

/** @import { Ending, Session } from "./types.ts" */
/** @import { SocketClient } from "./socket.js" */

const state = box("state");
const stateName = box("state-name");
const stateDetail = box("state-detail");
const connectButton = button("connect");
const waiting = box("waiting");
const countdown = box("countdown");

/** @type {ReturnType<typeof setInterval> | undefined} */
let ticking;

/**
 * Shows what the session is, in words as well as in shape and colour.
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
  // It took too long for the browser, or was never there.
  if (by === "you" && code === 1006) return [];
  const { name, meaning } = describeCloseCode(code);
  return [
    `${name}. `,
    // The peer's words may turn the direction of writing; they shall not turn the page's.
    ...(reason ? [`${text("closeReason")} «`, make("bdi", {}, reason), "». "] : []),
    text(opened ? meaning : "failedWhy"),
  ];
}

/** @param {SocketClient} client */
function showCountdown({ session, nextAttemptAtMs }) {
  const seconds = Math.max(0, Math.ceil((nextAttemptAtMs - performance.now()) / 1000));
  countdown.textContent = text("waiting", { seconds, attempt: session.attempt });
}
