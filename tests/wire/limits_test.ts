import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createRegistry, drain } from "../../handler.ts";
import { due, until } from "../support/deadline.ts";
import { exchange, request } from "../support/exchange.ts";
import { testOnWire } from "../support/needs.ts";
import { encodeFrame, handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";
import { startServer, type TestServer } from "../support/server.ts";

/** Checks that another peer is served as if nothing had happened. */
async function assertServes(server: TestServer): Promise<void> {
  await using client = await server.connect("/?idle=0"); // A slow machine may not answer a ping in time.
  assertEquals(await client.ask("hola"), "echo: hola");
}

testOnWire("a message over the largest closes with 1009, also one in fragments", async () => {
  await using server = startServer({ maxPayloadBytes: 1000 });
  await using client = await server.connect();
  assertEquals((await client.ask("x".repeat(1000)) as string).length, 1006);
  client.send("x".repeat(1001));
  assertEquals(await client.ended(), [1009, "a message has at most 1000 bytes"]);

  using socket = await RawSocket.open(server.port);
  await socket.send(OPCODE.BINARY, new Uint8Array(600), { fin: false });
  await socket.send(OPCODE.CONTINUATION, new Uint8Array(600));
  assertEquals((await socket.closeFrame()).code, 1009);
  await assertServes(server);
});

testOnWire("a close under way keeps its code while the server drains", async () => {
  const registry = createRegistry();
  await using server = startServer({ registry, maxPayloadBytes: 5 });
  await using client = await server.connect();
  client.send("123456");
  await until(() => registry.snapshot().received.text.messages === 1, "the message to arrive");
  // A drain that waits for its deadline leaves no timer behind.
  const draining = drain(registry, () => new Promise(() => {}), 500);
  assertEquals((await client.ended())[0], 1009);
  await draining;
});

testOnWire("messages above the rate close with 1008", async () => {
  await using server = startServer({ maxMessagesPerSecond: 10 });
  await using client = await server.connect();
  for (let n = 0; n < 50; n++) client.send(`${n}`);
  assertEquals(await client.ended(), [1008, "at most 10 messages per second"]);
  assert(client.waiting >= 10, "what came before the limit is answered");
  await assertServes(server);
});

testOnWire("the rate is that of an address, and counts every reply", async () => {
  await using server = startServer({ maxMessagesPerSecond: 50 });
  await using repeating = await server.connect("/?repeat=51");
  repeating.send("hola");
  assertEquals((await repeating.ended())[0], 1008);

  await using slow = startServer({ maxMessagesPerSecond: 1 });
  // All of them would be answered only if each took a second.
  const clients = await Promise.all(Array.from({ length: 20 }, () => slow.connect()));
  const ends = clients.map((client) => {
    client.send("hola");
    return client.closed;
  });
  const { code, reason } = await due(Promise.race(ends), "a close");
  assertEquals([code, reason], [1008, "at most 1 messages per second"]);
  for (const client of clients) await client.close();
});

testOnWire("a connection over the number in all gets 503, until one has gone", async () => {
  await using server = startServer({ maxConnections: 2 });
  await using _first = await server.connect();
  {
    await using _second = await server.connect();
    const { status, headers, body } = await exchange(server.port, handshake());
    assertEquals([status, headers.get("retry-after")], [503, "5"]);
    assertStringIncludes(body, "try again later");
    assertEquals((await fetch(server.pageUrl, { method: "HEAD" })).status, 200);
  }
  await assertServes(server);
});

for (
  const [what, trustedProxies, addresses, statuses] of [
    ["a connection over the number of an address gets 503", 1, ["1", "1", "2"], [101, 503, 101]],
    ["X-Forwarded-For does not count unless a proxy is trusted", 0, ["1", "2"], [101, 503]],
  ] as const
) {
  testOnWire(what, async () => {
    await using server = startServer({ maxConnectionsPerAddress: 1, trustedProxies });
    await using sockets = new AsyncDisposableStack();
    for (const [index, address] of addresses.entries()) {
      const lines = [`X-Forwarded-For: 6.6.6.6, 192.0.2.${address}`];
      const { head } = sockets.use(await RawSocket.open(server.port, lines));
      assertStringIncludes(head, `HTTP/1.1 ${statuses[index]} `);
    }
  });
}

testOnWire("a silent peer that leaves the ping unanswered is closed with 1001", async () => {
  await using server = startServer({ idleTimeoutSeconds: 0.2 });
  using socket = await RawSocket.open(server.port);
  assertEquals((await socket.next()).opcode, OPCODE.PING);
  assertEquals((await socket.closeFrame()).code, 1001);
  await assertServes(server);
});

testOnWire("a connection that reaches its longest life is closed with 1001", async () => {
  await using server = startServer({ maxLifetimeSeconds: 0.1 });
  await using client = await server.connect();
  assertEquals(await client.ended(), [1001, "the connection has reached its maximum lifetime"]);
});

const MESSAGE = new Uint8Array(64 * 1024);

for (
  const [what, frame] of [
    ["a slow consumer", encodeFrame(OPCODE.BINARY, MESSAGE)],
    ["a slow consumer of empty messages", encodeFrame(OPCODE.BINARY, "")],
  ] as const
) {
  testOnWire(`${what} is closed with 1013`, async () => {
    const registry = createRegistry();
    await using server = startServer({ registry, maxBufferedBytes: 256 * 1024 });
    const slow = await RawSocket.open(server.port);
    const isSlow = () => registry.snapshot().slowConsumers > 0;
    // The system's buffers take some megabytes before anything waits in the server.
    const writing = (async () => {
      while (!isSlow()) await slow.write(frame);
    })().catch(() => {}); // The server may stop reading.
    await until(isSlow, "the decision to close");
    await assertServes(server);
    // A peer that went on sending for longer than a second may see a reset instead of the close.
    const seen = await slow.closeFrame().catch((error) => error);
    if (!(seen instanceof Deno.errors.ConnectionReset)) {
      assertEquals(seen, { code: 1013, reason: "over 262144 bytes wait to be read" });
    }
    slow[Symbol.dispose]();
    await writing;
    const closed = () => registry.snapshot().closedByCode["1013"] === 1;
    await until(closed, () => JSON.stringify(registry.snapshot().closedByCode));
  });
}

testOnWire("a peer that reads is not cut for an honest burst", async () => {
  await using server = startServer();
  await using client = await server.connect();
  for (let n = 0; n < 30_000; n++) client.send("x");
  assertEquals(new Set(await client.take(30_000)), new Set(["echo: x"]));

  await using small = startServer({ maxBufferedBytes: 256 * 1024 });
  await using honest = await small.connect();
  for (let n = 0; n < 3; n++) honest.send(MESSAGE);
  assertEquals(await honest.take(3), [MESSAGE.buffer, MESSAGE.buffer, MESSAGE.buffer]);
});

testOnWire("a header field of 60,000 blanks is answered", async () => {
  await using server = startServer();
  const blanks = `a${" ".repeat(60_000)}b`;
  for (
    const [text, expected] of [
      [handshake([`Upgrade: ${blanks}`]), 426],
      [handshake([`Connection: ${blanks}`]), 400],
      [handshake([`Sec-WebSocket-Protocol: ${blanks}`]), 400],
      [request("GET / HTTP/1.1", `If-None-Match: ${blanks}`), 200],
    ] as const
  ) {
    assertEquals((await exchange(server.port, text)).status, expected);
  }
});
