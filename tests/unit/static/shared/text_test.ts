import { assert, assertEquals } from "@std/assert";
import { CONTROLS } from "../../../support/controls.ts";
import { escapeControls, printable } from "../../../../static/shared/escape.js";
import { byteLength, fill, wrapLines } from "../../../../static/shared/text.js";

Deno.test("printable() escapes what could harm a terminal, and leaves other text alone", () => {
  for (
    const [text, shown] of [
      ["año 漢字 👩👩 «x» 1 → 2", "año 漢字 👩👩 «x» 1 → 2"],
      ["a\x1b[31mb\r\n\x07\x9b\x7f", "a\\u001b[31mb\\u000d\\u000a\\u0007\\u009b\\u007f"],
      ["\u202e\u2028\u{e0001}\ud800", "\\u202e\\u2028\\udb40\\udc01\\ud800"],
    ]
  ) assertEquals(printable(text), shown);
  assert(printable("x".repeat(10_000)).length < 1100);
});

Deno.test("escapeControls() does not change the meaning of JSON", () => {
  const value = { text: "\x1b\x9b\u202e\u{e0001}\ud800 ñ" };
  const json = escapeControls(JSON.stringify(value));
  assertEquals([JSON.parse(json), CONTROLS.test(json)], [value, false]);
});

Deno.test("fill() puts values into the blanks and leaves unknown ones", () => {
  assertEquals(fill("{a} of {b}, {c}", { a: 1, b: "{a}" }), "1 of {a}, {c}");
});

Deno.test("byteLength() counts UTF-8", () => {
  assertEquals(["año", "👩", new Uint8Array(2)].map(byteLength), [4, 4, 2]);
});

Deno.test("wrapLines() breaks at spaces, and keeps longer words whole", () => {
  assertEquals(wrapLines("a bc def", 4), ["a bc", "def"]);
  assertEquals(wrapLines("a longerword b", 4), ["a", "longerword", "b"]);
  assertEquals(wrapLines("", 4), [""]);
});
