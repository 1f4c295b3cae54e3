/** A change of one file, as documents show it. */
export interface Patch {
  /** Its path from the project's folder. */
  readonly path: string;
  /** Lines with a mark before them: a blank, `-` or `+`. */
  readonly hunks: readonly (readonly string[])[];
}

/**
 * Reads the changes of a text: `--- path` begins a file, `@@` another place in it.
 */
export function readPatches(text: string): Patch[] {
  return text.split(/^--- /m).slice(1).map((part) => {
    const [path, ...lines] = part.trimEnd().split("\n");
    const hunks = lines.join("\n").split(/^@@\n/m).map((hunk) => hunk.trimEnd().split("\n"));
    return { path, hunks };
  });
}

/**
 * Returns a text with a change made where it fits; `…` at the end of a line stands for the rest.
 *
 * @param path The text's file, for the error. @default "a text"
 * @throws {Error} Where it fits nowhere, or in several places.
 */
export function applyHunk(text: string, hunk: readonly string[], path = "a text"): string {
  const lines = text.split("\n");
  const old = hunk.filter((line) => !line.startsWith("+")).map((line) => line.slice(1));
  const places = lines.keys().toArray().filter((start) =>
    old.every((line, index) => fits(line, lines[start + index]))
  );
  if (places.length !== 1) {
    throw new Error(
      `Cannot apply a diff of CONTRIBUTING.md as ${path} must have its lines once, not ` +
        `${places.length} times; update the diff:\n${old.join("\n")}`,
    );
  }
  const [start] = places;
  const changed: string[] = [];
  let at = start;
  for (const line of hunk) {
    const whole = line.startsWith("+") ? line.slice(1) : lines[at++];
    if (!line.startsWith("-")) changed.push(whole);
  }
  return lines.toSpliced(start, old.length, ...changed).join("\n");
}

function fits(line: string, actual: string | undefined): boolean {
  return line.endsWith("…") ? !!actual?.startsWith(line.slice(0, -1)) : line === actual;
}
