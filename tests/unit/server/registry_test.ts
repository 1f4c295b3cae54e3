import { assertEquals } from "@std/assert";
import type { Connection } from "../../../server/connection.ts";
import { Registry } from "../../../server/registry.ts";

function connectionOf(address: string): Connection {
  return { peer: { address } } as Connection;
}

/** Runs with a clock that says what it is told. */
function withClock(run: (setMs: (nowMs: number) => void) => void): void {
  const { now } = performance;
  let nowMs = 0;
  performance.now = () => nowMs;
  try {
    run((ms) => nowMs = ms);
  } finally {
    performance.now = now;
  }
}

Deno.test("Registry counts a connection from its handshake to its end, and once", () => {
  const registry = new Registry();
  const connection = connectionOf("192.0.2.1");
  registry.addPending(connection);
  assertEquals([registry.size, registry.open.size, registry.countOf("192.0.2.1")], [1, 0, 1]);
  registry.addOpen(connection);
  assertEquals([registry.size, registry.open.size, registry.countOf("192.0.2.1")], [1, 1, 1]);
  assertEquals(registry.removeOpen(connection), true);
  assertEquals(registry.removeOpen(connection), false);
  assertEquals([registry.size, registry.open.size, registry.countOf("192.0.2.1")], [0, 0, 0]);
});

Deno.test("Registry forgets a connection that did not open", () => {
  const registry = new Registry();
  const connection = connectionOf("192.0.2.1");
  registry.addPending(connection);
  registry.removePending(connection);
  registry.removePending(connection);
  assertEquals([registry.size, registry.countOf("192.0.2.1")], [0, 0]);
});

Deno.test("Registry gives up handshakes of which nothing more was heard", () => {
  withClock((setMs) => {
    const registry = new Registry();
    registry.addPending(connectionOf("192.0.2.1"));
    setMs(5000);
    registry.addPending(connectionOf("192.0.2.2"));
    registry.giveUpLost();
    assertEquals([registry.counts.lost, registry.size], [0, 2]);
    setMs(12_000);
    registry.giveUpLost();
    assertEquals([registry.counts.lost, registry.size], [1, 1]);
    assertEquals([registry.countOf("192.0.2.1"), registry.countOf("192.0.2.2")], [0, 1]);
  });
});
