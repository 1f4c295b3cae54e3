import { assertEquals } from "@std/assert";
import { readBehavior } from "../../../core/behavior.ts";
import { BEHAVIORS, behaviorsOf, withBehaviors } from "../../../static/behaviors.js";

Deno.test("withBehaviors() writes into the address and leaves the rest of it", () => {
  const asked = withBehaviors("ws://a/b?token=x", new Map([["prefix", "> "]]));
  assertEquals(asked, "ws://a/b?token=x&prefix=%3E+");
  assertEquals(withBehaviors(asked, new Map([["prefix", ""]])), "ws://a/b?token=x&prefix=");
  assertEquals(withBehaviors(asked, new Map()), "ws://a/b?token=x");
});

Deno.test("behaviorsOf() reads what withBehaviors() writes", () => {
  const values = new Map([["prefix", "ñ &="]]);
  assertEquals(behaviorsOf(withBehaviors("ws://a/", values)), values);
  assertEquals(behaviorsOf("ws://a/?token=x"), new Map());
  assertEquals(behaviorsOf("no address"), new Map());
});

Deno.test("BEHAVIORS are those that the server knows", () => {
  for (const { name } of BEHAVIORS) {
    assertEquals(Object.keys(readBehavior(new URLSearchParams({ [name]: "1" }))), [name]);
  }
});
