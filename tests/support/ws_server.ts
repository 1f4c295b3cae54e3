/** Resolves with the URL of the ws that the tests use. */
export async function wsModule(): Promise<string> {
  // Without an import, plain `deno test` resolves the name to `npm:ws@…`, which Node cannot load. It
  // is loaded only here, since it reads the environment, which not every run of the tests may.
  await import("ws");
  return import.meta.resolve("ws");
}
