import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { FILES } from "../../static/mod.ts";
import { exchange } from "../support/exchange.ts";
import { testWith } from "../support/needs.ts";
import { startServer } from "../support/server.ts";

/** A request that asks the server to close afterwards. */
function request(requestLine: string, ...lines: string[]): string {
  return [requestLine, "Host: localhost", "Connection: close", ...lines, "", ""].join("\r\n");
}

testWith(["net"], "GET / hands out the page on the wire", async () => {
  await using server = startServer();
  const { status, headers, body } = await exchange(server.port, request("GET / HTTP/1.1"));
  assertEquals([status, body], [200, FILES.get("index.html")]);
  assertEquals(headers.get("content-type"), "text/html; charset=UTF-8");
  assertMatch(headers.get("etag")!, /^"[^"]+"$/);
});

testWith(["net"], "HEAD / tells the size and sends no body", async () => {
  await using server = startServer();
  const { status, headers, body } = await exchange(server.port, request("HEAD / HTTP/1.1"));
  const bytes = new TextEncoder().encode(FILES.get("index.html")).length;
  assertEquals([status, headers.get("content-length"), body], [200, `${bytes}`, ""]);
});

testWith(["net"], "the page comes compressed to whoever takes that", async () => {
  await using server = startServer();
  const page = FILES.get("index.html")!;
  const etags = new Set<string>();
  for (
    const [list, coding] of [
      ["gzip, deflate, br, zstd", "br"],
      ["gzip, deflate", "gzip"],
      ["br;q=0, gzip;q=0.5", "gzip"],
      ["*", "br"],
      ["zstd", null],
      ["identity;q=0", null],
      ["br".repeat(1000), null],
    ] as const
  ) {
    const response = await fetch(server.pageUrl, { headers: { "accept-encoding": list } });
    const { headers } = response;
    // The body is as it was before: fetch undoes the coding, and removes these fields then.
    assertEquals([list, await response.text()], [list, page]);
    assertEquals([list, headers.get("vary")], [list, "accept-encoding"]);
    const line = request("GET / HTTP/1.1", `Accept-Encoding: ${list}`);
    const wire = (await exchange(server.port, line)).headers;
    assertEquals([list, wire.get("content-encoding")], [list, coding]);
    assertEquals(Number(wire.get("content-length")) < page.length / 2, coding !== null, list);
    etags.add(wire.get("etag")!);
  }
  assertEquals(etags.size, 3);
});

testWith(["net"], "a browser that has the file in its coding gets 304", async () => {
  await using server = startServer();
  const fields = ["Accept-Encoding: br"];
  const first = await exchange(server.port, request("GET / HTTP/1.1", ...fields));
  fields.push(`If-None-Match: ${first.headers.get("etag")}`);
  const second = await exchange(server.port, request("GET / HTTP/1.1", ...fields));
  assertEquals([second.status, second.body], [304, ""]);
  const plain = await exchange(server.port, request("GET / HTTP/1.1", fields[1]));
  assertEquals(plain.status, 200);
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
    const { status, body } = await exchange(server.port, request(`GET ${path} HTTP/1.1`));
    assertEquals(status, 404, path);
    assertStringIncludes(body, "No such page");
  }
});

testWith(["net"], "a Host header that is no host gets 400", async () => {
  await using server = startServer();
  // The last ones would make the runtime's URL end in another path than that of the request line.
  for (const host of ["a b c", "[::", "a/metrics?", "a\\metrics?", "localhost/b", "a#", "a@b"]) {
    const text = request("GET /metrics HTTP/1.1").replace("localhost", host);
    await exchange(server.port, request("GET / HTTP/1.1"));
    const { status, body } = await exchange(server.port, text);
    assertEquals(status, 400, host);
    assertStringIncludes(body, "The Host header is");
  }
});

testWith(["net"], "a page view through a proxy that always says Connection: upgrade", async () => {
  await using server = startServer();
  const text = request("GET / HTTP/1.1", "Connection: upgrade");
  assertEquals((await exchange(server.port, text)).status, 200);
});

testWith(["net"], "/info tells what arrived, to be kept by no cache", async () => {
  await using server = startServer({ trustedProxies: 1 });
  const proxied = request("GET /info?token=1 HTTP/1.1", "X-Forwarded-For: 192.0.2.7");
  const { status, headers, body } = await exchange(server.port, proxied);
  assertEquals([status, headers.get("content-type")], [200, "application/json"]);
  assertEquals(headers.get("cache-control"), "no-store");
  assertEquals(headers.get("x-content-type-options"), "nosniff");
  const report = JSON.parse(body);
  assertEquals([report.method, report.url], ["GET", "http://localhost/info?token=1"]);
  assertEquals([report.client, report.unknown], ["192.0.2.7", ["token"]]);
  assertMatch(report.remote, /^127\.0\.0\.1:\d+$/);
  assertMatch(report.server, /^eco\/\d+\.\d+\.\d+$/);
  assertEquals(report.proxies, { "x-forwarded-for": "192.0.2.7" });
});

testWith(["net"], "/info tells the sentence that a handshake would be refused with", async () => {
  await using server = startServer();
  const query = "/?delay=x&dealy=1";
  const info = await exchange(server.port, request(`GET /info${query.slice(1)} HTTP/1.1`));
  const refused = await exchange(
    server.port,
    request(
      `GET ${query} HTTP/1.1`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ),
  );
  const { problem, unknown } = JSON.parse(info.body);
  assertEquals([info.status, refused.status, unknown], [200, 400, ["dealy"]]);
  assertEquals(problem + "\n", refused.body);
});

testWith(["net"], "/healthz answers 200 while the server serves", async () => {
  await using server = startServer();
  const { status, headers, body } = await exchange(server.port, request("GET /healthz HTTP/1.1"));
  assertEquals([status, body, headers.get("cache-control")], [200, "ok\n", "no-store"]);
});

testWith(["net"], "no path takes another method than GET and HEAD", async () => {
  await using server = startServer();
  for (const path of ["/", "/info", "/healthz"]) {
    const { status, headers } = await exchange(server.port, request(`POST ${path} HTTP/1.1`));
    assertEquals([status, headers.get("allow")], [405, "GET, HEAD"]);
  }
});
