import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { createEcho, createRegistry, drain, type HandlerOptions } from "../../handler.ts";
import { Client } from "../support/client.ts";
import { resolveRegistry } from "../../server/registry.ts";
import { due } from "../support/deadline.ts";
import { testOnWire } from "../support/needs.ts";
import { startServer } from "../support/server.ts";

/** Starts an echo that the test drives. */
function start(options?: HandlerOptions) {
  const { handler, connections, refuse } = createEcho(options);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, handler);
  return {
    connections,
    refuse,
    connect: (query: string) => Client.open(`ws://127.0.0.1:${server.addr.port}/?${query}`),
    shutdown: () => server.shutdown(),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Resolves with the message of the error that a promise is rejected with. */
function rejection(promise: Promise<unknown>): Promise<string> {
  return due(promise.then(() => "nothing", ({ message }) => message), "an error");
}

testOnWire("a test closes a connection, and waits for the client to come back", async () => {
  await using echo = start();
  const opened = echo.connections.waitFor("cart-1", "open");
  const first = await echo.connect("name=cart-1");
  const connection = await due(opened, "the first connection");
  connection.close(1012, "deploy");
  const again = echo.connections.waitFor("cart-1", "open");
  assertEquals(await first.ended(), [1012, "deploy"]);
  const end = await due(echo.connections.waitFor("cart-1", "closed"), "the end");
  assertEquals([end?.state, end?.closeCode], ["closed", 1012]);
  assertEquals(await echo.connections.waitFor("unknown", "closed"), undefined);
  assertThrows(() => connection.send("late"), Error, "not open");
  assertThrows(() => connection.setBehaviors({ push: "1s" }), Error, "not open");
  await using second = await echo.connect("name=cart-1");
  const returned = await due(again, "the second connection");
  assert(returned.isOpen && !connection.isOpen);
  returned.send("pushed");
  assertEquals(await second.next(), "pushed");
});

testOnWire("behaviors change from the next message on, and end with null", async () => {
  await using echo = start({ prefix: "> " });
  await using client = await echo.connect("name=a&prefix=");
  const connection = await echo.connections.waitFor("a", "open");
  assertEquals(await client.ask("1"), "1");
  connection.setBehaviors({ prefix: null, repeat: 2 });
  assertEquals([await client.ask("2"), await client.next()], ["> 2", "> 2"]);
  connection.setBehaviors({ repeat: null, mute: true });
  client.send("3");
  connection.setBehaviors({ mute: true, close: 4001, reason: "bye", after: 2 });
  client.send("4");
  client.send("5");
  assertEquals(await client.ended(), [4001, "bye"]);
  assertEquals(client.waiting, 0);
});

testOnWire("replies that wait keep their order and their time if the delay ends", async () => {
  await using echo = start();
  await using client = await echo.connect("name=a&delay=100ms&prefix=");
  const connection = await echo.connections.waitFor("a", "open");
  client.send("late");
  client.send("mark");
  assertEquals(await client.next(), "late");
  connection.setBehaviors({ delay: null });
  client.send("prompt");
  assertEquals(await client.take(2), ["mark", "prompt"]);
});

testOnWire("a change leaves alone what it does not change", async () => {
  await using echo = start();
  await using client = await echo.connect("name=a&push=20ms&mute&record=1&close=4001&after=3");
  const connection = await echo.connections.waitFor("a", "open");
  assertEquals(await client.next(), "push 1");
  client.send("1");
  client.send("2");
  await echo.connections.waitForMessages("a", 2);
  connection.setBehaviors({ repeat: 2 });
  client.send("3");
  assertEquals((await client.ended())[0], 4001);
  assert(!(await client.take(client.waiting)).includes("push 1"));
});

testOnWire("a close that waits for its delay is dropped if it ends meanwhile", async () => {
  const registry = createRegistry();
  const echo = start({ registry });
  await using client = await echo.connect("name=a&record=1&delay=60s&close=1012&after=1");
  client.send("1");
  const connection = await echo.connections.waitForMessages("a", 1);
  connection.setBehaviors({ close: null, after: null });
  await drain(registry, echo.shutdown, 1000); // Sends what waits now.
  assertEquals([await client.next(), (await client.ended())[0]], ["echo: 1", 1001]);
});

testOnWire("a test refuses the next handshakes", async () => {
  await using echo = start();
  echo.refuse({ status: 429, next: 1 });
  assertStringIncludes(await rejection(echo.connect("name=a")), "429");
  await using _client = await echo.connect("name=a");
  echo.refuse({ forMs: 60_000 });
  assertStringIncludes(await rejection(echo.connect("name=a")), "503");
  echo.refuse(null);
  await using _other = await echo.connect("name=a");
  assertThrows(() => echo.refuse({ status: 503 }), RangeError, "give one");
  assertThrows(() => echo.refuse(undefined as never), RangeError, "give one");
  for (const wrong of [{ status: 1, next: 1 }, { next: -1 }, { next: NaN }, { forMs: Infinity }]) {
    assertThrows(() => echo.refuse(wrong), RangeError, " must be ");
  }
});

testOnWire("a test reads what the client has sent, if the handshake asks to keep it", async () => {
  await using echo = start();
  const subscribed = echo.connections.waitForMessages("a", 3);
  await using client = await echo.connect("name=a&record=2");
  for (const message of ["1", "2", new Uint8Array([3])]) client.send(message);
  const connection = await due(subscribed, "three messages");
  assertEquals(connection.messages, ["2", new Uint8Array([3]).buffer]);
  await client.take(3);
  const { id, opened, ...state } = connection.describe();
  assert(id > 0 && Math.abs(Date.parse(opened) - Date.now()) < 60_000, opened);
  assertEquals(state, {
    name: "a",
    path: "/",
    subprotocol: null,
    client: "127.0.0.1",
    state: "open",
    closeCode: null,
    received: { messages: 3, bytes: 3 },
    sent: { messages: 3, bytes: 15 },
    waitingBytes: 0,
    waitingReplies: 0,
    behaviors: { record: 2 },
  });
});

testOnWire(
  "what is kept has at most 1 MiB, and nothing is kept where nobody can read it",
  async () => {
    await using echo = start();
    await using client = await echo.connect("name=a&record=1000");
    for (let n = 0; n < 6; n++) client.send(new Uint8Array(300_000));
    const connection = await echo.connections.waitForMessages("a", 6);
    assertEquals(connection.messages.length, 3);
    const registry = resolveRegistry(createRegistry());
    await using server = startServer({ registry });
    await using other = await server.connect("/?name=a&record=1");
    assertEquals(await other.ask("1"), "echo: 1");
    assertEquals(registry.named.get("a")?.keptMessages, undefined);
  },
);

testOnWire("a wait ends with what was so for a moment", async () => {
  await using echo = start();
  const opened = echo.connections.waitFor("a", "open");
  await using _first = await echo.connect("name=a&close=1012");
  assertEquals((await due(opened, "the opening")).describe().closeCode, 1012);
  const subscribed = echo.connections.waitForMessages("b", 1);
  await using second = await echo.connect("name=b&record=5&close=1012&after=1");
  second.send("subscribe");
  assertEquals((await due(subscribed, "the message")).messages, ["subscribe"]);
});

testOnWire("a wait for messages ends with an error if none are kept", async () => {
  await using echo = start();
  const waiting = rejection(echo.connections.waitForMessages("a", 1, { timeoutMs: 3_600_000 }));
  await using _client = await echo.connect("name=a");
  assertStringIncludes(await waiting, '"a" keeps no messages: connect with ?record=100');
});

testOnWire("the messages of a connection are a copy, and stay after its end", async () => {
  await using echo = start();
  const client = await echo.connect("name=a&record=5");
  client.send("1");
  const connection = await echo.connections.waitForMessages("a", 1);
  const { messages } = connection;
  client.send("bye");
  await client[Symbol.asyncDispose]();
  await due(echo.connections.waitFor("a", "closed"), "the end");
  assertEquals([messages, connection.messages], [["1"], ["1", "bye"]]);
});

testOnWire("a longest wait that no timer can take is an error", async () => {
  await using echo = start();
  for (const timeoutMs of [Infinity, NaN, -1, 2 ** 31]) {
    const message = await rejection(echo.connections.waitFor("a", "open", { timeoutMs }));
    assertEquals(message, `timeoutMs must be from 0 to 2147483647, not ${timeoutMs}`);
  }
});

testOnWire("a wait ends after its longest time, and when the server stops", async () => {
  const registry = createRegistry();
  const echo = start({ registry });
  const late = echo.connections.waitFor("a", "open", { timeoutMs: 1 });
  assertEquals(await rejection(late), 'The connection "a" was not open within 1 ms');
  const waiting = rejection(echo.connections.waitFor("a", "open", { timeoutMs: 60_000 }));
  await drain(registry, echo.shutdown, 1000);
  assertEquals(await waiting, 'The connection "a" was not open before the server stopped');
});
