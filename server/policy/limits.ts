import { CLOSE_CODE } from "../../static/shared/close_codes.js";
import type { Config } from "./config.ts";

/** What to do with a message: reply to it, or close the connection. */
export type Verdict =
  | { readonly kind: "reply" }
  | { readonly kind: "close"; readonly code: number; readonly reason: string };

/** A UTF-16 unit takes one to three bytes in UTF-8, a pair of surrogates four. */
export const MAX_UTF8_BYTES_PER_UNIT = 3;

const REPLY: Verdict = { kind: "reply" };

/**
 * Returns whether a message is replied to, or closes its connection: with 1009 where it is larger
 * than `maxPayloadBytes`, with 1013 where more than `maxBufferedBytes` of earlier replies wait for
 * the peer to read them.
 *
 * @param message The message received, text or binary.
 * @param bufferedBytes Bytes sent that the peer has not taken, the socket's `bufferedAmount`.
 */
export function judge(
  message: string | ArrayBuffer,
  bufferedBytes: number,
  limits: Pick<Config, "maxPayloadBytes" | "maxBufferedBytes">,
): Verdict {
  const verdict = judgeBacklog(bufferedBytes, limits);
  if (verdict.kind === "close") return verdict;
  const { maxPayloadBytes } = limits;
  if (isLarger(message, maxPayloadBytes)) {
    return {
      kind: "close",
      code: CLOSE_CODE.MESSAGE_TOO_BIG,
      reason: `a message has at most ${maxPayloadBytes} bytes`,
    };
  }
  return REPLY;
}

/** The same for what is sent without a message, or in many replies to one. */
export function judgeBacklog(
  bufferedBytes: number,
  { maxBufferedBytes }: Pick<Config, "maxBufferedBytes">,
): Verdict {
  if (bufferedBytes <= maxBufferedBytes) return REPLY;
  return {
    kind: "close",
    code: CLOSE_CODE.TRY_AGAIN_LATER,
    reason: `over ${maxBufferedBytes} bytes wait to be read`,
  };
}

function isLarger(message: string | ArrayBuffer, maxBytes: number): boolean {
  if (typeof message !== "string") return message.byteLength > maxBytes;
  if (message.length > maxBytes) return true;
  // Counting the bytes costs a tenth of the throughput and more, so it is left for the few messages
  // whose length does not settle it.
  return message.length * MAX_UTF8_BYTES_PER_UNIT > maxBytes &&
    new TextEncoder().encode(message).length > maxBytes;
}
