import { assert, assertEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import { due } from "../support/deadline.ts";
import { exchange } from "../support/exchange.ts";
import { testWith } from "../support/needs.ts";
import { handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

/** Sends some messages and resolves with so many that come back. */
async function converse(
  client: Client,
  sent: readonly string[],
  count: number,
): Promise<unknown[]> {
  for (const message of sent) client.send(message);
  const received = [];
  while (received.length < count) received.push(await client.next());
  return received;
}

const ECHOES = ["echo: 1", "echo: 2", "echo: 3"];

testWith(["net"], "replies are delayed, in order, and jitter does not change that", async () => {
  await using server = startServer();
  for (const query of ["delay=200", "delay=200ms&jitter=50", "delay=0.2s&jitter=50&seed=7"]) {
    await using client = await Client.open(`${server.socketUrl}/?${query}`);
    const start = performance.now();
    assertEquals(await converse(client, ["1", "2", "3"], 3), ECHOES);
    assert(performance.now() - start >= 199, query);
  }
});

testWith(["net"], "delayed replies that wait count as those of a slow consumer", async () => {
  await using server = startServer({ maxBufferedBytes: 10_000 });
  await using client = await Client.open(`${server.socketUrl}/?delay=1m`);
  for (let n = 0; n < 11; n++) client.send("x".repeat(1000));
  const { code } = await due(client.closed, "the end of the connection");
  assertEquals([code, client.waiting], [1013, 0]);
});

testWith(["net"], "many replies to one message count as those of a slow consumer", async () => {
  await using server = startServer({ maxBufferedBytes: 1_000_000 });
  using socket = await RawSocket.open(server.port, [], "/?repeat=100");
  for (let n = 0; n < 4; n++) await socket.send(OPCODE.BINARY, new Uint8Array(500_000));
  assertEquals((await socket.closeFrame()).code, 1013);
});

testWith(["net"], "the answer to the handshake is delayed", async () => {
  await using server = startServer();
  const start = performance.now();
  await using client = await Client.open(`${server.socketUrl}/?open-delay=200&prefix=`);
  assert(performance.now() - start >= 199);
  assertEquals(await converse(client, ["1"], 1), ["1"]);
});

testWith(
  ["net"],
  "a handshake is refused with the status asked for, also with a delay",
  async () => {
    await using server = startServer();
    for (const query of ["reject=503", "reject=404&open-delay=50&report", "reject=599"]) {
      const { status, body } = await exchange(
        server.port,
        handshake([], `GET /?${query} HTTP/1.1`),
      );
      assertEquals(status, Number(query.slice(7, 10)));
      assertEquals(body, `Refused with ${status}, as you have asked.\n`);
    }
  },
);

testWith(["net"], "what breaks a rule is refused with 400 and the rule", async () => {
  await using server = startServer();
  const { status, body } = await exchange(server.port, handshake([], "GET /?delay=x HTTP/1.1"));
  assertEquals(status, 400);
  assertEquals(
    body,
    'In the query string "delay" must be a time from 0 to 60000 ms such as 250, 250ms or 2s: ' +
      'current value is "x".\n',
  );
});

testWith(["net"], "a subprotocol is answered with although not offered, or none is", async () => {
  await using server = startServer();
  const offer = ["Sec-WebSocket-Protocol: a, b"];
  for (
    const [query, answer] of [["", "a"], ["protocol=b", "b"], ["protocol=zz", "zz"], [
      "protocol=",
      undefined,
    ]]
  ) {
    using socket = await RawSocket.open(server.port, offer, `/?${query}`);
    assertEquals(socket.head.match(/^sec-websocket-protocol: (.*)\r$/im)?.[1], answer, query);
  }
});

testWith(["net"], "the server closes with the code and reason asked for", async () => {
  await using server = startServer();
  for (
    const [query, code, reason, sent, replies] of [
      ["close=4001", 4001, "", [], []],
      ["close=1002&reason=%C2%BFqu%C3%A9%3F", 1002, "¿qué?", [], []],
      ["close=4001&after=0", 4001, "", [], []],
      ["close=3000&reason=x&after=3", 3000, "x", ["1", "2", "3"], ECHOES],
      ["close=3000&after=3&delay=50", 3000, "", ["1", "2", "3"], ECHOES],
      ["close=3000&after=2&mute", 3000, "", ["1", "2"], []],
      ["close=1011&after=0.1s", 1011, "", ["1", "2", "3"], ECHOES],
    ] as const
  ) {
    await using client = await Client.open(`${server.socketUrl}/?${query}`);
    const received = await converse(client, sent, replies.length);
    const event = await due(client.closed, `the end of ${query}`);
    assertEquals([event.code, event.reason, event.wasClean], [code, reason, true], query);
    assertEquals(received, [...replies]);
    assertEquals(client.waiting, 0);
  }
});

testWith(["net"], "messages come unasked and numbered, also where replies are mute", async () => {
  await using server = startServer();
  await using client = await Client.open(`${server.socketUrl}/?push=10&mute`);
  assertEquals(await converse(client, ["1"], 3), ["push 1", "push 2", "push 3"]);
});

testWith(["net"], "messages pushed count together with the replies that wait", async () => {
  await using server = startServer({ maxBufferedBytes: 100 });
  // The waiting replies count together with what is pushed.
  await using client = await Client.open(`${server.socketUrl}/?push=10&delay=1m`);
  client.send("x".repeat(100));
  const { code } = await due(client.closed, "the end of the connection");
  assertEquals(code, 1013);
});

testWith(["net"], "each message gets so many replies", async () => {
  await using server = startServer();
  await using client = await Client.open(`${server.socketUrl}/?repeat=3&prefix=`);
  assertEquals(await converse(client, ["1", "2"], 6), ["1", "1", "1", "2", "2", "2"]);
});

testWith(
  ["net"],
  "a share of the messages stays without a reply, the same for a seed",
  async () => {
    await using server = startServer();
    const numbers = Array.from({ length: 100 }, (_, index) => `${index}`);
    const answered = async (query: string) => {
      await using client = await Client.open(
        `${server.socketUrl}/?prefix=&${query}&close=1000&after=100`,
      );
      for (const number of numbers) client.send(number);
      await due(client.closed, "the end of the connection");
      return await converse(client, [], client.waiting);
    };
    const some = await answered("lose=0.3&seed=7");
    assert(some.length > 50 && some.length < 90, `${some.length}`);
    assertEquals(some, numbers.filter((number) => some.includes(number)));
    assertEquals(await answered("lose=0.3&seed=7&delay=20"), some);
    assertEquals(await answered("lose=1"), []);
  },
);

testWith(["net"], "a connection has the ping interval that it asks for, or no pings", async () => {
  await using server = startServer({ idleTimeoutSeconds: 0.2 });
  using often = await RawSocket.open(server.port, [], "/?idle=1s");
  assertEquals((await often.next()).opcode, OPCODE.PING);
  using never = await RawSocket.open(server.port, [], "/?idle=0&push=1s");
  // By the server's own setting it would have been pinged and closed long before.
  const { opcode, payload } = await never.next();
  assertEquals([opcode, new TextDecoder().decode(payload)], [OPCODE.TEXT, "push 1"]);
});

testWith(["net"], "the first message is the report, if asked for", async () => {
  await using server = startServer();
  using socket = await RawSocket.open(server.port, [
    "Sec-WebSocket-Protocol: a, b",
    "Cookie: secret",
    "Via: 1.1 p",
  ], "/x?report&token=1&protocol=b");
  const report = JSON.parse(new TextDecoder().decode((await socket.next()).payload));
  assertEquals(report.url, "http://localhost/x?report&token=1&protocol=b");
  assertEquals(report.proxies, { via: "1.1 p" });
  assertEquals(report.chosen.subprotocol, "b");
  assertEquals(report.behavior, { protocol: "b", report: "" });
  assertEquals(report.unknown, ["token"]);
  assertEquals(report.headers.cookie, "(6 characters)");
});

testWith(["net"], "behaviours combine", async () => {
  await using server = startServer();
  const query =
    "report&prefix=%3E&repeat=2&delay=50&jitter=10&seed=1&close=4000&reason=done&after=2";
  await using client = await Client.open(`${server.socketUrl}/?${query}`);
  const [report, ...replies] = await converse(client, ["1", "2", "3"], 5);
  assertEquals(JSON.parse(report as string).behavior.repeat, "2");
  assertEquals(replies, [">1", ">1", ">2", ">2"]);
  const { code, reason } = await due(client.closed, "the end of the connection");
  assertEquals([code, reason, client.waiting], [4000, "done", 0]);
});
