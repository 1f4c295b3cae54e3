/** @import { Ending, ConnectionEvent, Session, SessionEvent } from "./types.ts" */

/** @type {Session} */
export const INITIAL_SESSION = { phase: "idle", attempt: 0 };

/**
 * Returns the session after an event; an event that does not fit its phase changes nothing.
 * @param {Session} session
 * @param {SessionEvent} event
 * @returns {Session}
 */
export function nextSession(session, event) {
  const { phase, attempt } = session;
  switch (event.type) {
    case "connect":
      return phase === "connecting" || phase === "open"
        ? session
        : { phase: "connecting", attempt };
    case "opened":
      return phase === "connecting" ? { phase: "open", attempt } : session;
    case "settled":
      // Not before, since a server may accept a connection and drop it immediately.
      return phase === "open" ? { phase, attempt: 0 } : session;
    case "disconnect":
      return phase === "connecting" || phase === "open" ? { phase: "closing", attempt } : session;
    case "replace":
      return phase === "open" || phase === "closing" ? INITIAL_SESSION : session;
    case "stop":
      return phase === "waiting" ? { ...session, phase: "closed", attempt: 0 } : session;
    case "closed":
      return afterClose(session, event);
  }
}

/**
 * @param {Session} session
 * @param {Extract<SessionEvent, { type: "closed" }>} event
 * @returns {Session}
 */
function afterClose({ phase, attempt }, { code, reason, wasClean, reconnect }) {
  const by = phase === "closing" ? "you" : wasClean ? "server" : "nobody";
  const ending = { code, reason, by, opened: phase !== "connecting" };
  return /** @type {Session} */ (
    by !== "you" && reconnect
      ? { phase: "waiting", attempt: attempt + 1, ending }
      : { phase: "closed", attempt: 0, ending }
  );
}

/**
 * Returns what has happened to a connection when its session changed.
 * @param {Session} before
 * @param {Session} after
 * @returns {ConnectionEvent[]}
 */
export function eventsOf(before, after) {
  const { phase, attempt, ending } = after;
  if (phase === before.phase || before.phase === "waiting" && phase === "closed") return [];
  if (phase === "idle") return [{ name: "replaced" }];
  if (phase === "connecting") return [{ name: attempt > 0 ? "reopening" : "opening", attempt }];
  if (phase === "open") return [{ name: "open" }];
  if (phase === "closing") return [{ name: before.phase === "open" ? "closing" : "gaveUp" }];
  if (!ending) return [];
  /** @type {ConnectionEvent} */
  const end = { name: endOf(ending), ending };
  return phase === "waiting" ? [end, { name: "waiting", attempt }] : [end];
}

/** @param {Ending} ending @returns {ConnectionEvent["name"]} */
function endOf({ by, opened, code }) {
  if (!opened) return "failed";
  // Browsers make this code up if no close frame has come.
  if (code === 1006) return by === "you" ? "unanswered" : "lost";
  return by === "you" ? "closedByYou" : "closedByServer";
}

const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 30_000;

/**
 * Returns the milliseconds to wait before an attempt: twice as long each time, minus a random part
 * of up to a half, so that not all clients of a restarted server come back together.
 * @param {number} attempt 1 for the first.
 * @param {number} random From 0 to below 1.
 */
export function reconnectionDelay(attempt, random) {
  return Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_DELAY_MS) * (1 - random / 2);
}
