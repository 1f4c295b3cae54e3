import { assertEquals } from "@std/assert";
import {
  CLOSE_CODE,
  groupCloseCode,
  nameCloseCode,
} from "../../../../static/shared/close_codes.js";

Deno.test("nameCloseCode() and groupCloseCode() know the registry and its ranges", () => {
  for (
    const [code, name, group] of [
      [1006, "1006 Abnormal Closure", "1006"],
      [3008, "3008 Timeout", "3000"],
      [3999, "3999", "3000"],
      [4999, "4999", "4000"],
      ...[0, 999, 1004, 2999, 5000].map((code) => [code, `${code}`, "Other"] as const),
      // Each code of this server has a meaning of its own.
      ...Object.values(CLOSE_CODE).map((code) => [code, undefined, `${code}`] as const),
    ] as const
  ) {
    assertEquals([nameCloseCode(code), groupCloseCode(code)], [name ?? nameCloseCode(code), group]);
  }
});
