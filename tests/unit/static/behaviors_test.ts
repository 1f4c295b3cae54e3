import { assertEquals } from "@std/assert";
import { PARAMETERS, parseBehavior } from "../../../server/policy/query.ts";
import { BEHAVIORS, behaviorsOf, withBehaviors } from "../../../static/behaviors.js";

Deno.test("withBehaviors() writes what behaviorsOf() reads, and leaves the rest", () => {
  const address = withBehaviors("ws://a/b?token=x", new Map([["prefix", "> "]]));
  assertEquals(address, "ws://a/b?token=x&prefix=%3E+");
  assertEquals(withBehaviors(address, new Map([["prefix", ""]])), "ws://a/b?token=x&prefix=");
  assertEquals(withBehaviors(address, new Map()), "ws://a/b?token=x");
  const values = new Map([["prefix", "ñ &="]]);
  assertEquals(behaviorsOf(withBehaviors("ws://a/", values)), values);
  for (const other of ["ws://a/?token=x", "no address"]) {
    assertEquals(behaviorsOf(other), new Map());
  }
});

Deno.test("BEHAVIORS are those that the server knows, each with an example of its value", () => {
  const names: string[] = BEHAVIORS.map(({ name }) => name);
  assertEquals(names, Object.values(PARAMETERS).map(({ name }) => name));
  const examples = BEHAVIORS.map(({ name, example }): [string, string] => [name, example ?? ""]);
  assertEquals(parseBehavior(new URLSearchParams(examples)).refusal, undefined);
});
