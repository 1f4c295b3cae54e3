import { assertEquals } from "@std/assert";
import { drain } from "../../../server/drain.ts";
import { Registry } from "../../../server/registry.ts";
import { due } from "../../support/deadline.ts";
import { connect, openConnection, recordLog } from "./fake_socket.ts";

const STOPPING = [1001, "the server is stopping"];
const NOTHING_LOST = { unanswered: 0, unansweredConnections: 0, closedEarly: 0, cut: 0 };

/** Drains with a deadline that only a failure reaches, and tells how often it has shut down. */
async function stop(registry: Registry, timeoutMs = 60_000) {
  let shutdowns = 0;
  const shutdown = () => Promise.resolve(void shutdowns++);
  const result = await due(drain(registry, shutdown, timeoutMs), "the end of the drain");
  assertEquals([shutdowns, registry.isDraining, registry.open.size], [1, true, 0]);
  return result;
}

Deno.test("drain() sends delayed replies, then close frames; one that throws ends no other", async () => {
  const registry = new Registry();
  const sockets = ["a", "b", "c"].map((message) => {
    const { socket } = openConnection({ registry, behavior: { delayMs: 60_000 } });
    socket.broken = "echo: b";
    socket.receive(message);
    return socket;
  });
  assertEquals(await stop(registry), NOTHING_LOST);
  assertEquals(sockets.map(({ sent }) => sent), [
    ["echo: a", STOPPING],
    [[1011, "the server failed to reply"]],
    ["echo: c", STOPPING],
  ]);
});

Deno.test("drain() answers what arrives before its close frame, and tells what came later", async () => {
  const registry = new Registry();
  const [early, late] = [openConnection({ registry }), openConnection({ registry })];
  registry.draining.onabort = () => setTimeout(() => early.socket.receive("early"));
  late.socket.onClose = (code) => {
    for (const message of ["late", "later"]) late.socket.receive(message);
    late.socket.end(code);
  };
  assertEquals(await stop(registry), {
    ...NOTHING_LOST,
    unanswered: 2,
    unansweredConnections: 1,
  });
  assertEquals(early.socket.sent, ["echo: early", STOPPING]);
  assertEquals(late.socket.sent, [STOPPING]);
});

Deno.test("drain() does not take its own silence for that of its peers", async () => {
  const registry = new Registry();
  const { socket } = openConnection({ registry });
  registry.draining.onabort = () => {
    setTimeout(() => {
      const endMs = performance.now() + 300;
      while (performance.now() < endMs); // Longer than a peer has to be silent.
      setTimeout(() => socket.receive("it has arrived meanwhile"));
    });
  };
  assertEquals(await stop(registry), NOTHING_LOST);
  assertEquals(socket.sent, ["echo: it has arrived meanwhile", STOPPING]);
});

Deno.test("drain() answers a conversation to its end, and closes one that has none", async () => {
  for (const [messages, timeoutMs, unfinished] of [[30, 60_000, 0], [Infinity, 600, 1]]) {
    const registry = new Registry();
    const { socket } = openConnection({ registry });
    let count = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const talk = () => {
      if (count === messages) return;
      socket.receive(`${count++}`);
      timer = setTimeout(talk, 20); // 30 of them take longer than a peer has to be silent.
    };
    socket.onClose = (code) => {
      clearTimeout(timer); // A peer sends nothing after its close frame.
      socket.end(code);
    };
    registry.draining.onabort = talk;
    const { unanswered, ...result } = await stop(registry, timeoutMs);
    // A busy machine may come to the deadline before it has looked at the connection again.
    assertEquals(result.closedEarly + result.cut, unfinished);
    if (unfinished === 0) assertEquals(unanswered, 0);
    const replies = Array.from({ length: count - unanswered }, (_, n) => `echo: ${n}`);
    assertEquals(socket.sent, [...replies, STOPPING]);
  }
});

Deno.test("drain() cuts peers that do not read, or do not answer the close frame, in time", async () => {
  for (const timeoutMs of [0, 300]) {
    const registry = new Registry();
    const [stuck, silent] = [openConnection({ registry }), openConnection({ registry })];
    stuck.socket.bufferedAmount = 1;
    for (const { socket } of [stuck, silent]) socket.onClose = () => {};
    silent.connection.close(1000, "", 0);
    silent.socket.receive("late");
    const { unanswered, unansweredConnections, cut } = await stop(registry, timeoutMs);
    assertEquals([unanswered, unansweredConnections, cut], [1, 1, 2]);
    assertEquals(registry.counts.durations.count, 2);
  }
});

Deno.test("drain() without any time sends close frames, and counts the code that it sends", async () => {
  const registry = new Registry();
  const { socket } = openConnection({ registry });
  assertEquals((await stop(registry, 0)).cut, 1);
  assertEquals([socket.sent, registry.counts.closedByCode], [[STOPPING], { "1001": 1 }]);
});

Deno.test("drain() drops the delayed replies that its deadline leaves no time for", async () => {
  const registry = new Registry();
  const connections = ["a", "b"].map(() => {
    const { socket } = openConnection({ registry, behavior: { delayMs: 60_000 } });
    for (const message of ["1", "2"]) socket.receive(message);
    return socket;
  });
  const startMs = performance.now();
  const [slow, other] = connections;
  slow.send = (message) => {
    slow.sent.push(message);
    while (performance.now() - startMs < 300); // All the time of the drain.
  };
  const { unanswered, unansweredConnections, closedEarly } = await stop(registry, 300);
  assertEquals(slow.sent, ["echo: 1", "echo: 2", STOPPING]);
  assertEquals(other.sent, [STOPPING]);
  assertEquals([unanswered, unansweredConnections, closedEarly], [2, 1, 0]);
});

Deno.test("drain() answers and closes a connection that opens meanwhile", async () => {
  const registry = new Registry();
  const { socket } = connect({ registry, behavior: { delayMs: 60_000 } });
  registry.draining.onabort = () => {
    setTimeout(() => {
      socket.open();
      socket.receive("hola");
    });
  };
  assertEquals(await stop(registry), NOTHING_LOST);
  assertEquals(socket.sent, ["echo: hola", STOPPING]);
});

Deno.test("drain() does not wait for a handshake that never becomes a connection", async () => {
  const registry = new Registry();
  connect({ registry });
  assertEquals(await stop(registry), NOTHING_LOST);
});

Deno.test("drain() refuses a time that no timer can take, and stops nothing", async () => {
  for (const timeoutMs of [Infinity, NaN, -1, 2 ** 31]) {
    const registry = new Registry();
    const draining = drain(registry, () => Promise.resolve(), timeoutMs);
    const rule = `timeoutMs must be from 0 to 2147483647, not ${timeoutMs}`;
    const error = draining.then(() => "none", (error) => `${error}`);
    assertEquals(await due(error, "an error"), `RangeError: ${rule}`);
    assertEquals(registry.isDraining, false);
  }
});

Deno.test("drain() returns what was lost although shutdown fails, which it logs", async () => {
  const failure = new Error("no listener");
  const fail = () => {
    throw failure;
  };
  for (const shutdown of [fail, () => Promise.reject(failure)]) {
    const records = await recordLog(async () => {
      const draining = drain(new Registry(), shutdown, 60_000);
      assertEquals(await due(draining, "the end of the drain"), NOTHING_LOST);
    });
    assertEquals(records.map(({ level, message, properties }) => [level, message, properties]), [
      ["error", "shutdown failed", { error: failure }],
    ]);
  }
});
