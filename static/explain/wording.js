import { describeCloseCode } from "../close_codes.js";
import { byteLength } from "../formats.js";
import { fill } from "../languages.js";
import { number, text } from "../words.js";
import { frameOf } from "./frame.js";

/** @import { Ending, ExplainedEvent, ExplainedMessage, Explanation, ExplanationInWords, Frame } from "../types.ts" */
/** @import { EXPLAIN_TEXTS } from "./texts.js" */
/** @typedef {typeof EXPLAIN_TEXTS.en} ExplainTexts */

/** Up to here Chromium sends a message in one frame. */
const UNCUT_BYTES = 2 ** 16;

/**
 * Returns an explanation in words, and apart from them those of the peer.
 * @param {Explanation} item
 * @param {ExplainTexts} texts
 * @returns {ExplanationInWords & { reason?: string }} With the close reason, of hostile origin.
 */
export function wordsOf(item, texts) {
  return "count" in item ? wordsOfMessage(item, texts) : wordsOfEvent(item, texts);
}

/**
 * @param {ExplainedMessage} message
 * @param {ExplainTexts} texts
 * @returns {ExplanationInWords}
 */
function wordsOfMessage({ name, isText, bytes, count, mayBeCompressed }, texts) {
  const frame = frameOf(isText ? "text" : "binary", bytes, name === "sent");
  const title = texts.titles[`${name}${isText ? "Text" : "Binary"}`];
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
 * @param {ExplainedEvent} event
 * @param {ExplainTexts} texts
 * @returns {ExplanationInWords & { reason?: string }}
 */
function wordsOfEvent({ name, attempt = 0, ending, url = "" }, texts) {
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
  // It is the page that did not wait, or a server that did not answer.
  if (by === "you" && code === 1006) return "";
  const { name, meaning } = describeCloseCode(code);
  return `${name}: ${text(meaning)} ${texts.codeSources[sourceOf(code)]}`;
}

/** @param {number} code */
function sourceOf(code) {
  if (code < 1000 || code > 1015) return "range";
  return code >= 1012 && code <= 1014 ? "iana" : "rfc";
}

/**
 * @param {ExplainedEvent["name"]} name
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

/** @param {Frame} frame @param {number} payloadBytes @param {ExplainTexts} texts */
function wireOf({ header, masked, wireBytes }, payloadBytes, { frame: words }) {
  return {
    header: header.map((byte) => byte.toString(16).padStart(2, "0")).join(" "),
    wire: fill(masked ? words.wireMasked : words.wire, {
      bytes: number(payloadBytes),
      wire: number(wireBytes),
    }),
  };
}
