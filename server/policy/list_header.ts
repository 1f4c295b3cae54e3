/**
 * Returns the elements of a comma-separated header value, without the empty ones (RFC 9110 §5.6.1).
 *
 * Only blanks and tabs around an element are no part of it. They are cut by hand: `trim()` takes
 * more away, and a pattern for them takes time that grows with the square of their number.
 */
export function listItems(value: string | null): string[] {
  if (value === null) return [];
  return value.split(",").map(withoutBlanks).filter((item) => item !== "");
}

function withoutBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isBlank(character: string): boolean {
  return character === " " || character === "\t";
}
