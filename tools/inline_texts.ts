/**
 * Replaces the text imports of `static/mod.ts` by string constants, in a checkout that is about to
 * be published: the JSR registry refuses packages with `with { type: "text" }` imports, although
 * `deno publish --dry-run` accepts them. `git checkout static/mod.ts` undoes it.
 *
 * @module
 */
const TEXT_IMPORT = /^import (\w+) from "(.+)" with \{ type: "text" \};$/gm;

const module = Deno.readTextFileSync("static/mod.ts");
const inlined = module.replace(TEXT_IMPORT, (_, name, path) => {
  const text = Deno.readTextFileSync(`static/${path}`);
  return `const ${name} = ${JSON.stringify(text)};`;
});
Deno.writeTextFileSync("static/mod.ts", inlined);
