import { assertEquals } from "@std/assert";
import { frameOf } from "../../../../static/explain/frame.js";

/** With the examples of RFC 6455 §5.7, and the edges of the three lengths. */
const FRAMES: [Parameters<typeof frameOf>, header: string, bits: number, wireBytes: number][] = [
  [["text", 5, false], "81 05", 7, 7],
  [["text", 5, true], "81 85", 7, 11],
  [["text", 0, false], "81 00", 7, 2],
  [["text", 125, false], "81 7d", 7, 127],
  [["text", 126, false], "81 7e 00 7e", 16, 130],
  [["binary", 256, false], "82 7e 01 00", 16, 260],
  [["binary", 65535, true], "82 fe ff ff", 16, 65543],
  [["binary", 65536, false], "82 7f 00 00 00 00 00 01 00 00", 64, 65546],
  [["text", 2 ** 40 + 255, true], "81 ff 00 00 01 00 00 00 00 ff", 64, 2 ** 40 + 269],
  [["close", 2, true], "88 82", 7, 8],
];

Deno.test("frameOf() makes the shortest header, and counts header, masking key and payload", () => {
  for (const [args, expected, bits, bytes] of FRAMES) {
    const { header, lengthBits, wireBytes } = frameOf(...args);
    const hex = header.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    assertEquals([hex, lengthBits, wireBytes], [expected, bits, bytes]);
  }
});
