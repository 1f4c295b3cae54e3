import { parseBase64, parseHex } from "./formats.js";

/** @import { Kind, Payload, TextName } from "./types.ts" */

/**
 * Returns the payload of a draft, or what is wrong with it.
 * @param {string} draft
 * @param {Kind} kind
 * @returns {{ payload: Payload } | { problem: TextName, detail: string }}
 */
export function readDraft(draft, kind) {
  if (kind === "json") {
    try {
      JSON.parse(draft);
    } catch (error) {
      return { problem: "jsonInvalid", detail: /** @type {Error} */ (error).message };
    }
  }
  if (kind === "text" || kind === "json") return { payload: draft };
  const payload = kind === "hex" ? parseHex(draft) : parseBase64(draft);
  return payload ? { payload } : { problem: `${kind}Invalid`, detail: "" };
}

/** How many sent drafts are kept. */
const MAX_DRAFTS = 50;

/** The drafts sent and the one being written, with a position among them. */
export class DraftHistory {
  /** @type {string[]} */
  #sent;
  /** The index of the one shown; their number stands for the one being written. */
  #position;
  #unsent = "";

  /** @param {readonly string[]} sent Oldest first. */
  constructor(sent = []) {
    this.#sent = [...sent];
    this.#position = sent.length;
  }

  /** @returns {readonly string[]} Oldest first. */
  get sent() {
    return this.#sent;
  }

  /** @param {string} draft */
  add(draft) {
    this.#sent = [...this.#sent.filter((other) => other !== draft), draft].slice(-MAX_DRAFTS);
    this.#position = this.#sent.length;
    this.#unsent = "";
  }

  /**
   * Goes to an earlier draft (-1) or a later one (1).
   * @param {-1 | 1} step
   * @param {string} shown The draft shown until now.
   * @returns {string | undefined} The draft to show; nothing at the end of the list.
   */
  go(step, shown) {
    const position = this.#position + step;
    if (position < 0 || position > this.#sent.length) return undefined;
    if (this.#position === this.#sent.length) this.#unsent = shown;
    this.#position = position;
    return this.#sent[position] ?? this.#unsent;
  }
}
