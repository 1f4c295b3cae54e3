import { assertEquals, assertMatch } from "@std/assert";
import { type LogRecord, logTo } from "../../handler.ts";
import { get } from "../support/exchange.ts";
import { testOnWire } from "../support/needs.ts";
import { handshake, RawSocket } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

const FIELDS = handshake([]).split("\r\n").slice(1).filter((line) => !/^(Host|$)/.test(line));

testOnWire("the reason of a refusal stands in a field, and its parameter in the log", async () => {
  await using server = startServer();
  const records: LogRecord[] = [];
  logTo((record) => records.push(record));
  try {
    const path = `/?delay=${encodeURIComponent("99s\nñ")}`;
    using socket = await RawSocket.open(server.port, [], path);
    assertMatch(socket.head, /^HTTP\/1\.1 400 /);
    assertMatch(socket.head, /\r\neco-refusal: In the query string "delay" must be a time .*ñ?/);
    using misspelt = await RawSocket.open(server.port, [], "/?dealy=300&eyJhbGciOiJIUzI1NiJ9");
    assertMatch(misspelt.head, /^HTTP\/1\.1 101 /);
  } finally {
    logTo(undefined);
  }
  const told = records.map(({ message, properties: { parameter, unknown } }) => [
    message,
    parameter,
    unknown,
  ]);
  assertEquals(told.slice(0, 2), [
    ["handshake refused", "delay", undefined],
    ["connection opened", undefined, "dealy, (20 characters)"],
  ]);
});

/** What a handshake with `reject` gets, beside the status. */
const REJECTED: Readonly<Record<number, readonly [field: string, value: string]>> = {
  200: ["content-type", "text/plain; charset=UTF-8"],
  204: ["cache-control", "no-store"],
  302: ["location", "/room?delay=1&x"],
  401: ["www-authenticate", 'Basic realm="eco"'],
  429: ["retry-after", "5"],
  503: ["retry-after", "5"],
};

testOnWire("reject takes any final status, with the fields that it calls for", async () => {
  await using server = startServer();
  for (const [asked, [field, value]] of Object.entries(REJECTED)) {
    const path = `//room?delay=1&reject=${asked}&x`;
    const { status, headers } = await get(server.port, path, ...FIELDS);
    assertEquals([status, headers.get(field)], [Number(asked), value]);
  }
});
