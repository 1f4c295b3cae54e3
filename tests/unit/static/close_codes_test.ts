import { assertEquals } from "@std/assert";
import { CLOSE_CODE } from "../../../server/policy/close_codes.ts";
import { describeCloseCode } from "../../../static/close_codes.js";

Deno.test("describeCloseCode() knows the registry and its ranges", () => {
  assertEquals(describeCloseCode(1006), { name: "1006 Abnormal Closure", meaning: "close1006" });
  assertEquals(describeCloseCode(3008), { name: "3008 Timeout", meaning: "close3000" });
  assertEquals(describeCloseCode(3999), { name: "3999", meaning: "close3000" });
  assertEquals(describeCloseCode(4999), { name: "4999", meaning: "close4000" });
  for (const code of [0, 999, 1004, 2999, 5000]) {
    assertEquals(describeCloseCode(code), { name: `${code}`, meaning: "closeOther" });
  }
});

Deno.test("describeCloseCode() knows every code of this server", () => {
  for (const code of Object.values(CLOSE_CODE)) {
    assertEquals(describeCloseCode(code).meaning, `close${code}`);
  }
});
