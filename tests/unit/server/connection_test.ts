import { assert, assertEquals } from "@std/assert";
import { type LogRecord, logTo } from "../../../handler.ts";
import { connect, type FakeSocket, openConnection } from "./fake_socket.ts";

/** Runs a function and returns what it logs, without the opening of connections. */
async function recordLog(run: () => void | Promise<void>): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  logTo((record) => records.push(record));
  try {
    await run();
  } finally {
    logTo(undefined);
  }
  return records.filter(({ message }) => message !== "connection opened");
}

/** A delay that no test waits for. */
const LONG = { delayMs: 60_000 };

const open = (socket: FakeSocket) => socket.open();
const fail = (socket: FakeSocket) => socket.fail();
const end = (code: number) => (socket: FakeSocket) => socket.end(code);

/** Events of the socket, with the places taken and the open connections after each. */
const LIVES: Readonly<
  Record<string, [
    steps: [(socket: FakeSocket) => void, size: number, open: number][],
    closedByCode: Record<string, number>,
  ]>
> = {
  "it is closed by its peer": [[[open, 1, 1], [end(4000), 0, 0], [end(1000), 0, 0]], { "4xxx": 1 }],
  "it breaks": [[[open, 1, 1], [fail, 1, 1], [end(0), 0, 0]], { "1006": 1 }],
  "it fails while connecting": [[[fail, 0, 0], [fail, 0, 0], [end(1006), 0, 0]], {}],
  "it ends while connecting": [[[end(1006), 0, 0], [end(1006), 0, 0]], {}],
};

for (const [name, [steps, closedByCode]] of Object.entries(LIVES)) {
  Deno.test(`a connection gives its place back once when ${name}`, () => {
    const { socket, registry } = connect();
    assertEquals([registry.size, registry.open.size], [1, 0]);
    for (const [step, size, open] of steps) {
      step(socket);
      assertEquals([registry.size, registry.open.size], [size, open]);
    }
    assertEquals(registry.counts.closedByCode, closedByCode);
    assertEquals(registry.counts.opened, registry.counts.durations.count);
  });
}

Deno.test("a connection sends its greeting, then replies to text and to binary", () => {
  const { socket, registry } = openConnection({ greeting: "hi", settings: { prefix: "> " } });
  const bytes = new Uint8Array([0, 255]).buffer;
  socket.receive("hola");
  socket.receive(bytes);
  assertEquals(socket.binaryType, "arraybuffer");
  assertEquals(socket.sent, ["hi", "> hola", bytes]);
  const { received, sent } = registry.counts;
  assertEquals(received, { text: { messages: 1, bytes: 4 }, binary: { messages: 1, bytes: 2 } });
  assertEquals(sent, { text: { messages: 2, bytes: 8 }, binary: { messages: 1, bytes: 2 } });
});

Deno.test("a connection that closes sends one close frame, and replies to nothing after it", async () => {
  const { socket, registry, connection } = openConnection();
  socket.onClose = () => {};
  const records = await recordLog(() => {
    connection.close(1001, "first", 0);
    connection.close(1011, "second", 0);
    socket.receive("late");
    assertEquals([registry.size, connection.unanswered], [1, 1]);
    socket.end(1005);
    socket.end(1006);
    connection.close(1000, "third", 0);
  });
  assertEquals(socket.sent, [[1001, "first"]]);
  assertEquals(registry.counts.closedByCode, { "1001": 1 });
  assertEquals(records.map(({ message, properties }) => [message, properties.closeCode]), [
    ["connection closed", 1001],
  ]);
});

Deno.test("a connection that is still connecting is not closed", () => {
  const { socket, registry, connection } = connect();
  connection.close(1001, "early", 0);
  socket.open();
  socket.receive("hola");
  assertEquals([socket.sent, registry.open.size], [["echo: hola"], 1]);
});

