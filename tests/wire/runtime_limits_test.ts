// What the runtime does with unusual frames and handshakes, and no code of ours can change. A failure
// after an update of Deno means that `docs/explanation/limits.md` has to change.
import { assertEquals } from "@std/assert";
import { createRegistry } from "../../handler.ts";
import { until } from "../support/deadline.ts";
import { exchange } from "../support/exchange.ts";
import { testOnWire } from "../support/needs.ts";
import { encodeFrame, handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

const { TEXT, BINARY, CONTINUATION, CLOSE, PING } = OPCODE;
const RESERVED_BIT = 0x40;
const NOT_LAST = { fin: false };

/** Returns a close frame with a code, and bytes after it. */
function close(code: number, bytes: Uint8Array = new Uint8Array()): Uint8Array {
  return encodeFrame(CLOSE, new Uint8Array([code >> 8, code & 0xff, ...bytes]));
}

/** Returns the head of a binary frame whose payload does not follow. */
function largeHead(bytes: number): Uint8Array {
  const head = new DataView(new ArrayBuffer(14));
  head.setUint16(0, 0x82ff);
  head.setBigUint64(2, BigInt(bytes));
  return new Uint8Array(head.buffer);
}

/** The connection ends without the close frame that RFC 6455 asks for; the log has 1006. */
const DROPPED = "dropped";

const unfinished = encodeFrame(TEXT, "a", NOT_LAST);

/** What a client sends, and what it sees: replies, and how the connection ends. */
const CASES: readonly [string, readonly Uint8Array[], string][] = [
  ["invalid UTF-8", [encodeFrame(TEXT, new Uint8Array([0xff]))], DROPPED],
  ["an unknown opcode", [encodeFrame(3, "a")], DROPPED],
  ["a reserved bit", [encodeFrame(TEXT | RESERVED_BIT, "a")], DROPPED],
  ["a continuation of nothing", [encodeFrame(CONTINUATION, "a")], DROPPED],
  ["a ping of 126 bytes", [encodeFrame(PING, new Uint8Array(126))], DROPPED],
  ["a ping in fragments", [encodeFrame(PING, "a", NOT_LAST)], DROPPED],
  ["a frame of 64 MiB", [largeHead(64 * 1024 ** 2)], DROPPED],
  ["a close frame of one byte", [encodeFrame(CLOSE, "a")], DROPPED],
  ["a close reason that is not UTF-8", [close(1000, new Uint8Array([0xff]))], DROPPED],
  ["a close frame of 126 bytes", [close(1000, new Uint8Array(124))], "1000 in 126 bytes"],
  ["close code 1013", [close(1013)], "1013"],
  ["close code 1014", [close(1014)], "1002"],
  ["close code 1005", [close(1005)], "1002"],
  [
    "an unmasked text",
    [encodeFrame(TEXT, "a", { masked: false }), close(1000)],
    "echo: a, then 1000",
  ],
  [
    "a text whose last fragment ends inside a character",
    [unfinished, encodeFrame(CONTINUATION, new Uint8Array([0xc3])), close(1000)],
    "echo: a, then 1000",
  ],
  ["a whole message inside an unfinished one", [unfinished, encodeFrame(BINARY, "b")], DROPPED],
  [
    "a text in fragments inside an unfinished one",
    [unfinished, encodeFrame(TEXT, "b", NOT_LAST), encodeFrame(CONTINUATION, "c"), close(1000)],
    "echo: bc, then 1000",
  ],
];

/** Returns what a client sees until the connection ends. */
async function readToEnd(socket: RawSocket): Promise<string[]> {
  const seen: string[] = [];
  for (;;) {
    const frame = await socket.next().catch(() => undefined);
    if (frame === undefined) return [...seen, DROPPED];
    const { opcode, payload } = frame;
    if (opcode !== CLOSE) {
      seen.push(new TextDecoder().decode(payload));
      continue;
    }
    const code = new DataView(payload.buffer).getUint16(0);
    return [...seen, payload.length > 125 ? `${code} in ${payload.length} bytes` : `${code}`];
  }
}

for (const [what, frames, expected] of CASES) {
  testOnWire(`the runtime answers ${what} with ${expected}`, async () => {
    const registry = createRegistry();
    await using server = startServer({ registry });
    using socket = await RawSocket.open(server.port);
    for (const frame of frames) await socket.write(frame);
    assertEquals((await readToEnd(socket)).join(", then "), expected);
    if (expected.includes(DROPPED)) {
      await until(() => registry.snapshot().closedByCode["1006"] === 1, "1006 to be counted");
    }
    await using client = await server.connect();
    assertEquals(await client.ask("hola"), "echo: hola");
  });
}

for (
  const [what, request, expected] of [
    ["with Content-Length: 0", handshake(["Content-Length: 0"]), 400],
    ["with a body", handshake(["Transfer-Encoding: chunked"]), 400],
    ["in HTTP/1.0", handshake([], "GET / HTTP/1.0"), 101],
    ["that offers compression", handshake(["Sec-WebSocket-Extensions: permessage-deflate"]), 101],
  ] as const
) {
  testOnWire(`the runtime answers a handshake ${what} with ${expected}, nothing more`, async () => {
    await using server = startServer();
    const { status, headers, body } = await exchange(server.port, request);
    assertEquals([status, body], [expected, ""]);
    assertEquals(headers.get("sec-websocket-extensions"), null);
  });
}

testOnWire("a frame that arrives for longer than the idle time-out counts as silence", async () => {
  await using server = startServer({ idleTimeoutSeconds: 0.2 });
  using socket = await RawSocket.open(server.port);
  await socket.write(largeHead(1024 ** 2));
  assertEquals((await socket.next()).opcode, PING);
  await socket.write(new Uint8Array(1000)); // No pong fits into a frame.
  assertEquals((await socket.closeFrame()).code, 1001);
});
