/**
 * Returns the elements of a comma-separated header value, without the empty ones (RFC 9110 §5.6.1).
 *
 * Only blanks and tabs around an element are no part of it, while `trim()` takes more away.
 */
export function listItems(value: string | null): string[] {
  return (value ?? "").split(/[ \t]*,[ \t]*|^[ \t]+|[ \t]+$/).filter((item) => item !== "");
}
