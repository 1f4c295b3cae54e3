import { assertEquals } from "@std/assert";
import type { Connection } from "../../../server/connection.ts";
import { countClosed, increment } from "../../../server/policy/counts.ts";
import { Registry } from "../../../server/registry.ts";

/** Answers a handshake at a time. */
function admit(registry: Registry, address: string, nowMs = 0, name?: string): Connection {
  const connection = { peer: { address }, name } as Connection;
  registry.takePlace(address);
  registry.addPending(connection, nowMs);
  return connection;
}

/** Returns how many are open or opening, how many are open, and the places of one address. */
function getState(registry: Registry, address = "192.0.2.1") {
  return [registry.size, registry.open.size, registry.countPlaces(address)];
}

Deno.test("Registry counts a connection from its handshake to its end, by address and once", () => {
  const registry = new Registry();
  const [opened, failed] = [admit(registry, "192.0.2.1"), admit(registry, "192.0.2.1")];
  admit(registry, "192.0.2.2");
  registry.addOpen(opened);
  registry.removePending(opened);
  assertEquals(getState(registry), [3, 1, 2]);
  for (let n = 0; n < 2; n++) {
    registry.removePending(failed);
    assertEquals(getState(registry), [2, 1, 1]);
  }
  for (let n = 0; n < 2; n++) {
    registry.removeOpen(opened);
    assertEquals(getState(registry), [1, 0, 0]);
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

Deno.test("snapshot() counts handshakes that have expired since", () => {
  const registry = new Registry();
  admit(registry, "192.0.2.1", performance.now() - 10_000);
  assertEquals([registry.snapshot().lost, ...getState(registry)], [1, 0, 0, 0]);
});

Deno.test("snapshot() is a deep copy, with the connections that are open", () => {
  const registry = new Registry();
  const [first, second] = [admit(registry, "192.0.2.1"), admit(registry, "192.0.2.1")];
  const count = (connection: Connection) => {
    registry.addOpen(connection);
    registry.counts.received.text.messages += 1;
    increment(registry.counts.refusedByReason, "key");
    countClosed(registry.counts, 1000, 1);
  };
  count(first);
  const before = registry.snapshot();
  const copy = JSON.parse(JSON.stringify(before));
  assertEquals([copy.connections, copy.opened], [1, 1]);
  count(second);
  assertEquals(before, copy);
  const after = registry.snapshot();
  assertEquals([after.connections, after.received.text.messages], [2, 2]);
  after.received.text.messages = 9;
  assertEquals(registry.counts.received.text.messages, 2);
});

Deno.test("Registry finds the newest open connection with a name", () => {
  const registry = new Registry();
  const [older, newer] = [1, 2].map(() => admit(registry, "192.0.2.1", 0, "cart-1"));
  assertEquals(registry.named.get("cart-1"), undefined);
  registry.addOpen(older);
  registry.addOpen(newer);
  assertEquals(registry.named.get("cart-1") === newer, true);
  registry.removeOpen(newer);
  assertEquals(registry.named.get("cart-1") === older, true);
  registry.removeOpen(older);
  assertEquals([registry.named.get("cart-1"), registry.named.get("other")], [undefined, undefined]);
});
