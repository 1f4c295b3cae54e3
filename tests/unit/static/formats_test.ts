import { assertEquals } from "@std/assert";
import { comparable, hexDump, parseBase64, parseHex, prettyJson } from "../../../static/formats.js";

const bytes = (...values: number[]) => new Uint8Array(values);
const all = Uint8Array.from({ length: 300_000 }, (_, index) => index);

Deno.test("parseHex() and parseBase64() read what people write", () => {
  for (
    const [parse, texts, expected] of [
      [parseHex, ["00ff10", "00 FF 10", "0x00, 0xff, 0x10", "00:ff:10\n"], bytes(0, 255, 16)],
      [parseHex, [""], bytes()],
      [parseHex, ["0", "0g", "hola", "0 0f"], undefined],
      [parseBase64, ["+/8=", "-_8", " +/ 8= "], bytes(0xfb, 0xff)],
      [parseBase64, [""], bytes()],
      [parseBase64, ["a", "ñ", "===="], undefined],
      [parseBase64, [all.toBase64()], all],
    ] as const
  ) for (const text of texts) assertEquals(parse(text), expected, text.slice(0, 99));
});

Deno.test("hexDump() shows offset, digits and ASCII", () => {
  assertEquals(
    hexDump(new TextEncoder().encode("echo: ¡hola!\n0123")),
    "00000000  65 63 68 6f 3a 20 c2 a1 68 6f 6c 61 21 0a 30 31  echo: ..hola!.01\n" +
      "00000010  32 33                                            23",
  );
  assertEquals(hexDump(bytes(0x20)), `00000000  20${" ".repeat(47)} `);
  assertEquals(hexDump(bytes()), "");
});

Deno.test("prettyJson() formats JSON, also behind a prefix, and leaves the rest", () => {
  for (
    const [text, pretty] of [
      ['{"a":1}', '{\n  "a": 1\n}'],
      ["echo: [1]", "echo: [\n  1\n]"],
      ["[9007199254740993,1.0]", "[\n  9007199254740993,\n  1.0\n]"],
      ...["hola", "", "{a}", "a [ b"].map((text) => [text, text]),
    ]
  ) assertEquals(prettyJson(text), pretty);
});

Deno.test("comparable() has one character for each byte", () => {
  assertEquals(comparable("año"), "año");
  const byByte = comparable(all.slice(0, 256));
  assertEquals([byByte.length, new Set(byByte).size], [256, 256]);
});
