import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { assert, assertEquals } from "@std/assert";
import { logTo } from "../../../handler.ts";
import type { BehaviorChanges } from "../../../server/policy/query.ts";
import { Registry } from "../../../server/registry.ts";
import { due } from "../../support/deadline.ts";
import { connect, type FakeSocket, openConnection, recordLog } from "./fake_socket.ts";

/** A delay that no test waits for. */
const LONG = { delayMs: 60_000 };

type Step = [event: (socket: FakeSocket) => void, size: number, open: number];

const open: Step = [(socket) => socket.open(), 1, 1];
const end = (code: number): Step => [(socket) => socket.end(code), 0, 0];

/** Events of the socket, with the places taken and the connections open after each. */
const LIVES: Record<string, [closedByCode: Record<string, number>, ...Step[]]> = {
  "is closed by its peer": [{ "4xxx": 1 }, open, end(4000), end(1000)],
  "breaks": [{ "1006": 1 }, open, [(socket) => socket.fail(), 1, 1], end(0), end(0)],
  "fails while connecting": [
    {},
    [(socket) => socket.fail(), 0, 0],
    [(socket) => socket.open(), 0, 0],
    end(1006),
  ],
  "ends while connecting": [{}, end(1006), end(1006)],
};

for (const [name, [closedByCode, ...steps]] of Object.entries(LIVES)) {
  Deno.test(`a connection that ${name} gives its place back once`, () => {
    const { socket, registry } = connect();
    assertEquals([registry.size, registry.open.size], [1, 0]);
    for (const [event, size, open] of steps) {
      event(socket);
      assertEquals([registry.size, registry.open.size], [size, open]);
    }
    assertEquals(registry.counts.closedByCode, closedByCode);
    assertEquals(registry.counts.opened, registry.counts.durations.count);
  });
}

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
  socket.receive("late");
  assertEquals([connection.unanswered, registry.counts.received.text.messages], [0, 0]);
  socket.end(1000);
  assertEquals([registry.size, registry.counts.closedByCode], [0, { "1001": 1 }]);
});

/** Counts what a connection takes, and allows a number of tokens in all. */
function createLimiter(tokens: number) {
  const taken: [address: string, count: number][] = [];
  const take = (address: string, count: number) => {
    taken.push([address, count]);
    return (tokens -= count) >= 0;
  };
  return { perSecond: tokens, take, taken };
}

Deno.test("each reply counts against the rate of the client address, which closes with 1008", async () => {
  for (const [repeat, replies] of [[undefined, 5], [1, 5], [2, 4], [5, 5], [6, 0]] as const) {
    const rateLimiter = createLimiter(5);
    const { socket } = openConnection({ rateLimiter, behavior: { repeat } });
    for (let n = 0; n < 9; n++) socket.receive("hola");
    await socket.closing;
    const expected = [...Array(replies).fill("echo: hola"), [
      1008,
      `at most 5 ${(repeat ?? 1) > 1 ? "replies" : "messages"} per second`,
    ]];
    assertEquals(socket.sent, expected, `repeat ${repeat}`);
    assertEquals(rateLimiter.taken[0], ["192.0.2.1", repeat ?? 1]);
  }
});

Deno.test("replies beside the first one count for the whole server, which closes with 1008", async () => {
  const registry = new Registry(1);
  const ordinary = openConnection({ registry });
  const { socket } = openConnection({ registry, behavior: { repeat: 3 } });
  socket.receive("hola");
  await socket.closing;
  assertEquals(socket.sent, [[1008, "the server repeats at most 10000 replies per second"]]);
  ordinary.socket.receive("hola");
  assertEquals(ordinary.socket.sent, ["echo: hola"]);
});

Deno.test("a push that a limit does not allow waits, and the connection lives on", async () => {
  const allowed = [true, false, true];
  const asked = Promise.withResolvers<void>();
  const take = (_address: string, count: number) => {
    assertEquals(count, 1);
    if (allowed.length === 1) asked.resolve();
    return allowed.shift() ?? false;
  };
  const { socket } = openConnection({
    rateLimiter: { perSecond: 1, take },
    behavior: { pushMs: 1 },
  });
  await due(asked.promise, "the third push");
  assertEquals(socket.sent, ["push 1", "push 2"]);
  socket.end();
});

Deno.test("a push that the server does not allow costs the client nothing", () => {
  const rateLimiter = createLimiter(5);
  const { connection } = openConnection({ registry: new Registry(0), rateLimiter });
  assertEquals([connection.takePush(), rateLimiter.taken], [false, []]);
});

