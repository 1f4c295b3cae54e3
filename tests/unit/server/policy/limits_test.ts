import { assert, assertEquals } from "@std/assert";
import { judge, type Verdict } from "../../../../server/policy/limits.ts";

const LIMITS = { maxPayloadBytes: 8, maxBufferedBytes: 100 };

function codeOf(verdict: Verdict): number | undefined {
  return verdict.kind === "close" ? verdict.code : undefined;
}

Deno.test("judge() replies to messages up to the largest, in bytes", () => {
  for (const message of ["", "12345678", "ññññ", "👩👩", "éé1234"]) {
    assertEquals(judge(message, 0, LIMITS).kind, "reply", message);
  }
  assertEquals(judge(new ArrayBuffer(8), 0, LIMITS).kind, "reply");
});

Deno.test("judge() closes with 1009 where a message is larger", () => {
  for (const message of ["123456789", "ññññ1", "👩👩1", "€€€"]) {
    assertEquals(codeOf(judge(message, 0, LIMITS)), 1009, message);
  }
  assertEquals(codeOf(judge(new ArrayBuffer(9), 0, LIMITS)), 1009);
});

Deno.test("judge() closes with 1013 where more bytes wait than may", () => {
  assertEquals(judge("x", 100, LIMITS).kind, "reply");
  assertEquals(codeOf(judge("x", 101, LIMITS)), 1013);
});

Deno.test("judge() gives reasons that fit a close frame", () => {
  const limits = { maxPayloadBytes: Number.MAX_SAFE_INTEGER, maxBufferedBytes: 1 };
  for (const verdict of [judge("x", 2, limits), judge("123456789", 0, LIMITS)]) {
    assert(verdict.kind === "close" && verdict.reason.length <= 123 && verdict.reason.length > 0);
  }
});
