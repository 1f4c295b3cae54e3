import { assertEquals, assertMatch } from "@std/assert";
import {
  byteLength,
  comparable,
  hexDump,
  parseBase64,
  parseHex,
  present,
  prettyJson,
  toBase64,
} from "../../../static/formats.js";

const bytes = (...values: number[]) => new Uint8Array(values);

Deno.test("parseHex() reads what people write", () => {
  for (const text of ["00ff10", "00 FF 10", "0x00, 0xff, 0x10", "00:ff:10\n"]) {
    assertEquals(parseHex(text), bytes(0, 255, 16), text);
  }
  assertEquals(parseHex(""), bytes());
  for (const text of ["0", "0g", "hola", "0 0f"]) assertEquals(parseHex(text), undefined, text);
});

Deno.test("parseBase64() reads both alphabets", () => {
  for (const text of ["+/8=", "-_8", " +/ 8= "]) assertEquals(parseBase64(text), bytes(0xfb, 0xff));
  assertEquals(parseBase64(""), bytes());
  for (const text of ["a", "ñ", "===="]) assertEquals(parseBase64(text), undefined, text);
});

Deno.test("toBase64() writes what parseBase64() reads, at any length", () => {
  const long = Uint8Array.from({ length: 300_000 }, (_, index) => index);
  assertEquals(parseBase64(toBase64(long)), long);
});

Deno.test("hexDump() shows offset, digits and ASCII", () => {
  assertEquals(
    hexDump(new TextEncoder().encode("echo: ¡hola!\n0123")),
    "00000000  65 63 68 6f 3a 20 c2 a1 68 6f 6c 61 21 0a 30 31  echo: ..hola!.01\n" +
      "00000010  32 33                                            23",
  );
  assertEquals(hexDump(bytes()), "");
});

Deno.test("prettyJson() formats JSON, also behind a prefix, and leaves the rest", () => {
  assertEquals(prettyJson('{"a":1}'), '{\n  "a": 1\n}');
  assertEquals(prettyJson("echo: [1]"), "echo: [\n  1\n]");
  for (const text of ["hola", "", "{a}", "a [ b"]) assertEquals(prettyJson(text), text);
  assertEquals(prettyJson("[9007199254740993,1.0]"), "[\n  9007199254740993,\n  1.0\n]");
});

Deno.test("byteLength() counts UTF-8", () => {
  assertEquals([byteLength("año"), byteLength("👩"), byteLength(bytes(1, 2))], [4, 4, 2]);
});

Deno.test("present() cuts what is long and says so", () => {
  assertEquals(present("abc", "text", 3), { text: "abc", whole: true });
  assertEquals(present("abcd", "text", 3), { text: "abc", whole: false });
  assertEquals(present("[1]", "json", 99), { text: "[\n  1\n]", whole: true });
  assertMatch(present("ab", "hex").text, /^\n00000000 {2}61 62 /);
  assertMatch(present(bytes(1, 2, 3), "text", 2).text, /^\n00000000 {2}01 02 /);
  assertEquals(present(bytes(1, 2, 3), "text", 2).whole, false);
});

Deno.test("comparable() has one character for each byte", () => {
  assertEquals(comparable("año"), "año");
  const all = Uint8Array.from({ length: 256 }, (_, index) => index);
  assertEquals([comparable(all).length, new Set(comparable(all)).size], [256, 256]);
});