Deno.test("a connection that is closing counts no failure", () => {
  const { socket, registry, connection } = openConnection();
  socket.onClose = () => {};
  connection.close(1001, "bye", 0);
  connection.attempt(() => {
    throw new Error("late");
  });
  assertEquals([socket.sent, registry.counts.handlerFailures], [[[1001, "bye"]], 0]);
  connection.abandon();
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

Deno.test("delayed replies wait in real bytes, whatever their characters", async () => {
  // Four replies of 300 bytes, and 64 more for each.
  const settings = { maxBufferedBytes: 4 * 364, prefix: "" };
  for (const message of ["x".repeat(300), "€".repeat(100), new Uint8Array(300).buffer]) {
    const { socket } = openConnection({ behavior: LONG, settings });
    for (let n = 0; n < 5; n++) socket.receive(message);
    assertEquals(socket.sent, []);
    socket.receive(message);
    await socket.closing;
    assertEquals(socket.sent, [[1013, "over 1456 bytes wait to be read"]]);
  }
});

Deno.test("flush() sends nothing after the close that the client asked for", async () => {
  const behavior = { ...LONG, closeCode: 4001, closeAfter: { messages: 2 } };
  const { socket, connection } = openConnection({ behavior });
  for (const message of ["a", "b", "c"]) socket.receive(message);
  connection.flush();
  await socket.closing;
  assertEquals(socket.sent, ["echo: a", "echo: b", [4001, ""]]);
  assertEquals(connection.unanswered, 1);
});

/** Changes while a close after the second message waits, and what is sent after one more message. */
const CLOSE_CHANGES: [string, BehaviorChanges[], closes: unknown[]][] = [
  ["is dropped if its code changes", [{ close: 4002 }], []],
  ["is dropped if its reason changes", [{ reason: "x" }], []],
  ["is dropped if it changes and changes back", [{ after: 9 }, { after: 2 }], []],
  ["stays if it is set to the same", [{ close: 4001, after: 2 }], [[4001, ""]]],
  ["stays if something else changes", [{ repeat: 1 }], [[4001, ""]]],
];

for (const [what, changes, closes] of CLOSE_CHANGES) {
  Deno.test(`a close that waits for its delay ${what}`, async () => {
    const behavior = { ...LONG, closeCode: 4001, closeAfter: { messages: 2 } };
    const { socket, connection } = openConnection({ behavior });
    for (const message of ["a", "b"]) socket.receive(message);
    for (const change of changes) connection.setBehaviors(change);
    connection.flush();
    if (closes.length > 0) await socket.closing;
    assertEquals([connection.isOpen, socket.sent], [
      closes.length === 0,
      ["echo: a", "echo: b", ...closes],
    ]);
    socket.end();
  });
}

Deno.test("flush() does not throw if a delayed reply does, and tells what got no reply", async () => {
  const { socket, registry, connection } = openConnection({ behavior: LONG });
  socket.broken = "echo: b";
  for (const message of ["a", "b", "c", "d"]) socket.receive(message);
  connection.flush();
  await socket.closing;
  assertEquals(socket.sent, ["echo: a", [1011, "the server failed to reply"]]);
  assertEquals([connection.unanswered, registry.counts.handlerFailures], [2, 1]);
});

Deno.test("a peer that has not read everything keeps its place, whatever closed it", async () => {
  const { socket, registry } = openConnection({ settings: { maxPayloadBytes: 3 } });
  socket.onClose = () => {};
  socket.bufferedAmount = 500;
  socket.receive("hola");
  await socket.closing;
  assertEquals(socket.sent, [[1009, "a message has at most 3 bytes"]]);
  assertEquals([registry.size, registry.counts.slowConsumers], [1, 0]);
});

Deno.test("a client that asks for 1013 is no slow consumer", async () => {
  const { socket, registry } = openConnection({ behavior: { closeCode: 1013 } });
  await socket.closing;
  assertEquals([registry.size, registry.counts.slowConsumers], [0, 0]);
});

Deno.test("a muted connection pays for its messages alone", () => {
  const rateLimiter = createLimiter(5);
  const { socket } = openConnection({ rateLimiter, behavior: { repeat: 5, mute: true } });
  for (let n = 0; n < 5; n++) socket.receive("hola");
  assertEquals([socket.sent, rateLimiter.taken.length], [[], 5]);
  socket.end();
});

Deno.test("a log that cannot be written does not break a connection", () => {
  logTo(() => {
    throw new Error("full");
  });
  const { error } = console;
  const complaints: unknown[] = [];
  console.error = (...values) => complaints.push(values.at(-1));
  try {
    const { socket } = openConnection({ greeting: "hi" });
    socket.receive("hola");
    assertEquals(socket.sent, ["hi", "echo: hola"]);
    socket.end();
  } finally {
    console.error = error;
    logTo(undefined);
  }
  assertEquals(complaints.map(String), ["Error: full", "Error: full"]);
});

Deno.test("a connection does not keep its greeting", () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  const measure = () => {
    collectGarbage();
    return Deno.memoryUsage().heapUsed;
  };
  const bytes = 16 * 1024 ** 2;
  const beforeBytes = measure();
  const { socket } = openConnection({ greeting: new TextDecoder().decode(new Uint8Array(bytes)) });
  assertEquals((socket.sent.pop() as string).length, bytes);
  const keptBytes = measure() - beforeBytes;
  assert(keptBytes < bytes / 2, `${keptBytes} bytes`);
  socket.end();
});
