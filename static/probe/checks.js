import { escapeControls } from "../shared/escape.js";
import { isProxyField } from "../shared/header_fields.js";
import { byteLength, isWithheld, withhold } from "../shared/text.js";

/** @import { Payload, StepResult } from "../types.ts" */

const MAX_QUOTE_LENGTH = 100;

/**
 * Returns how a reply differs from the one expected.
 * @param {Payload} due
 * @param {Payload} reply
 * @returns {Pick<StepResult, "finding" | "values"> | undefined} Nothing if they are the same.
 */
export function difference(due, reply) {
  if (typeof due === "string" && typeof reply !== "string") {
    return { finding: "becameBinary", values: {} };
  }
  if (typeof due !== "string" && typeof reply === "string") {
    return { finding: "becameText", values: {} };
  }
  const [sent, received] = [byteLength(due), byteLength(reply)];
  const limit = Math.min(due.length, reply.length);
  let at = 0;
  while (at < limit && due[at] === reply[at]) at += 1;
  if (at === due.length && at === reply.length) return undefined;
  if (at === reply.length) return { finding: "truncated", values: { sent, received } };
  return { finding: "changed", values: { sent, received, at } };
}

/**
 * Returns what is wrong with the order in which numbers came back.
 * @param {readonly number[]} numbers Should be 0, 1, 2…
 * @param {number} count How many were sent.
 * @returns {Pick<StepResult, "finding" | "values"> | undefined} Nothing if the order is right.
 */
export function disorder(numbers, count) {
  const known = new Set(numbers);
  const missing = count - known.size;
  const doubled = numbers.length - known.size;
  // First, since the last ones are not waited for if some came twice.
  if (doubled > 0) return { finding: "doubled", values: { doubled } };
  if (missing > 0) {
    let first = 0;
    while (known.has(first)) first += 1;
    return { finding: "lost", values: { missing, count, first } };
  }
  const late = numbers.findIndex((number, index) => index > 0 && number < numbers[index - 1]);
  if (late === -1) return undefined;
  return { finding: "reordered", values: { number: numbers[late], after: numbers[late - 1] } };
}

/**
 * Returns what an endpoint puts before and after the text that it sends back.
 * @param {string} text
 * @param {Payload} reply
 * @returns {{ before: string, after: string } | undefined} Nothing if the reply lacks the text.
 */
export function styleOf(text, reply) {
  const [before, ...rest] = asText(reply).split(text);
  return rest.length === 0 ? undefined : { before, after: rest.join(text) };
}

/** Returns a payload as text. @param {Payload} payload */
function asText(payload) {
  return typeof payload === "string" ? payload : new TextDecoder().decode(payload);
}

/** Returns the first 100 characters or bytes of a payload as printable text. @param {Payload} payload */
export function startOf(payload) {
  const start = escapeControls(asText(payload.slice(0, MAX_QUOTE_LENGTH)));
  return payload.length > MAX_QUOTE_LENGTH ? `${start}…` : start;
}

/**
 * Returns the value of a header field, or its length if it is not known to be harmless.
 * @param {string} name In lower case.
 * @param {string} value
 */
export function showField(name, value) {
  const isHarmless = /^(accept.*|connection|host|origin|upgrade|user-agent|sec-websocket-.*)$/
    .test(name) || isProxyField(name) || isWithheld(value);
  return isHarmless ? value : withhold(value);
}

/**
 * Returns how the header fields that arrived differ from those sent; `unsure` are those of which
 * only the length is known, which is the same.
 * @param {Readonly<Record<string, string>>} sent Header fields as far as known, by lower-case name.
 * @param {Readonly<Record<string, string>>} arrived
 * @param {(name: string) => boolean} mayAdd Whether the client itself may have added a field.
 */
export function changes(sent, arrived, mayAdd) {
  const added = [], dropped = [], rewritten = [], unsure = [];
  for (const [name, value] of Object.entries(arrived)) {
    if (!Object.hasOwn(sent, name) && !mayAdd(name)) {
      added.push(`${name}: ${showField(name, value)}`);
    }
  }
  for (const [name, value] of Object.entries(sent)) {
    const other = Object.hasOwn(arrived, name) ? arrived[name] : undefined;
    if (other === undefined) dropped.push(name);
    else if (other === withhold(value)) unsure.push(name);
    else if (value.toLowerCase() !== other.toLowerCase()) {
      rewritten.push(`${name}: ${showField(name, value)} → ${showField(name, other)}`);
    }
  }
  return { added, dropped, rewritten, unsure };
}
