/** @import { ExplainedEvent, Session } from "../types.ts" */

/**
 * Returns what has happened to a connection, where its session has changed.
 * @param {Session} before
 * @param {Session} after
 * @returns {ExplainedEvent[]} Without the time.
 */
export function eventsOf(before, after) {
  const { phase, attempt, ending } = after;
  if (phase === before.phase || before.phase === "waiting" && phase === "closed") return [];
  if (phase === "connecting") return [{ name: attempt > 0 ? "reopening" : "opening", attempt }];
  if (phase === "open") return [{ name: "open" }];
  if (phase === "closing") return [{ name: before.phase === "open" ? "closing" : "gaveUp" }];
  if (!ending) return [];
  /** @type {ExplainedEvent} */
  const end = { name: endOf(ending), ending };
  return phase === "waiting" ? [end, { name: "waiting", attempt }] : [end];
}

/** @param {NonNullable<Session["ending"]>} ending @returns {ExplainedEvent["name"]} */
function endOf({ by, opened, code }) {
  if (!opened) return "failed";
  // A browser makes this code up where no close frame has come.
  if (code === 1006) return by === "you" ? "unanswered" : "lost";
  return by === "you" ? "closedByYou" : "closedByServer";
}
