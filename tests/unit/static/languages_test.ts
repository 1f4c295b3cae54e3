import { assert, assertEquals } from "@std/assert";
import { chooseLanguage, fill, LANGUAGES } from "../../../static/languages.js";

Deno.test("chooseLanguage() takes the first that the page speaks", () => {
  assertEquals(chooseLanguage(["es"]), "es");
  assertEquals(chooseLanguage(["ES-mx", "en"]), "es");
  assertEquals(chooseLanguage(["fr", "en-GB", "es"]), "en");
  assertEquals(chooseLanguage(["fr", "constructor"]), "en");
  assertEquals(chooseLanguage([]), "en");
});

Deno.test("fill() puts values into the blanks and leaves unknown ones", () => {
  assertEquals(fill("{a} of {b}, {c}", { a: 1, b: "{a}" }), "1 of {a}, {c}");
});

Deno.test("LANGUAGES have the same texts with the same blanks", () => {
  const blanksOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const [code, texts] of Object.entries(LANGUAGES)) {
    for (const [name, english] of Object.entries(LANGUAGES.en)) {
      const translated = Object.entries(texts).find(([key]) => key === name)?.[1];
      assert(translated, `${code} has no text for ${name}`);
      assertEquals(blanksOf(translated), blanksOf(english), `${code}.${name}`);
    }
    assertEquals(Object.keys(texts).length, Object.keys(LANGUAGES.en).length);
  }
});
