import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { FILES } from "../../static/mod.ts";
import { exchange } from "../support/exchange.ts";
import { testWith } from "../support/needs.ts";
import { startServer } from "../support/server.ts";

const CLOSE = ["Host: localhost", "Connection: close"];
const HANDSHAKE = ["Host: localhost", "Upgrade: websocket", "Connection: Upgrade, close"];
const KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

testWith(["net"], "GET / hands out the page on the wire", async () => {
  await using server = startServer();
  const { status, headers, body } = await exchange(server.port, ["GET / HTTP/1.1", ...CLOSE]);
  assertEquals([status, body], [200, FILES.get("index.html")]);
  assertEquals(headers.get("content-type"), "text/html; charset=UTF-8");
  assertMatch(headers.get("etag")!, /^"[^"]+"$/);
});

testWith(["net"], "HEAD / tells the size and sends no body", async () => {
  await using server = startServer();
  const { status, headers, body } = await exchange(server.port, ["HEAD / HTTP/1.1", ...CLOSE]);
  const bytes = new TextEncoder().encode(FILES.get("index.html")).length;
  assertEquals([status, headers.get("content-length"), body], [200, `${bytes}`, ""]);
});

testWith(["net"], "a browser that has the file gets 304", async () => {
  await using server = startServer();
  const first = await fetch(server.pageUrl);
  await first.text();
  const etag = first.headers.get("etag")!;
  const second = await fetch(server.pageUrl, { headers: { "if-none-match": etag } });
  assertEquals([second.status, await second.text()], [304, ""]);
});

testWith(["net"], "no path reaches a file outside static/", async () => {
  await using server = startServer();
  for (
    const path of [
      "/../deno.json",
      "/..%2fdeno.json",
      "/%2e%2e/deno.json",
      "/%2e%2e%2f%2e%2e%2fetc/passwd",
      "/..\\deno.json",
      "/..%5cdeno.json",
      "//etc/passwd",
      "/static/../main.ts",
      "/index.html%00.ts",
      "/%c0%ae%c0%ae/deno.json",
      "/mod.ts",
      "http://localhost/../deno.json",
    ]
  ) {
    const { status, body } = await exchange(server.port, [`GET ${path} HTTP/1.1`, ...CLOSE]);
    assertEquals(status, 404, path);
    assertStringIncludes(body, "No such page");
  }
});

testWith(["net"], "a Host header that is no host gets 400", async () => {
  await using server = startServer();
  for (const host of ["a b c", "[::"]) {
    const lines = ["GET / HTTP/1.1", `Host: ${host}`, "Connection: close"];
    const { status, body } = await exchange(server.port, lines);
    assertEquals(status, 400, host);
    assertStringIncludes(body, "The Host header is");
  }
});

testWith(["net"], "a malformed handshake is refused on the wire and says why", async () => {
  await using server = startServer();
  const version = "Sec-WebSocket-Version: 13";
  const cases: [string[], number, string][] = [
    [["GET / HTTP/1.1", ...HANDSHAKE, version], 400, "Sec-WebSocket-Key"],
    [["GET / HTTP/1.1", ...HANDSHAKE, version, KEY, KEY], 400, "Sec-WebSocket-Key"],
    [["GET /x HTTP/1.1", ...HANDSHAKE, KEY], 426, "Sec-WebSocket-Version: 13"],
    [["GET / HTTP/1.1", ...CLOSE, "Upgrade: websocket", version, KEY], 400, "Connection: Upgrade"],
    [["POST / HTTP/1.1", ...HANDSHAKE, version, KEY], 405, "send GET"],
  ];
  for (const [lines, expected, sentence] of cases) {
    const { status, headers, body } = await exchange(server.port, lines);
    assertEquals([status, headers.get("content-type")], [expected, "text/plain; charset=UTF-8"]);
    assertStringIncludes(body, sentence);
    if (expected === 426) assertEquals(headers.get("sec-websocket-version"), "13");
    if (expected === 426) assertEquals(headers.get("upgrade"), "websocket");
    if (expected === 405) assertEquals(headers.get("allow"), "GET");
  }
});

testWith(["net"], "a page view through a proxy that always says Connection: upgrade", async () => {
  await using server = startServer();
  const lines = ["GET / HTTP/1.1", "Host: localhost", "Connection: upgrade, close"];
  assertEquals((await exchange(server.port, lines)).status, 200);
});
