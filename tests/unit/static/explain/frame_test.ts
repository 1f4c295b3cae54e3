import { assertEquals } from "@std/assert";
import { frameOf } from "../../../../static/explain/frame.js";

const headerOf = (...frame: Parameters<typeof frameOf>) =>
  frameOf(...frame).header.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");

Deno.test("frameOf() makes the headers of the examples of RFC 6455 §5.7", () => {
  assertEquals(headerOf("text", 5, false), "81 05");
  assertEquals(headerOf("text", 5, true), "81 85");
  assertEquals(headerOf("binary", 256, false), "82 7e 01 00");
  assertEquals(headerOf("binary", 65536, false), "82 7f 00 00 00 00 00 01 00 00");
});

Deno.test("frameOf() takes the shortest of the three lengths, at its edges too", () => {
  const bitsOf = (bytes: number) => frameOf("binary", bytes, false).lengthBits;
  assertEquals([0, 125, 126, 65535, 65536].map(bitsOf), [7, 7, 16, 16, 64]);
  assertEquals(headerOf("text", 0, false), "81 00");
  assertEquals(headerOf("text", 125, false), "81 7d");
  assertEquals(headerOf("text", 126, false), "81 7e 00 7e");
  assertEquals(headerOf("text", 2 ** 40 + 255, true), "81 ff 00 00 01 00 00 00 00 ff");
});

Deno.test("frameOf() counts header, masking key and payload", () => {
  assertEquals(frameOf("text", 5, false).wireBytes, 7);
  assertEquals(frameOf("text", 5, true).wireBytes, 11);
  assertEquals(frameOf("binary", 126, true).wireBytes, 134);
  assertEquals(frameOf("binary", 65536, false).wireBytes, 65546);
});

Deno.test("frameOf() makes the header of a close with its code", () => {
  assertEquals(headerOf("close", 2, true), "88 82");
});
