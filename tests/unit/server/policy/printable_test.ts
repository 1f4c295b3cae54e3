import { assert, assertEquals } from "@std/assert";
import { escapeControls, printable } from "../../../../server/policy/printable.ts";

Deno.test("printable() leaves text unchanged, in any script", () => {
  const text = "año 漢字 👩‍👩‍👧 «x» 1 → 2";
  assertEquals(printable(text).replaceAll("\\u200d", "\u200d"), text);
});

Deno.test("printable() escapes what could move the cursor, change colors or turn text around", () => {
  assertEquals(
    printable("a\x1b[31mb\r\n\x07\x9b\x7f\u202e\u2028"),
    "a\\u001b[31mb\\u000d\\u000a\\u0007\\u009b\\u007f\\u202e\\u2028",
  );
  assertEquals(printable("\u{e0001}"), "\\udb40\\udc01");
});

Deno.test("printable() cuts a very long text", () => {
  assert(printable("x".repeat(10_000)).length < 1100);
});

Deno.test("escapeControls() does not change what JSON means", () => {
  const value = { text: "\x1b\x9b\u202e\u{e0001}\ud800 ñ" };
  const json = escapeControls(JSON.stringify(value));
  assertEquals(JSON.parse(json), value);
  assertEquals(/[\p{Cc}\p{Cf}]/u.test(json), false);
});
