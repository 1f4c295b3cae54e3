import { comparable, toBase64 } from "./formats.js";
import { byteLength } from "./shared/text.js";

/** @import { Entry, Payload } from "./types.ts" */

/**
 * Which messages are shown: by a text in any case, the direction, and the number of the last one.
 * @typedef {{ text: string, direction: "all" | Entry["direction"], upTo: number }} Filter
 */

/** With more messages, or more bytes of them, the oldest are dropped. */
const LIMIT = 100_000;
const LIMIT_BYTES = 2e8;

/** The messages of a session, oldest first. */
export class Transcript {
  /** @type {Entry[]} */
  #entries = [];
  #count = 0;
  #bytes = 0;

  /** The number of old messages that were dropped. */
  get dropped() {
    return this.#count - this.#entries.length;
  }

  /** @returns {readonly Entry[]} */
  get entries() {
    return this.#entries;
  }

  /**
   * @param {Entry["direction"]} direction
   * @param {Payload} payload
   * @param {number} atMs
   * @param {number} [roundTripMs]
   * @returns {Entry}
   */
  add(direction, payload, atMs, roundTripMs) {
    this.#count += 1;
    const bytes = byteLength(payload);
    const entry = { number: this.#count, direction, payload, bytes, atMs, roundTripMs };
    this.#entries.push(entry);
    this.#bytes += bytes;
    while (this.#entries.length > LIMIT || this.#bytes > LIMIT_BYTES) {
      // A tenth in one go, since each removal moves all others.
      for (const old of this.#entries.splice(0, Math.ceil(this.#entries.length / 10))) {
        this.#bytes -= old.bytes;
      }
    }
    return entry;
  }

  clear() {
    this.#entries = [];
    this.#count = 0;
    this.#bytes = 0;
  }

  /**
   * Returns the last messages that pass a filter, and the number of all that pass.
   * @param {Filter} filter
   * @param {number} most
   * @returns {{ entries: Entry[], total: number }}
   */
  last(filter, most) {
    const passing = this.#entries.filter((entry) => passes(entry, filter));
    return { entries: passing.slice(-most), total: passing.length };
  }
}

/** Returns whether a message passes a filter. @param {Entry} entry @param {Filter} filter */
export function passes({ number, direction, payload }, filter) {
  return number <= filter.upTo && (filter.direction === "all" || filter.direction === direction) &&
    (filter.text === "" ||
      comparable(payload).toLowerCase().includes(filter.text.toLowerCase()));
}

/** How a session is written to a file; each returns its content. */
export const SAVE_FORMATS = {
  json: {
    type: "application/json",
    /** @param {Transcript} transcript @param {string} url */
    write: ({ entries, dropped }, url) =>
      JSON.stringify({ url, dropped, messages: entries.map(plain) }, null, 2) + "\n",
  },
  ndjson: {
    type: "application/x-ndjson",
    /** @param {Transcript} transcript */
    write: ({ entries }) => entries.map((entry) => JSON.stringify(plain(entry)) + "\n").join(""),
  },
  txt: {
    type: "text/plain",
    /** @param {Transcript} transcript @param {string} url */
    write: ({ entries }, url) =>
      [
        url,
        ...entries.map((entry) => {
          const { time, direction, ...content } = plain(entry);
          const payload = "text" in content ? content.text : `base64:${content.base64}`;
          return `${time} ${direction === "sent" ? ">" : "<"} ${payload}`;
        }),
      ].join("\n") + "\n",
  },
};

/** @param {Entry} entry */
function plain({ direction, payload, bytes, atMs, roundTripMs }) {
  return {
    time: new Date(atMs).toISOString(),
    direction,
    bytes,
    roundTripMs,
    ...(typeof payload === "string" ? { text: payload } : { base64: toBase64(payload) }),
  };
}
