import { assert, assertEquals } from "@std/assert";
import { chooseLanguage, type LANGUAGES } from "../../../static/language.js";
import { FILES } from "../../../static/mod.ts";
import { BEHAVIORS } from "../../../static/behaviors.js";
import { MESSAGE_STEPS } from "../../../static/probe/steps.js";
import { TEXTS } from "../../../static/i18n/en.js";
import { PANEL_TEXTS as EXPLAIN } from "../../../static/i18n/en_explain.js";
import { PANEL_TEXTS } from "../../../static/i18n/en_panels.js";
import { TEXTS as SPANISH } from "../../../static/i18n/es.js";
import { PANEL_TEXTS as SPANISH_EXPLAIN } from "../../../static/i18n/es_explain.js";
import { PANEL_TEXTS as SPANISH_PANELS } from "../../../static/i18n/es_panels.js";

const ALL: Record<keyof typeof LANGUAGES, object> = {
  en: { ...TEXTS, ...PANEL_TEXTS, ...EXPLAIN },
  es: { ...SPANISH, ...SPANISH_PANELS, ...SPANISH_EXPLAIN },
};

/** Returns every text with the path to it. */
function textsOf(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([name, inner]) =>
    textsOf(inner, `${path}/${name}`)
  );
}

/** Returns the blanks and the citations of a text. */
const marksOf = (text: string) => (text.match(/\{\w+\}|§[\d.]+\d|RFC \d+/g) ?? []).sort();

Deno.test("every language has the same texts with the same blanks and citations", () => {
  const english = textsOf(ALL.en);
  for (const [language, all] of Object.entries(ALL)) {
    const texts = textsOf(all);
    assertEquals(texts.map(([path]) => path), english.map(([path]) => path), language);
    for (const [index, [path, text]] of texts.entries()) {
      assert(text, `${language} has no text for ${path}`);
      assertEquals(marksOf(text), marksOf(english[index][1]), language + path);
    }
  }
});

Deno.test("every text is used, and every step and behavior has a name", () => {
  const files = [...FILES].filter(([name]) => !name.startsWith("i18n/"));
  const code = files.map(([, content]) => content).join();
  for (const [path] of textsOf(ALL.en)) {
    // Some names are put together: those of close codes, lengths, kinds and message titles.
    const name = path.split("/").at(-1)!.replace(/(?<=sent|received)(Text|Binary)$/, "");
    if (/^(close)?(\d+|Other)$|^(hex|base64)Invalid$/.test(name)) continue;
    assert(new RegExp(`(?<!\\w)${name}(?!\\w)`).test(code), path);
  }
  const { behaviors, probe: { steps } } = PANEL_TEXTS;
  assertEquals(MESSAGE_STEPS.filter(({ name }) => !Object.hasOwn(steps, name)), []);
  assertEquals(Object.keys(behaviors), BEHAVIORS.map(({ name }) => name));
});

Deno.test("chooseLanguage() returns the first language that the page has", () => {
  for (
    const [preferred, chosen] of [
      [["es"], "es"],
      [["ES-mx", "en"], "es"],
      [["fr", "en-GB", "es"], "en"],
      [["fr", "constructor"], "en"],
      [[], "en"],
    ] as const
  ) assertEquals(chooseLanguage(preferred), chosen);
});
