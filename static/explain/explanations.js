import { lengthBits } from "./frame.js";

/** @import { Entry, ExplainedEvent, ExplainedMessage, Explanation, Session } from "../types.ts" */

/** How many explanations are kept. */
const MAX_ITEMS = 100;

/** The last explanations. Messages of one kind share one until it is taken. */
export class Explanations {
  /** @type {Explanation[]} */
  #items = [];
  #fresh = 0;
  /** @type {Map<string, ExplainedMessage>} */
  #growing = new Map();

  /** @returns {readonly Explanation[]} Oldest first. */
  get items() {
    return this.#items;
  }

  /** @param {ExplainedEvent} event @param {number} atMs `NaN` if it is not known. */
  addEvent(event, atMs) {
    // Messages after the event are not counted with those before it.
    this.#growing.clear();
    this.#push({ ...event, atMs });
  }

  /**
   * @param {Entry} entry
   * @param {boolean} [mayBeCompressed] By an extension of its connection.
   */
  addMessage({ direction, payload, bytes, atMs }, mayBeCompressed = false) {
    const isText = typeof payload === "string";
    const kind = `${direction} ${isText} ${lengthBits(bytes)}`;
    const growing = this.#growing.get(kind);
    if (growing) {
      growing.count += 1;
      growing.bytes = bytes;
      return;
    }
    /** @type {ExplainedMessage} */
    const message = { name: direction, isText, bytes, count: 1, atMs, mayBeCompressed };
    this.#growing.set(kind, message);
    this.#push(message);
  }

  /** Returns those added since the last call, which no longer change. */
  take() {
    this.#growing.clear();
    const fresh = this.#fresh > 0 ? this.#items.slice(-this.#fresh) : [];
    this.#fresh = 0;
    return fresh;
  }

  /** @param {Explanation} item */
  #push(item) {
    this.#items.push(item);
    if (this.#items.length > MAX_ITEMS) this.#items.shift();
    this.#fresh = Math.min(this.#fresh + 1, MAX_ITEMS);
  }
}

/**
 * Returns what has happened to a connection when its session changed.
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
  // Browsers make this code up if no close frame has come.
  if (code === 1006) return by === "you" ? "unanswered" : "lost";
  return by === "you" ? "closedByYou" : "closedByServer";
}
