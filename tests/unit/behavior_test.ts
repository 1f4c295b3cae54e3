import { assertEquals } from "@std/assert";
import { checkBehavior, readBehavior } from "../../core/behavior.ts";

const query = (text: string) => new URLSearchParams(text);

Deno.test("readBehavior() reads the prefix, also an empty one", () => {
  assertEquals(readBehavior(query("prefix=%3E%20")), { prefix: "> " });
  assertEquals(readBehavior(query("prefix=")), { prefix: "" });
});

Deno.test("readBehavior() leaves other names alone", () => {
  assertEquals(readBehavior(query("token=x&Prefix=y")), {});
  assertEquals(readBehavior(query("")), {});
});

Deno.test("checkBehavior() refuses a prefix that is too long", () => {
  assertEquals(checkBehavior(query(`prefix=${"x".repeat(1000)}`)), undefined);
  const refusal = checkBehavior(query(`prefix=${"x".repeat(1001)}`));
  assertEquals([refusal?.status, refusal?.reason], [400, "behavior"]);
});
