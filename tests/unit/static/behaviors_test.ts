import { assertEquals } from "@std/assert";
import { PARAMETERS, readBehavior } from "../../../server/policy/query.ts";
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

Deno.test("BEHAVIORS are those that the server knows, each with an example of its value", () => {
  const names = Object.values(PARAMETERS).map(({ name }) => name);
  assertEquals(BEHAVIORS.map(({ name }) => name), names);
  const examples = BEHAVIORS.map(({ name, example }): [string, string] => [name, example ?? ""]);
  assertEquals(readBehavior(new URLSearchParams(examples)).refusal, undefined);
});
