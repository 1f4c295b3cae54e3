import { assert, assertEquals } from "@std/assert";
import { LANGUAGES } from "../../../../static/languages.js";
import { EXPLAIN_TEXTS } from "../../../../static/explain/texts.js";
import { testWith } from "../../../support/needs.ts";

/** Every text with the path to it. */
function textsOf(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([name, inner]) =>
    textsOf(inner, `${path}.${name}`)
  );
}

const marksOf = (text: string) => (text.match(/\{\w+\}|§[\d.]+\d|RFC \d+/g) ?? []).sort();

Deno.test("EXPLAIN_TEXTS say the same in each language of the page, with the same blanks and sections", () => {
  const english = textsOf(EXPLAIN_TEXTS.en);
  assertEquals(Object.keys(EXPLAIN_TEXTS).sort(), Object.keys(LANGUAGES).sort());
  for (const [code, texts] of Object.entries(EXPLAIN_TEXTS)) {
    const translated = new Map(textsOf(texts));
    assertEquals([...translated.keys()], english.map(([path]) => path), code);
    for (const [path, text] of english) {
      assertEquals(marksOf(translated.get(path)!), marksOf(text), code + path);
    }
  }
});

testWith(["read"], "EXPLAIN_TEXTS hold nothing that nobody names", async () => {
  const folder = new URL("../../../../static/explain/", import.meta.url);
  let code = await Deno.readTextFile(new URL("../types.ts", folder));
  for await (const { name } of Deno.readDir(folder)) {
    if (name !== "texts.js") code += await Deno.readTextFile(new URL(name, folder));
  }
  for (const [path] of textsOf(EXPLAIN_TEXTS.en)) {
    const [, first, second] = path.split(".");
    assert(new RegExp(`texts\\.${first}\\b|[?:] "${first}"`).test(code), path);
    // Titles of messages are put together of direction and kind.
    const name = second?.replace(/(?<=sent|received)(Text|Binary)$/, "") ?? first;
    assert(new RegExp(`\\b${name}\\b`).test(code), path);
  }
});
