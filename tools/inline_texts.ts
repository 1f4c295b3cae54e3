// Replaces the text imports of `static/mod.ts` by string constants, in a checkout that is about to
// be published: the JSR registry refuses packages with `with { type: "text" }` imports, although
// `deno publish --dry-run` accepts them. `git checkout static/mod.ts` undoes it.
const TEXT_IMPORT = /^import (\w+) from "(.+)" with \{ type: "text" \};$/gm;

const module = Deno.readTextFileSync("static/mod.ts");
const texts = new Map<string, string>();
for (const [, , specifier] of module.matchAll(TEXT_IMPORT)) {
  const text = specifier.startsWith("./")
    ? Deno.readTextFileSync(`static/${specifier}`)
    : (await import(specifier, { with: { type: "text" } })).default; // of a package from npm
  texts.set(specifier, text);
}
const inlined = module.replace(
  TEXT_IMPORT,
  (_, name, specifier) => `const ${name} = ${JSON.stringify(texts.get(specifier))};`,
);
Deno.writeTextFileSync("static/mod.ts", inlined);
