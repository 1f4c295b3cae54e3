import { lengthBits } from "./frame.js";

/** @import { Entry, ExplainedMessages, Explanation } from "../types.ts" */

/** How many explanations are shown. */
const MAX_ITEMS = 60;
/** How many entries are looked at, the newest first: a burst of equal messages becomes one. */
const MAX_ENTRIES = 2000;

/**
 * Returns the last explanations of a record, oldest first. Messages of one kind between two events
 * share one.
 * @param {readonly Entry[]} entries
 * @returns {Explanation[]}
 */
export function explain(entries) {
  /** @type {Explanation[]} */
  const items = [];
  /** @type {Map<string, number>} Where the messages of a kind are, since the last event. */
  const places = new Map();
  let mayBeCompressed = false;
  for (const entry of entries.slice(-MAX_ENTRIES)) {
    if (entry.kind === "event") {
      // Messages after the event are not counted with those before it.
      places.clear();
      mayBeCompressed = entry.extensions !== "";
      items.push(entry);
      continue;
    }
    const { kind, payload, bytes, atMs } = entry;
    const isText = typeof payload === "string";
    const key = `${kind} ${isText} ${lengthBits(bytes)}`;
    const place = places.get(key);
    if (place === undefined) {
      places.set(key, items.length);
      items.push({ kind, isText, bytes, count: 1, atMs, mayBeCompressed });
    } else {
      const before = /** @type {ExplainedMessages} */ (items[place]);
      items[place] = { ...before, bytes, count: before.count + 1 };
    }
  }
  return items.slice(-MAX_ITEMS);
}
