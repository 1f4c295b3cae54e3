import { comparable } from "./formats.js";
import { byteLength } from "./shared/text.js";

/** @import { Entry, NewEntry } from "./types.ts" */

/** With more entries, or more bytes of them, the oldest are dropped. */
const LIMIT = 100_000;
const LIMIT_BYTES = 2e8;

/** What has been sent and received, and what happened to the connections, oldest first. */
export class Record {
  /** @type {Entry[]} */
  #entries = [];
  #count = 0;
  #bytes = 0;

  /** The number of old entries that were dropped. */
  get dropped() {
    return this.#count - this.#entries.length;
  }

  /** @returns {readonly Entry[]} */
  get entries() {
    return this.#entries;
  }

  /**
   * Adds an entry, and returns it with its number and, for a message, its size.
   * @template {NewEntry} New
   * @param {New} entry
   */
  add(entry) {
    this.#count += 1;
    const bytes = entry.kind === "event" ? 0 : byteLength(entry.payload);
    const added = { ...entry, number: this.#count, bytes };
    this.#entries.push(/** @type {Entry} */ (added));
    this.#bytes += bytes;
    while (this.#entries.length > LIMIT || this.#bytes > LIMIT_BYTES) {
      // A tenth in one go, since each removal moves all others.
      for (const old of this.#entries.splice(0, Math.ceil(this.#entries.length / 10))) {
        this.#bytes -= old.bytes;
      }
    }
    return added;
  }

  /** Removes all entries, and returns a function that brings them back in front of newer ones. */
  clear() {
    const [entries, count, bytes] = [this.#entries, this.#count, this.#bytes];
    this.#entries = [];
    this.#count = this.#bytes = 0;
    return () => {
      const newer = this.#entries;
      [this.#entries, this.#count, this.#bytes] = [entries, count, bytes];
      for (const entry of newer) this.add(entry);
    };
  }
}

/**
 * Which entries are shown.
 * @typedef {object} Filter
 * @property {string} text A text in any case, or a regular expression as `/…/` with flags.
 * @property {"all" | Entry["kind"]} kind
 * @property {boolean} isHiding Whether matching messages are hidden instead.
 */

/** @type {Filter} */
export const NO_FILTER = { text: "", kind: "all", isHiding: false };

/** Events that only the explanation shows, since the next one says the same or more. */
const UNLISTED = ["opening", "reopening", "closing", "gaveUp"];

/**
 * Returns the expression that a filter searches for, or why it is none.
 * @param {string} text
 * @returns {{ pattern?: RegExp, problem?: string }}
 */
export function parsePattern(text) {
  if (text === "") return {};
  const [, source, flags] = text.match(/^\/(.+)\/([a-z]*)$/s) ?? [];
  try {
    return {
      pattern: source === undefined
        ? new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&"), "i")
        : new RegExp(source, flags.replaceAll(/[gy]/g, "")),
    };
  } catch (error) {
    return { problem: /** @type {Error} */ (error).message };
  }
}

/**
 * Returns whether an entry passes a filter.
 * @param {Entry} entry
 * @param {Filter} filter
 * @param {RegExp} [pattern] That of the filter's text.
 */
export function passes(entry, { kind, isHiding }, pattern) {
  if (entry.kind === "event" && UNLISTED.includes(entry.event.name)) return false;
  if (kind !== "all" && kind !== entry.kind) return false;
  return !pattern || pattern.test(searchable(entry)) !== isHiding;
}

/** Returns what a filter searches of an entry. @param {Entry} entry */
export function searchable(entry) {
  if (entry.kind !== "event") return comparable(entry.payload);
  const { url, protocol, event: { ending } } = entry;
  return [url, protocol, ending?.code, ending?.reason].filter(Boolean).join(" ");
}
