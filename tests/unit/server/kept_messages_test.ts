import { assertEquals } from "@std/assert";
import type { Connection } from "../../../server/connection.ts";
import { createKeptMessages } from "../../../server/kept_messages.ts";
import { Registry } from "../../../server/registry.ts";

const MAX_TOTAL_BYTES = 64 * 1024 ** 2;

const message = (data: string | ArrayBuffer) => new MessageEvent("message", { data });

function start() {
  const registry = new Registry();
  registry.startDriving();
  const driven = registry.driven!;
  const keep = (name: string) => createKeptMessages({ name, record: 2 }, registry)!;
  return { registry, driven, keep };
}

Deno.test("messages are kept if the client asks, has a name, and a test can read them", () => {
  const asked = { name: "a", record: 2 };
  assertEquals(createKeptMessages(asked, new Registry()), undefined);
  const { registry } = start();
  assertEquals(createKeptMessages({ name: "a" }, registry), undefined);
  assertEquals(createKeptMessages({ record: 2 }, registry), undefined);
});

Deno.test("KeptMessages keeps the last ones, as long as all connections have room for them", () => {
  const { driven, keep } = start();
  const kept = keep("a");
  for (const text of ["1", "2", "3"]) kept.handleEvent(message(text));
  assertEquals([kept.messages, kept.received], [["2", "3"], 3]);
  driven.messageBytes += MAX_TOTAL_BYTES - 200; // Of other connections.
  kept.handleEvent(message(new ArrayBuffer(10)));
  assertEquals(kept.messages, ["3", new ArrayBuffer(10)]);
  kept.handleEvent(message("a".repeat(100)));
  assertEquals([kept.messages, kept.received], [[], 5]);
});

Deno.test("messages stay after the end, until another connection needs the name or the room", () => {
  const { driven, keep } = start();
  const end = (name: string) => {
    const keptMessages = keep(name);
    keptMessages.handleEvent(message(name));
    keptMessages.end();
    keptMessages.handleEvent(message("late"));
    driven.addEnded(name, { keptMessages } as Connection);
    return keptMessages;
  };
  const [first, second, third] = [end("a"), end("b"), end("b")];
  assertEquals(driven.messageBytes, 2 * (64 + 2));
  assertEquals([driven.getEnded("b")?.keptMessages], [third]);
  driven.messageBytes += MAX_TOTAL_BYTES - 200; // Of other connections.
  const kept = keep("c");
  kept.handleEvent(message("c"));
  kept.handleEvent(message("c"));
  assertEquals([driven.getEnded("a"), driven.getEnded("b")?.keptMessages], [undefined, third]);
  assertEquals([first, second, kept].map(({ messages }) => messages), [["a"], ["b"], ["c", "c"]]);
});
