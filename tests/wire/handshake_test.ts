import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { exchange } from "../support/exchange.ts";
import { testOnWire } from "../support/needs.ts";
import { handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

const KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

/** What is wrong with a handshake; the request that shows it; the status and a part of the body. */
const REFUSED: [string, string, number, string][] = [
  ["HEAD", handshake([], "HEAD / HTTP/1.1"), 405, ""],
  ["PUT", handshake([], "PUT / HTTP/1.1"), 405, "send GET instead of PUT"],
  ["OPTIONS", handshake([], "OPTIONS / HTTP/1.1"), 405, "send GET instead of OPTIONS"],
  ["no Upgrade", handshake(["Upgrade:"]), 426, '"Upgrade: websocket"'],
  ["another Upgrade first", handshake(["Upgrade: h2c", "Upgrade: websocket"]), 426, "Upgrade"],
  ["only the key left", handshake(["Upgrade:", "Connection:"]), 426, '"Upgrade: websocket"'],
  ["no Connection", handshake(["Connection:"]), 400, '"Connection: Upgrade"'],
  ["another Connection", handshake(["Connection: close"]), 400, '"Connection: Upgrade"'],
  ["a hard blank", handshake(["Connection: close,\xa0Upgrade"]), 400, '"Connection: Upgrade"'],
  ["no version", handshake(["Sec-WebSocket-Version:"]), 426, "Sec-WebSocket-Version: 13"],
  ["version 8", handshake(["Sec-WebSocket-Version: 8"]), 426, "Sec-WebSocket-Version: 13"],
  ["version 14", handshake(["Sec-WebSocket-Version: 14"]), 426, "Sec-WebSocket-Version: 13"],
  ["no key", handshake(["Sec-WebSocket-Key:"]), 400, "exactly one Sec-WebSocket-Key"],
  ["an empty key", handshake(["Sec-WebSocket-Key: "]), 400, "exactly one Sec-WebSocket-Key"],
  ["a short key", handshake(["Sec-WebSocket-Key: AAAA"]), 400, "exactly one Sec-WebSocket-Key"],
  ["a key not in base64", handshake([`Sec-WebSocket-Key: ${"?".repeat(24)}`]), 400, "base64"],
  ["two keys", handshake([KEY, KEY]), 400, "exactly one Sec-WebSocket-Key"],
  ["no Host", handshake(["Host:"]), 400, "The Host header"],
  ["an impossible Host", handshake(["Host: a b"]), 400, "The Host header"],
  ["a bad subprotocol", handshake(["Sec-WebSocket-Protocol: a b"]), 400, "Sec-WebSocket-Protocol"],
];

for (const [what, request, expected, sentence] of REFUSED) {
  testOnWire(`a handshake with ${what} is refused with ${expected}`, async () => {
    await using server = startServer();
    const { status, headers, body } = await exchange(server.port, request);
    assertEquals([status, headers.get("content-type")], [expected, "text/plain; charset=UTF-8"]);
    assertStringIncludes(body, sentence);
    assertEquals(body.trim().split("\n").length, 1);
    if (expected === 405) assertEquals(headers.get("allow"), "GET");
    if (expected === 426) {
      assertEquals(headers.get("sec-websocket-version"), "13");
      assertEquals(headers.get("upgrade"), "websocket");
    }
    await using client = await server.connect();
    assertEquals(await client.ask("hola"), "echo: hola");
  });
}

/** What is unusual but right. */
const ACCEPTED: Record<string, string[]> = {
  "tokens in any case": ["Upgrade: WebSocket", "Connection: keep-alive , UPGRADE"],
  "a list in Upgrade": ["Upgrade: websocket, h2c"],
  "two lines of Upgrade": ["Upgrade: websocket", "Upgrade: h2c"],
  "two lines of Connection": ["Connection: keep-alive", "Connection: Upgrade"],
  "a repeated X-Forwarded-For": ["X-Forwarded-For: 1.2.3.4", "X-Forwarded-For: 5.6.7.8"],
  "a repeated Origin": ["Origin: a", "Origin: b"],
};

for (const [what, lines] of Object.entries(ACCEPTED)) {
  testOnWire(`a handshake with ${what} is accepted`, async () => {
    await using server = startServer();
    using socket = await RawSocket.open(server.port, lines);
    assertMatch(socket.head, /^HTTP\/1\.1 101 /);
    await socket.send(OPCODE.TEXT, "hola");
    assertEquals(new TextDecoder().decode((await socket.next()).payload), "echo: hola");
  });
}

testOnWire("the first subprotocol offered is chosen, and none if none is offered", async () => {
  await using server = startServer();
  for (const lines of [["v2.chat,v1.chat"], ["v2.chat, v1.chat"], ["v2.chat"], ["v2.chat", "v1"]]) {
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
