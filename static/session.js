/** @import { Session, SessionEvent } from "./types.ts" */

/** @type {Session} */
export const INITIAL_SESSION = { phase: "idle", attempt: 0 };

/**
 * Returns what a session becomes by an event; events that do not fit its phase change nothing.
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
      // Only now, as a server may accept and drop at once.
      return phase === "open" ? { phase, attempt: 0 } : session;
    case "disconnect":
      return phase === "connecting" || phase === "open" ? { phase: "closing", attempt } : session;
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

const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 30_000;

/**
 * Returns how many milliseconds to wait before an attempt: twice as long each time, less up to a half
 * by chance, so that the clients of a server that comes back do not come all at once.
 * @param {number} attempt 1 for the first.
 * @param {number} random From 0 to below 1.
 */
export function reconnectionDelay(attempt, random) {
  return Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_DELAY_MS) * (1 - random / 2);
}
