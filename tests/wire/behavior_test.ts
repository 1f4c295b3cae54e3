import { assert, assertEquals, assertObjectMatch, assertStringIncludes } from "@std/assert";
import { exchange, get } from "../support/exchange.ts";
import { testOnWire } from "../support/needs.ts";
import { handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

const ECHOES = ["echo: 1", "echo: 2", "echo: 3"];

/** What is asked for; what is sent; what comes back; the close code and reason, if it closes. */
const CONVERSATIONS: [string, string[], string[], [number, string]?][] = [
  ["repeat=3&prefix=", ["1", "2"], ["1", "1", "1", "2", "2", "2"]],
  ["push=10&mute", ["1"], ["push 1", "push 2", "push 3"]],
  ["close=4001", [], [], [4001, ""]],
  ["close=1002&reason=%C2%BFqu%C3%A9%3F", [], [], [1002, "¿qué?"]],
  ["close=4001&after=0", [], [], [4001, ""]],
  ["close=3000&reason=x&after=3", ["1", "2", "3"], ECHOES, [3000, "x"]],
  ["close=3000&after=3&delay=50", ["1", "2", "3"], ECHOES, [3000, ""]],
  ["close=3000&after=2&mute", ["1", "2"], [], [3000, ""]],
  ["close=1011&after=0.1s", [], [], [1011, ""]],
];

for (const [query, sent, replies, close] of CONVERSATIONS) {
  testOnWire(`?${query} is done`, async () => {
    await using server = startServer();
    await using client = await server.connect(`/?${query}`);
    for (const message of sent) client.send(message);
    assertEquals(await client.take(replies.length), replies);
    if (!close) return;
    assertEquals(await client.ended(), close);
    assertEquals([(await client.closed).wasClean, client.waiting], [true, 0]);
  });
}

testOnWire("behaviors combine", async () => {
  await using server = startServer();
  const query =
    "report&prefix=%3E&repeat=2&delay=50&jitter=10&seed=1&close=4000&reason=done&after=2";
  await using client = await server.connect(`/?${query}`);
  for (const message of ["1", "2", "3"]) client.send(message);
  const [report, ...replies] = await client.take(5);
  assertEquals(JSON.parse(report as string).behavior.repeat, "2");
  assertEquals(replies, [">1", ">1", ">2", ">2"]);
  assertEquals([await client.ended(), client.waiting], [[4000, "done"], 0]);
});

testOnWire("replies are delayed, in order, and jitter does not change that", async () => {
  await using server = startServer();
  for (const query of ["delay=200", "delay=200ms&jitter=50", "delay=0.2s&jitter=50&seed=7"]) {
    await using client = await server.connect(`/?${query}`);
    const start = performance.now();
    for (const message of ["1", "2", "3"]) client.send(message);
    assertEquals(await client.take(3), ECHOES);
    assert(performance.now() - start >= 199, query);
  }
});

testOnWire("the answer to the handshake is delayed", async () => {
  await using server = startServer();
  const start = performance.now();
  await using client = await server.connect("/?open-delay=200&prefix=");
  assert(performance.now() - start >= 199);
  assertEquals(await client.ask("1"), "1");
});

for (
  const [query, settings] of [
    ["delay=1m", { maxBufferedBytes: 10_000 }],
    ["push=10&delay=1m", { maxBufferedBytes: 10_000 }],
    ["repeat=100", { maxBufferedBytes: 1_000_000 }],
  ] as const
) {
  testOnWire(`what ?${query} has wait counts as that of a slow consumer`, async () => {
    await using server = startServer(settings);
    using socket = await RawSocket.open(server.port, [], `/?${query}`);
    const message = new Uint8Array(query === "repeat=100" ? 500_000 : 2000);
    for (let n = 0; n < 6; n++) await socket.send(OPCODE.BINARY, message);
    assertEquals((await socket.closeFrame()).code, 1013);
  });
}

/** What a handshake with `reject` gets, beside the status. */
const REJECTED: Readonly<Record<number, readonly [field: string, value: string]>> = {
  200: ["content-type", "text/plain; charset=UTF-8"],
  204: ["cache-control", "no-store"],
  302: ["location", "/room?open-delay=1&x"],
  401: ["www-authenticate", 'Basic realm="eco"'],
  429: ["retry-after", "5"],
  503: ["retry-after", "5"],
  599: ["eco-refusal", "Refused with 599, as requested."],
};

testOnWire("a handshake is refused as asked, with the fields of the status", async () => {
  await using server = startServer();
  for (const [asked, [field, value]] of Object.entries(REJECTED)) {
    const path = `//room?open-delay=1&reject=${asked}&x`;
    const { status, headers, body } = await exchange(
      server.port,
      handshake([], `GET ${path} HTTP/1.1`),
    );
    assertEquals([status, headers.get(field)], [Number(asked), value]);
    assertEquals(body, asked === "204" ? "" : `Refused with ${asked}, as requested.\n`);
  }
});

testOnWire("an operator switches behaviors and the report off", async () => {
  await using server = startServer({ behaviors: "off" });
  for (const query of ["delay=1s", "token=1&report", "mute=", "delay=x", "reject=500"]) {
    const request = handshake([], `GET /?${query} HTTP/1.1`);
    const { status, body } = await exchange(server.port, request);
    assertEquals(status, 403, query);
    assertStringIncludes(body, "switched behaviors off");
    if (query.startsWith("delay")) assertStringIncludes(body, 'leave "delay" out');
  }
  const info = await get(server.port, "/info");
  assertEquals([info.status, info.body.includes("switched behaviors off")], [403, true]);
  await using client = await server.connect("/?token=1&name=a&record=1");
  assertEquals(await client.ask("hola"), "echo: hola");
});

testOnWire("a subprotocol is answered with although not offered, or none is", async () => {
  await using server = startServer();
  const offer = ["Sec-WebSocket-Protocol: a, b"];
  for (
    const [query, answer] of [
      ["", "a"],
      ["protocol=b", "b"],
      ["protocol=zz", "zz"],
      ["protocol=", undefined],
    ]
  ) {
    using socket = await RawSocket.open(server.port, offer, `/?${query}`);
    assertEquals(socket.head.match(/^sec-websocket-protocol: (.*)\r$/im)?.[1], answer, query);
  }
});

testOnWire("a share of the messages stays without a reply, the same for a seed", async () => {
  await using server = startServer();
  const numbers = Array.from({ length: 100 }, (_, index) => `${index}`);
  const answered = async (query: string) => {
    await using client = await server.connect(`/?prefix=&${query}&close=1000&after=100`);
    for (const number of numbers) client.send(number);
    await client.ended();
    return await client.take(client.waiting);
  };
  const some = await answered("lose=0.3&seed=7");
  assert(some.length > 50 && some.length < 90, `${some.length}`);
  assertEquals(some, numbers.filter((number) => some.includes(number)));
  assertEquals(await answered("lose=0.3&seed=7&delay=20"), some);
  assertEquals(await answered("lose=1"), []);
});

testOnWire("a connection has the ping interval that it asks for, or no pings", async () => {
  await using quiet = startServer({ idleTimeoutSeconds: 0 });
  using often = await RawSocket.open(quiet.port, [], "/?idle=1s");
  assertEquals((await often.next()).opcode, OPCODE.PING);
  await using server = startServer({ idleTimeoutSeconds: 0.2 });
  using never = await RawSocket.open(server.port, [], "/?idle=0&push=400");
  // By the server's own setting a ping and a close would have come before.
  const { opcode, payload } = await never.next();
  assertEquals([opcode, new TextDecoder().decode(payload)], [OPCODE.TEXT, "push 1"]);
});

testOnWire("the first message is the report, if asked for", async () => {
  await using server = startServer();
  const lines = ["Sec-WebSocket-Protocol: a, b", "Cookie: secret", "Via: 1.1 p"];
  using socket = await RawSocket.open(server.port, lines, "/x?report&token=1&protocol=b");
  assertObjectMatch(JSON.parse(new TextDecoder().decode((await socket.next()).payload)), {
    url: "http://localhost/x?report&token=1&protocol=b",
    proxies: { via: "1.1 p" },
    chosen: { subprotocol: "b" },
    behavior: { protocol: "b", report: "" },
    unknown: ["token"],
    headers: { cookie: "(6 characters)" },
  });
});
