import "ws";

/** Returns where the `ws` that the tests use is on this machine: the import above loads it. */
export function wsModule(): string {
  return import.meta.resolve("ws");
}
