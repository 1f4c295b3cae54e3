import { assertEquals } from "@std/assert";
import { createKeptMessages } from "../../../server/kept_messages.ts";
import { Registry } from "../../../server/registry.ts";

const message = (data: string | ArrayBuffer) => new MessageEvent("message", { data });

Deno.test("KeptMessages keeps the last ones, as long as all connections have room for them", () => {
  const registry = new Registry();
  assertEquals(createKeptMessages({ record: 2 }, registry), undefined);
  registry.startDriving();
  const total = registry.driven!;
  assertEquals(createKeptMessages({}, registry), undefined);
  const kept = createKeptMessages({ record: 2 }, registry)!;
  for (const text of ["1", "2", "3"]) kept.handleEvent(message(text));
  assertEquals([kept.messages, kept.received], [["2", "3"], 3]);
  total.keptBytes += 64 * 1024 ** 2 - 200; // Of other connections.
  kept.handleEvent(message(new ArrayBuffer(10)));
  assertEquals(kept.messages, ["3", new ArrayBuffer(10)]);
  kept.handleEvent(message("a".repeat(100)));
  assertEquals([kept.messages, kept.received], [[], 5]);
  kept.end();
  kept.handleEvent(message("late"));
  assertEquals([kept.messages, total.keptBytes], [[], 64 * 1024 ** 2 - 200]);
});
