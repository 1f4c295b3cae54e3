/**
 * Checks a path that a page is to be at.
 *
 * @param basePath A path as a URL has it, from slash to slash.
 * @throws {RangeError} Where it is none.
 */
export function checkBasePath(basePath: string): void {
  const isWritten = URL.parse(basePath, "http://localhost")?.pathname === basePath;
  if (isWritten && basePath.endsWith("/") && !basePath.startsWith("//")) return;
  throw new RangeError(
    "Cannot create a handler as the base path must be a URL's path that starts and ends with a " +
      `slash: current value is ${JSON.stringify(basePath)}`,
  );
}

/**
 * Returns the part of a path that is below a base path, with a slash at its start; `""` where just
 * the last slash of the base path is missing, and a path that nothing has where it is elsewhere.
 */
export function pathBelow(basePath: string, path: string): string {
  if (path.startsWith(basePath)) return path.slice(basePath.length - 1);
  return `${path}/` === basePath ? "" : "//";
}
