/**
 * Puts the files of the page into `static/mod.ts` as strings, in a checkout that is about to be
 * published: JSR has refused packages with `with { type: "text" }`, which `deno publish` itself
 * lets pass. `git checkout static/mod.ts` takes it back.
 *
 * @module
 */
const TEXT_IMPORT = /^import (\w+) from "(.+)" with \{ type: "text" \};$/gm;

/**
 * Returns a module with a constant in the place of each text that it imports.
 *
 * @param read Returns the text at the path that an import names.
 */
export function inlineTexts(module: string, read: (path: string) => string): string {
  return module.replace(
    TEXT_IMPORT,
    (_, name, path) => `const ${name} = ${JSON.stringify(read(path))};`,
  );
}

if (import.meta.main) {
  const url = new URL("../static/mod.ts", import.meta.url);
  const read = (path: string | URL) => Deno.readTextFileSync(new URL(path, url));
  Deno.writeTextFileSync(url, inlineTexts(read(url), read));
}
