/**
 * Checks a path that a page is to be at.
 *
 * @param basePath A path as a URL has it, from slash to slash.
 * @throws {RangeError} Where it is another, or not written as a URL has it.
 */
export function checkBasePath(basePath: string): void {
  const isWritten = URL.parse(basePath, "http://localhost")?.pathname === basePath;
  if (isWritten && basePath.endsWith("/") && !basePath.startsWith("//")) return;
  throw new RangeError(
    "Cannot create a handler as the base path must be a URL's path that starts and ends with a " +
      `slash: current value is ${JSON.stringify(basePath)}`,
  );
}

/** Returns the part of a path below a base path, with a slash at its start; none elsewhere. */
export function pathBelow(basePath: string, path: string): string | undefined {
  return path.startsWith(basePath) ? path.slice(basePath.length - 1) : undefined;
}
