import { assertEquals } from "@std/assert";
import type { Connection } from "../../../server/connection.ts";
import { NamedConnections } from "../../../server/named.ts";

const MAX_TOTAL_BYTES = 64 * 1024 ** 2;

const message = (data: string | ArrayBuffer) => new MessageEvent("message", { data });

function start() {
  const named = new NamedConnections();
  named.isDriven = true;
  const keep = (name: string) => named.createKeptMessages({ name, record: 2 })!;
  return { named, keep };
}

Deno.test("messages are kept if the client asks, has a name, and a test can read them", () => {
  const asked = { name: "a", record: 2 };
  assertEquals(new NamedConnections().createKeptMessages(asked), undefined);
  const { named } = start();
  assertEquals(named.createKeptMessages({ name: "a" }), undefined);
  assertEquals(named.createKeptMessages({ record: 2 }), undefined);
});

Deno.test("KeptMessages keeps the last ones, as long as all connections have room for them", () => {
  const { named, keep } = start();
  const kept = keep("a");
  for (const text of ["1", "2", "3"]) kept.handleEvent(message(text));
  assertEquals([kept.messages, kept.received], [["2", "3"], 3]);
  named.messageBytes += MAX_TOTAL_BYTES - 200; // Of other connections.
  kept.handleEvent(message(new ArrayBuffer(10)));
  assertEquals(kept.messages, ["3", new ArrayBuffer(10)]);
  kept.handleEvent(message("a".repeat(100)));
  assertEquals([kept.messages, kept.received], [[], 5]);
});

Deno.test("messages stay after the end, until another connection needs the name or the room", () => {
  const { named, keep } = start();
  const end = (name: string) => {
    const keptMessages = keep(name);
    keptMessages.handleEvent(message(name));
    keptMessages.end();
    keptMessages.handleEvent(message("late"));
    const connection = { name, keptMessages } as Connection;
    named.add(connection);
    named.remove(connection);
    return keptMessages;
  };
  const [first, second, third] = [end("a"), end("b"), end("b")];
  assertEquals(named.messageBytes, 2 * (64 + 2));
  assertEquals([named.getEnded("b")?.keptMessages], [third]);
  named.messageBytes += MAX_TOTAL_BYTES - 200; // Of other connections.
  const kept = keep("c");
  kept.handleEvent(message("c"));
  kept.handleEvent(message("c"));
  assertEquals([named.getEnded("a"), named.getEnded("b")?.keptMessages], [undefined, third]);
  assertEquals([first, second, kept].map(({ messages }) => messages), [["a"], ["b"], ["c", "c"]]);
});
