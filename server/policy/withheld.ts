/** Longer names of subprotocols are tokens rather than names. */
const MAX_NAME_LENGTH = 40;
/** Longer segments of a path are identifiers rather than names. */
const MAX_SEGMENT_LENGTH = 20;

/** A word, or a short one with a number: `chat`, `Room`, `MQTT`, `v2`, `ocpp1`, `k8s`. */
const ORDINARY_PART = /^([A-Z]?[a-z]{1,15}|[A-Z]{1,8}|[a-z]{0,8}\d{1,2}[a-z]{0,8})$/;
/** Names with such a word may carry a secret that looks like words. */
const SECRET_WORD = /auth|bearer|credential|jwt|key|passw|secret|session|token/i;

/** Returns what is told instead of a text that may be a secret: its length. */
export function withhold(text: string): string {
  return `(${text.length} characters)`;
}

/** Returns the name of a subprotocol if it is short and ordinary, otherwise its length. */
export function showName(name: string, maxLength: number = MAX_NAME_LENGTH): string {
  const isOrdinary = name.length <= maxLength && !SECRET_WORD.test(name) &&
    name.split(/[._-]/).every((part) => ORDINARY_PART.test(part));
  return isOrdinary ? name : withhold(name);
}

/**
 * Returns the first segment of a path if it is short and ordinary, otherwise its length, with an
 * ellipsis for what follows: people put tokens in paths too.
 *
 * @param path Starts with a slash.
 */
export function shortenPath(path: string): string {
  const end = path.indexOf("/", 1);
  const first = path.slice(1, end === -1 ? undefined : end);
  const rest = end === -1 ? "" : path.slice(end);
  return `/${first && showName(first, MAX_SEGMENT_LENGTH)}${rest.length > 1 ? "/…" : rest}`;
}