Deno.test("a connection that was abandoned stays closed when its socket closes", () => {
  const { socket, registry, connection } = openConnection();
  socket.onClose = () => {};
  connection.close(1001, "bye", 0);
  connection.abandon();
  assertEquals([registry.size, registry.counts.closedByCode], [0, { "1001": 1 }]);
  socket.end(1000);
  assertEquals([registry.size, registry.counts.closedByCode], [0, { "1001": 1 }]);
});

Deno.test("a connection ends with 1001 after its longest life", async () => {
  const { socket } = openConnection({ settings: { maxLifetimeSeconds: 0.001 } });
  await socket.closing;
  assertEquals(socket.sent, [[1001, "the connection has reached its longest life"]]);
});

Deno.test("a slow consumer is closed with 1013 and keeps its place until it leaves", async () => {
  const { socket, registry } = openConnection({ settings: { maxBufferedBytes: 1000 } });
  // As soon as half of the limit could be waiting, each reply asks the socket how much does.
  const half = "x".repeat(200);
  socket.onClose = () => {};
  for (const bufferedAmount of [0, 0, 500, 500]) {
    socket.bufferedAmount = bufferedAmount;
    socket.receive(half);
  }
  assertEquals(socket.sent, Array(4).fill(`echo: ${half}`));
  socket.bufferedAmount = 1001;
  socket.receive("");
  await socket.closing;
  assertEquals(socket.sent.at(-1), [1013, "over 1000 bytes wait to be read"]);
  // The sanitizer would find the timer of a peer that has to answer in time.
  assertEquals([registry.size, registry.counts.slowConsumers], [1, 1]);
});

Deno.test("a peer that sends more messages per second than the limit is closed with 1008", async () => {
  const { socket } = openConnection({ settings: { maxMessagesPerSecond: 1 } });
  for (let n = 0; n < 100; n++) socket.receive("");
  await socket.closing;
  assertEquals(socket.sent.pop(), [1008, "at most 1 messages per second"]);
  // On a machine that takes seconds for this loop, the limit allows some more.
  assert(socket.sent.length >= 1 && socket.sent.length < 100, `${socket.sent.length}`);
});

Deno.test("a message over the limit is closed with 1009", async () => {
  const { socket } = openConnection({ settings: { maxPayloadBytes: 3 } });
  socket.receive("hola");
  await socket.closing;
  assertEquals(socket.sent, [[1009, "a message has at most 3 bytes"]]);
});

Deno.test("a reply that cannot be sent closes its connection with 1011, which is logged", async () => {
  const { socket, registry } = openConnection();
  socket.broken = "echo: hola";
  const [failure] = await recordLog(async () => {
    socket.receive("hola");
    await socket.closing;
  });
  assertEquals(socket.sent, [[1011, "the server failed to reply"]]);
  assertEquals([failure.level, failure.message], ["error", "handler failed"]);
  assertEquals((failure.properties.error as Error).message, "broken");
  assertEquals(registry.counts.handlerFailures, 1);
});

Deno.test("flush() sends what is delayed, in order, and delays no more", () => {
  const { socket, connection } = openConnection({ behavior: LONG });
  for (const message of ["a", "b"]) socket.receive(message);
  assertEquals([socket.sent, connection.isFlushed], [[], false]);
  connection.flush();
  socket.receive("c");
  assertEquals([socket.sent, connection.isFlushed], [["echo: a", "echo: b", "echo: c"], true]);
});

Deno.test("flush() does not throw if a delayed reply does, and tells what got no reply", async () => {
  const { socket, registry, connection } = openConnection({ behavior: LONG });
  socket.broken = "echo: b";
  for (const message of ["a", "b", "c", "d"]) socket.receive(message);
  connection.flush();
  await socket.closing;
  assertEquals(socket.sent, ["echo: a", [1011, "the server failed to reply"]]);
  assertEquals([connection.unanswered, registry.counts.handlerFailures], [2, 1]);
});
