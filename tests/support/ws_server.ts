// Without the import, plain `deno test` resolves the name to `npm:ws@…`, which Node cannot load.
import "ws";

/** Returns the URL of the ws that the tests use. */
export function wsModule(): string {
  return import.meta.resolve("ws");
}
