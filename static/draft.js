import { parseBase64, parseHex } from "./formats.js";

/** @import { Kind, Payload, TextName } from "./types.ts" */

/** The kinds of drafts, each with the name of its text. */
export const KINDS = /** @type {const} */ ({
  text: "asText",
  json: "asJson",
  escaped: "kindEscaped",
  hex: "kindHex",
  base64: "kindBase64",
});

/** What the single-letter escapes stand for. */
const ESCAPES = new Map(Object.entries({ n: "\n", r: "\r", t: "\t", 0: "\0", "\\": "\\" }));
const ESCAPE = /\\(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]{1,6})\}|([nrt0\\])|)/gi;

/**
 * Returns the payload of a draft, or what is wrong with it.
 * @param {string} draft
 * @param {Kind} kind
 * @param {Readonly<Record<string, string>>} [variables] What stands for `{{name}}` in text.
 * @returns {{ payload: Payload } | { problem: TextName, detail: string }}
 */
export function readDraft(draft, kind, variables = {}) {
  if (kind === "hex" || kind === "base64") {
    const payload = kind === "hex" ? parseHex(draft) : parseBase64(draft);
    return payload ? { payload } : { problem: `${kind}Invalid`, detail: "" };
  }
  const filled = draft.replaceAll(/\{\{(\w+)\}\}/g, (blank, name) => variables[name] ?? blank);
  if (kind === "escaped") return readEscapes(filled);
  if (kind === "json") {
    try {
      JSON.parse(filled);
    } catch (error) {
      return { problem: "jsonInvalid", detail: /** @type {Error} */ (error).message };
    }
  }
  return { payload: filled };
}

/** @param {string} text @returns {ReturnType<typeof readDraft>} */
function readEscapes(text) {
  let wrong = "";
  const payload = text.replaceAll(ESCAPE, (escape, byte, unit, point, letter, at) => {
    if (letter) return ESCAPES.get(letter.toLowerCase()) ?? "";
    const code = parseInt(byte ?? unit ?? point, 16);
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    wrong ||= text.slice(at, at + Math.max(escape.length, 2));
    return "";
  });
  return wrong ? { problem: "escapeInvalid", detail: wrong } : { payload };
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
