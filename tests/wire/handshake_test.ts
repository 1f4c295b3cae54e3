import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { exchange } from "../support/exchange.ts";
import { testOnWire } from "../support/needs.ts";
import { handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

const KEY = "dGhlIHNhbXBsZSBub25jZQ==";

/** The status, a part of the sentence, and header lines that get them; `Name:` leaves a field out. */
const REFUSED: [status: number, sentence: string, lines: string[]][] = [
  [400, "The Host header", ["Host:", "Host: ", "Host: a b", "Host: u:p@x", "Host: a:99999"]],
  [
    426,
    '"Upgrade: websocket"',
    ["Upgrade:", "Upgrade: h2c\nUpgrade: websocket", "Upgrade:\nConnection:"],
  ],
  [400, '"Connection: Upgrade"', ["Connection:", "Connection: close,\xa0Upgrade"]],
  [
    426,
    "Sec-WebSocket-Version: 13",
    ["", " ", " 8", " 14", " 013", " 13, 8"].map((value) => `Sec-WebSocket-Version:${value}`),
  ],
  [
    400,
    "exactly one Sec-WebSocket-Key",
    ["", " ", " AAAA", ` ${KEY}=`, ` ${KEY.slice(1)}`, ` ${"?".repeat(24)}`, ` ${KEY}, ${KEY}`]
      .map((value) => `Sec-WebSocket-Key:${value}`),
  ],
  [
    400,
    "Sec-WebSocket-Protocol",
    ["a b", "chat;q=1", "caf\xe9", "chat, {x}"].map((value) => `Sec-WebSocket-Protocol: ${value}`),
  ],
];

for (const [expected, sentence, wrong] of REFUSED) {
  testOnWire(`a handshake is refused with ${expected}: ${sentence}`, async () => {
    await using server = startServer();
    for (const lines of wrong) {
      const request = handshake(lines.split("\n"));
      const { status, headers, body } = await exchange(server.port, request);
      assertEquals([status, headers.get("content-type")], [expected, "text/plain; charset=UTF-8"]);
      assertStringIncludes(body, sentence);
      assertEquals(body.trim().split("\n").length, 1);
      if (expected !== 426) continue;
      assertEquals(headers.get("sec-websocket-version"), "13");
      assertEquals(headers.get("upgrade"), "websocket");
    }
    await using client = await server.connect();
    assertEquals(await client.ask("hola"), "echo: hola");
  });
}

testOnWire("a handshake by another method than GET is refused with 405", async () => {
  await using server = startServer();
  for (const method of ["HEAD", "POST", "PUT", "OPTIONS"]) {
    const request = handshake([], `${method} / HTTP/1.1`);
    const { status, headers, body } = await exchange(server.port, request);
    assertEquals([status, headers.get("allow")], [405, "GET"]);
    assertStringIncludes(body, method === "HEAD" ? "" : `send GET instead of ${method}`);
  }
});

testOnWire("a handshake that is unusual but right is accepted", async () => {
  await using server = startServer();
  for (
    const lines of [
      ["Upgrade: WebSocket", "Connection: keep-alive \t,\tUPGRADE "],
      ["Upgrade: websocket,h2c"],
      ["Upgrade: websocket", "Upgrade: h2c"],
      ["Connection: keep-alive", "Connection: Upgrade"],
      ["X-Forwarded-For: 1.2.3.4", "X-Forwarded-For: 5.6.7.8"],
      ["Origin: a", "Origin: b"],
      ["Host: [::1]:8765"],
    ]
  ) {
    using socket = await RawSocket.open(server.port, lines);
    assertMatch(socket.head, /^HTTP\/1\.1 101 /, lines.join());
    await socket.send(OPCODE.TEXT, "hola");
    assertEquals(new TextDecoder().decode((await socket.next()).payload), "echo: hola");
  }
});

testOnWire("the first subprotocol offered is chosen, and none if none is offered", async () => {
  await using server = startServer();
  for (const lines of [["v2.chat,v1.chat"], [" ,\tv2.chat ,b"], ["v2.chat"], ["v2.chat", "v1"]]) {
    const offer = lines.map((line) => `Sec-WebSocket-Protocol: ${line}`);
    using socket = await RawSocket.open(server.port, offer);
    assertStringIncludes(socket.head, "sec-websocket-protocol: v2.chat\r\n");
  }
  using socket = await RawSocket.open(server.port);
  assert(!/sec-websocket-protocol/i.test(socket.head), socket.head);
});

testOnWire("an origin that is not on the list gets 403", async () => {
  await using server = startServer({ allowedOrigins: ["https://good.example"] });
  for (
    const [lines, status] of [
      [["Origin: https://evil.example"], 403],
      [["Origin: https://good.example"], 101],
      [["Origin: https://localhost"], 101], // the host of the handshake
      [[], 101], // a client that is not a browser
    ] as const
  ) {
    using socket = await RawSocket.open(server.port, lines);
    assertStringIncludes(socket.head, `HTTP/1.1 ${status} `);
  }
});
