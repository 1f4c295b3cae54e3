import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pause } from "../../server/pause.ts";
import { Registry } from "../../server/registry.ts";
import { Client } from "../support/client.ts";
import { DEADLINE_MS, due } from "../support/deadline.ts";
import { exchange } from "../support/exchange.ts";
import { testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";
import { encodeFrame, handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";
import { startServer, type TestServer } from "../support/server.ts";

/** Checks that another peer is served as if nothing had happened. */
async function assertServes({ socketUrl }: Pick<TestServer, "socketUrl">): Promise<void> {
  await using client = await Client.open(socketUrl);
  client.send("hola");
  assertEquals(await client.next(), "echo: hola");
}

testWith(
  ["net"],
  "a message over the largest closes with 1009, also one in fragments",
  async () => {
    await using server = startServer({ maxPayloadBytes: 1000 });
    await using client = await Client.open(server.socketUrl);
    client.send("x".repeat(1000));
    assertEquals((await client.next() as string).length, 1006);
    client.send("x".repeat(1001));
    const { code, reason } = await due(client.closed, "the close");
    assertEquals([code, reason], [1009, "a message has at most 1000 bytes"]);

    using socket = await RawSocket.open(server.port);
    await socket.send(OPCODE.BINARY, new Uint8Array(600), { fin: false });
    await socket.send(OPCODE.CONTINUATION, new Uint8Array(600));
    assertEquals((await socket.closeFrame()).code, 1009);
    await assertServes(server);
  },
);

testWith(["net"], "a close under way keeps its code while the server drains", async () => {
  const registry = new Registry();
  await using server = startServer({ registry, maxPayloadBytes: 5 });
  await using client = await Client.open(server.socketUrl);
  client.send("12345");
  await client.next();
  client.send("123456");
  const [connection] = registry.open;
  await due(
    (async () => {
      while (!connection.isClosing) await fetch(server.pageUrl, { method: "HEAD" });
    })(),
    "the close to begin",
  );
  registry.drain(10_000);
  assertEquals((await due(client.closed, "the close")).code, 1009);
});

testWith(["net"], "messages above the rate close with 1008", async () => {
  await using server = startServer({ maxMessagesPerSecond: 10 });
  await using client = await Client.open(server.socketUrl);
  for (let n = 0; n < 50; n++) client.send(`${n}`);
  const { code, reason } = await due(client.closed, "the close");
  assertEquals([code, reason], [1008, "at most 10 messages a second"]);
  assert(client.waiting >= 10, "what came before the limit is answered");
  await assertServes(server);
});

testWith(["net"], "a connection over the number in all gets 503, until one has gone", async () => {
  await using server = startServer({ maxConnections: 2 });
  await using _first = await Client.open(server.socketUrl);
  {
    await using _second = await Client.open(server.socketUrl);
    const { status, headers, body } = await exchange(server.port, handshake());
    assertEquals([status, headers.get("retry-after")], [503, "5"]);
    assertStringIncludes(body, "try again later");
    assertEquals((await fetch(server.pageUrl, { method: "HEAD" })).status, 200);
  }
  await assertServes(server);
});

testWith(["net"], "a connection over the number of an address gets 503", async () => {
  await using server = startServer({ maxConnectionsPerAddress: 1, trustedProxies: 1 });
  const from = (address: string) => [`X-Forwarded-For: 6.6.6.6, ${address}`];
  using _first = await RawSocket.open(server.port, from("192.0.2.1"));
  assertEquals((await exchange(server.port, handshake(from("192.0.2.1")))).status, 503);
  using other = await RawSocket.open(server.port, from("192.0.2.2"));
  assertStringIncludes(other.head, " 101 ");
});

testWith(["net"], "X-Forwarded-For does not count unless a proxy is trusted", async () => {
  await using server = startServer({ maxConnectionsPerAddress: 1 });
  using _first = await RawSocket.open(server.port, ["X-Forwarded-For: 192.0.2.1"]);
  const other = handshake(["X-Forwarded-For: 192.0.2.2"]);
  assertEquals((await exchange(server.port, other)).status, 503);
});

testWith(["net"], "a silent peer that leaves the ping unanswered is closed with 1001", async () => {
  await using server = startServer({ idleTimeoutSeconds: 0.2 });
  using socket = await RawSocket.open(server.port);
  assertEquals((await socket.next()).opcode, OPCODE.PING);
  assertEquals((await socket.closeFrame()).code, 1001);
  await assertServes(server);
});

testWith(["net"], "a connection that reaches its longest life is closed with 1001", async () => {
  await using server = startServer({ maxLifetimeSeconds: 0.1 });
  await using client = await Client.open(server.socketUrl);
  const { code, reason } = await due(client.closed, "the close");
  assertEquals([code, reason], [1001, "the connection has reached its longest life"]);
});

const MESSAGE = new Uint8Array(64 * 1024);

testWith(["net"], "a slow consumer is closed with 1013, and an honest burst is not", async () => {
  await using server = startServer({ maxBufferedBytes: 256 * 1024 });
  using slow = await RawSocket.open(server.port);
  for (let n = 0; n < 300; n++) await slow.send(OPCODE.BINARY, MESSAGE);
  await assertServes(server);
  assertEquals(await slow.closeFrame(), {
    code: 1013,
    reason: "over 262144 bytes wait to be read",
  });

  await using honest = await Client.open(server.socketUrl);
  for (let n = 0; n < 3; n++) honest.send(MESSAGE);
  for (let n = 0; n < 3; n++) assertEquals((await honest.next() as ArrayBuffer).byteLength, 65536);
});

testWith(["net", "read", "run", "env"], "50 slow consumers at once do not bloat it", async () => {
  await using program = Program.start(["--port", "0", "--max-buffered", "256KiB"]);
  const port = await program.port();
  const before = await program.residentBytes();
  const slow = await Promise.all(Array.from({ length: 50 }, () => RawSocket.open(port)));
  try {
    const sending = slow.map(async (socket) => {
      for (let n = 0; n < 400; n++) await socket.send(OPCODE.BINARY, MESSAGE);
    });
    await Promise.allSettled(sending); // One that never stops is cut.
    await assertServes({ socketUrl: `ws://127.0.0.1:${port}` });
    const grown = await program.residentBytes() - before;
    // They sent 1.3 GB, which without the limit would wait in the process.
    assert(grown < 400e6, `grew by ${grown} bytes`);
  } finally {
    for (const socket of slow) socket[Symbol.dispose]();
  }
});

testWith(
  ["net"],
  "a peer that reads is not cut for an honest burst of small messages",
  async () => {
    await using server = startServer();
    await using client = await Client.open(server.socketUrl);
    for (let n = 0; n < 30_000; n++) client.send("x");
    for (let n = 0; n < 30_000; n++) assertEquals(await client.next(), "echo: x");
  },
);

testWith(["net"], "small frames count for what they cost", async () => {
  await using server = startServer({ maxBufferedBytes: 64 * 1024 });
  for (const payload of ["", "x"]) {
    using slow = await RawSocket.open(server.port);
    const frame = encodeFrame(OPCODE.BINARY, payload);
    const many = new Uint8Array(frame.length * 1_000_000);
    for (let n = 0; n < 1_000_000; n++) many.set(frame, n * frame.length);
    await slow.write(many).catch(() => {}); // One that never stops is cut.
    await assertServes(server);
    const closed = slow.closeFrame().then(({ code }) => code, () => "cut");
    assert([1013, "cut"].includes(await closed));
  }
});

testWith(["net"], "a header that is long and blank does not hold the server up", async () => {
  await using server = startServer();
  const blanks = `a${" ".repeat(60_000)}b`;
  const startedAt = performance.now();
  for (const name of ["Upgrade", "Connection", "Sec-WebSocket-Protocol", "If-None-Match"]) {
    const lines = ["Upgrade: websocket", "Connection: Upgrade", `${name}: ${blanks}`];
    const request = name === "If-None-Match"
      ? `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${name}: ${blanks}\r\n\r\n`
      : handshake(lines.filter((line, index) => index === 2 || !line.startsWith(name)));
    await exchange(server.port, request);
  }
  // Each of them took more than a second while its time grew with the square of the blanks.
  assert(performance.now() - startedAt < DEADLINE_MS / 10);
});

testWith(["net", "read", "run", "env"], "short of memory it refuses new connections", async () => {
  await using usual = Program.start();
  await usual.port();
  const limit = Math.round(await usual.residentBytes() * 0.9);
  await using program = Program.start(["--port", "0", "--max-memory", `${limit}`]);
  const port = await program.port();
  await program.output(/short of memory, refusing handshakes/);
  // The first one is taken all the same, as refusing it would give nothing back.
  using _first = await RawSocket.open(port);
  const { status, body } = await exchange(port, handshake());
  assertEquals(status, 503);
  assertStringIncludes(body, "short of memory");
  assertEquals((await fetch(`http://127.0.0.1:${port}/`, { method: "HEAD" })).status, 200);
});

for (const workers of ["1", "2"]) {
  testWith(
    ["net", "read", "run", "env", "linux"],
    `what peers took that have left is given back (--workers ${workers})`,
    async () => {
      const flags = ["--port", "0", "--max-memory", "200MiB", "--workers", workers];
      await using program = Program.start(flags);
      const port = await program.port();
      let isShort = false;
      const short = program.output(/short of memory, refusing/).then(() => isShort = true);
      const frames = new Uint8Array(1000 * encodeFrame(OPCODE.BINARY, "").length);
      for (let n = 0; n < 1000; n++) frames.set(encodeFrame(OPCODE.BINARY, ""), n * 6);
      const sockets: RawSocket[] = [];
      while (!isShort) {
        const socket = await RawSocket.open(port, [], "/?delay=1m");
        sockets.push(socket);
        for (let n = 0; n < 60 && !isShort; n++) {
          await socket.write(frames);
          await pause(5);
        }
      }
      await short;
      for (const socket of sockets) socket[Symbol.dispose]();
      await program.output(/memory is enough again/);
      assertEquals((await exchange(port, handshake())).status, 101);
    },
  );
}

testWith(
  ["net", "read", "run", "env"],
  "where memory goes on growing it stops with exit 1",
  async () => {
    await using program = Program.start(["--port", "0", "--max-memory", "200MiB"]);
    using endless = await RawSocket.open(await program.port());
    const feed = async () => {
      await endless.send(OPCODE.BINARY, MESSAGE, { fin: false });
      for (;;) await endless.send(OPCODE.CONTINUATION, MESSAGE, { fin: false });
    };
    feed().catch(() => {}); // Ends when the server does.
    const { code, stdout } = await program.ended();
    assertEquals(code, 1);
    assertStringIncludes(stdout, "memory goes on growing, stopping");
  },
);

testWith(["net"], "a peer that leaves the close unanswered does not keep its place", async () => {
  const registry = new Registry();
  await using server = startServer({ registry, maxLifetimeSeconds: 0.1 });
  using silent = await RawSocket.open(server.port);
  assertEquals((await silent.closeFrame()).code, 1001);
  const connection = registry.open.values().next().value;
  assert(connection);
  await due(
    (async () => {
      while (registry.size > 0) await fetch(server.pageUrl, { method: "HEAD" });
    })(),
    "the place to be free",
  );
});
