import { lengthBits } from "./frame.js";

/** @import { Entry, ExplainedEvent, ExplainedMessage, Explanation } from "../types.ts" */

/** So many explanations are kept. */
const MAX_ITEMS = 100;

/** The last explanations. Messages of one kind become one of them until it is taken. */
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

  /** @param {ExplainedEvent} event @param {number} atMs Not a number where it is not known. */
  addEvent(event, atMs) {
    // What comes later is not counted to what came before it.
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

  /** Returns those since the last time, which change no more. */
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
