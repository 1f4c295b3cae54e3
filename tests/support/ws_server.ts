/** Returns the path of the ws that the tests use. */
export function wsModule(): string {
  return import.meta.resolve("ws");
}
