import { assertEquals } from "@std/assert";
import { EXPLAIN_TEXTS } from "../../../../static/explain/texts.js";

/** Every text with the path to it. */
function textsOf(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([name, inner]) =>
    textsOf(inner, `${path}.${name}`)
  );
}

const marksOf = (text: string) => (text.match(/\{\w+\}|§[\d.]+\d|RFC \d+/g) ?? []).sort();

Deno.test("EXPLAIN_TEXTS say the same in each language, with the same blanks and sections", () => {
  const english = textsOf(EXPLAIN_TEXTS.en);
  const spanish = new Map(textsOf(EXPLAIN_TEXTS.es));
  assertEquals([...spanish.keys()], english.map(([path]) => path));
  for (const [path, text] of english) {
    assertEquals(marksOf(spanish.get(path)!), marksOf(text), path);
  }
});
