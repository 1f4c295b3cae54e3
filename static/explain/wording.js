import { toHex } from "../formats.js";
import { describeCloseCode, number, text } from "../language.js";
import { byteLength, fill } from "../shared/text.js";
import { frameOf } from "./frame.js";

/** @import { ConnectionEvent, Ending, EventEntry, ExplainedMessages, Explanation, PanelTexts } from "../types.ts" */
/** @typedef {PanelTexts["explain"]} ExplainTexts */

/**
 * An explanation in the language of the page.
 * @typedef {object} Wording
 * @property {string} title
 * @property {string} body
 * @property {string} [reason] The close reason, which is the peer's own text.
 * @property {string} [header] The bytes at the start of its frame in hex.
 * @property {string} [wire] What follows them, up to the total size.
 */

/** Chromium sends messages up to this size in one frame. */
const UNCUT_BYTES = 2 ** 16;

/**
 * Returns an explanation in the language of the page.
 * @param {Explanation} item
 * @param {ExplainTexts} texts
 * @returns {Wording}
 */
export function wordsOf(item, texts) {
  return "count" in item ? wordsOfMessage(item, texts) : wordsOfEvent(item, texts);
}

/**
 * @param {ExplainedMessages} message
 * @param {ExplainTexts} texts
 * @returns {Wording}
 */
function wordsOfMessage({ kind, isText, bytes, count, mayBeCompressed }, texts) {
  const frame = frameOf(isText ? "text" : "binary", bytes, kind === "sent");
  const title = texts.titles[`${kind}${isText ? "Text" : "Binary"}`];
  const words = texts.frame;
  const body = [
    count > 1 && words.last,
    frame.masked && bytes > UNCUT_BYTES && words.several,
    mayBeCompressed && words.compressed,
    words.fin,
    isText ? words.text : words.binary,
    frame.masked ? words.masked : words.unmasked,
    fill(words[frame.lengthBits], { bytes: number(bytes) }),
  ];
  return {
    title: count > 1 ? `${title} × ${number(count)}` : title,
    body: body.filter(Boolean).join(" "),
    ...wireOf(frame, bytes, texts),
  };
}

/**
 * @param {EventEntry} entry
 * @param {ExplainTexts} texts
 * @returns {Wording}
 */
function wordsOfEvent({ event: { name, attempt = 0, ending }, url }, texts) {
  const address = URL.parse(url);
  const values = {
    attempt,
    host: address?.host ?? "",
    transport: address?.protocol === "wss:" ? "TCP + TLS" : "TCP",
  };
  const happened = texts.whatHappened[name === "reopening" ? "opening" : name];
  return {
    title: fill(texts.titles[name], values),
    body: fill(happened, values) + (ending ? ` ${wordsOfEnding(ending, texts)}` : ""),
    reason: ending?.reason,
    ...closeFrame(name, ending, texts),
  };
}

/** @param {Ending} ending @param {ExplainTexts} texts */
function wordsOfEnding({ code, opened, by }, texts) {
  if (!opened) return text("failedWhy");
  // Browsers made the code up: the page did not wait, or the server did not answer.
  if (by === "you" && code === 1006) return "";
  const { name, meaning } = describeCloseCode(code);
  return `${name}: ${meaning} ${texts.codeSources[sourceOf(code)]}`;
}

/** @param {number} code */
function sourceOf(code) {
  if (code < 1000 || code > 1015) return "range";
  return code >= 1012 && code <= 1014 ? "iana" : "rfc";
}

/**
 * @param {ConnectionEvent["name"]} name
 * @param {Ending | undefined} ending
 * @param {ExplainTexts} texts
 */
function closeFrame(name, ending, texts) {
  if (name === "closing") return wireOf(frameOf("close", 2, true), 2, texts);
  if (!ending || (name !== "closedByYou" && name !== "closedByServer")) return {};
  // 1005 stands for a close frame without a code.
  const bytes = ending.code === 1005 ? 0 : 2 + byteLength(ending.reason);
  return wireOf(frameOf("close", bytes, false), bytes, texts);
}

/** @param {ReturnType<typeof frameOf>} frame @param {number} payloadBytes @param {ExplainTexts} texts */
function wireOf({ header, masked, wireBytes }, payloadBytes, { frame: words }) {
  return {
    header: toHex(header),
    wire: fill(masked ? words.wireMasked : words.wire, {
      bytes: number(payloadBytes),
      wire: number(wireBytes),
    }),
  };
}
