import { assertEquals } from "@std/assert";
import type { Connection } from "../../../server/connection.ts";
import { countClosed, increment } from "../../../server/policy/counts.ts";
import { Registry } from "../../../server/registry.ts";

/** Answers a handshake at a time. */
function admit(registry: Registry, address: string, nowMs = 0): Connection {
  const connection = { peer: { address } } as Connection;
  registry.takePlace(address);
  registry.addPending(connection, nowMs);
  return connection;
}

/** Places taken, open connections, and places taken by one address. */
function getState(registry: Registry, address = "192.0.2.1") {
  return [registry.size, registry.open.size, registry.countPlaces(address)];
}

Deno.test("Registry counts a connection from its handshake to its end, once", () => {
  const registry = new Registry();
  const connection = admit(registry, "192.0.2.1");
  assertEquals(getState(registry), [1, 0, 1]);
  registry.addOpen(connection);
  registry.removePending(connection);
  assertEquals(getState(registry), [1, 1, 1]);
  admit(registry, "192.0.2.1");
  admit(registry, "192.0.2.2");
  assertEquals(getState(registry), [3, 1, 2]);
  for (let n = 0; n < 2; n++) {
    registry.removeOpen(connection);
    assertEquals(getState(registry), [2, 0, 1]);
  }
});

Deno.test("Registry removes a connection that did not open, once", () => {
  const registry = new Registry();
  const connection = admit(registry, "192.0.2.1");
  for (let n = 0; n < 2; n++) {
    registry.removePending(connection);
    assertEquals(getState(registry), [0, 0, 0]);
  }
});

Deno.test("Registry expires handshakes that never become connections; one that does counts again", () => {
  const registry = new Registry();
  const first = admit(registry, "192.0.2.1", 0);
  admit(registry, "192.0.2.2", 5000);
  registry.expirePending(9999);
  assertEquals([registry.counts.lost, registry.size], [0, 2]);
  registry.expirePending(10_000);
  assertEquals([registry.counts.lost, ...getState(registry)], [1, 1, 0, 0]);
  registry.addOpen(first);
  registry.expirePending(15_000);
  assertEquals([registry.counts.lost, ...getState(registry)], [2, 1, 1, 1]);
});

Deno.test("snapshot() is a copy that nothing changes later, with the open connections", () => {
  const registry = new Registry();
  admit(registry, "192.0.2.1");
  const connection = admit(registry, "192.0.2.2");
  const count = () => {
    registry.addOpen(connection);
    registry.counts.received.text.messages += 1;
    registry.counts.sent.binary.bytes += 1;
    increment(registry.counts.refusedByReason, "key");
    countClosed(registry.counts, 1000, 1);
  };
  count();
  const before = registry.snapshot();
  const text = JSON.stringify(before);
  assertEquals([before.connections, before.opened], [1, 1]);
  count();
  assertEquals(JSON.stringify(before), text);
  const after = registry.snapshot();
  assertEquals([after.received.text.messages, after.closedByCode["1000"]], [2, 2]);
  after.received.text.messages = 9;
  assertEquals(registry.counts.received.text.messages, 2);
});
