import {
  assert,
  assertEquals,
  assertMatch,
  assertObjectMatch,
  assertStringIncludes,
} from "@std/assert";
import { createRegistry } from "../../handler.ts";
import { createOperationsHandler } from "../../server/routes.ts";
import { FILES } from "../../static/mod.ts";
import { exchange, get, request } from "../support/exchange.ts";
import { testOnWire } from "../support/needs.ts";
import { handshake } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

testOnWire("GET sends each file with its type, HEAD its size and no body", async () => {
  await using server = startServer();
  const types = { html: "text/html", css: "text/css", js: "text/javascript", svg: "image/svg+xml" };
  const page = FILES.get("index.html")!;
  for (const [name, content] of [["", page], ...FILES]) {
    const { status, headers, body } = await get(server.port, `/${name}`);
    assertEquals([status, body], [200, content], name);
    const type = types[(name.split(".")[1] ?? "html") as keyof typeof types];
    assertStringIncludes(headers.get("content-type")!, type, name);
  }
  const head = await exchange(server.port, request("HEAD / HTTP/1.1"));
  const bytes = new TextEncoder().encode(page).length;
  assertEquals([head.status, head.headers.get("content-length"), head.body], [200, `${bytes}`, ""]);
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
    const other = await exchange(server.port, request(`${method} / HTTP/1.1`));
    assertEquals([other.status, other.headers.get("allow")], [405, "GET, HEAD"], method);
    assertStringIncludes(other.body, method);
  }
});

testOnWire("the page is confined", async () => {
  await using server = startServer();
  // A proxy may send "Connection: upgrade" with every request.
  const { headers } = await get(server.port, "/", "Connection: upgrade");
  const names = ["content-security-policy", "x-content-type-options", "referrer-policy"];
  assertEquals([...names, "cache-control"].map((name) => headers.get(name)), [
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
    "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "nosniff",
    "no-referrer",
    "no-cache",
  ]);
});

testOnWire("the page comes compressed to a client that accepts that", async () => {
  await using server = startServer();
  const css = FILES.get("client.css")!;
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
    const response = await fetch(new URL("client.css", server.pageUrl), {
      headers: { "accept-encoding": list },
    });
    // fetch() decodes the body, and removes the fields that tell of the coding.
    assertEquals([list, await response.text()], [list, css]);
    assertEquals([list, response.headers.get("vary")], [list, "accept-encoding"]);
    const { headers } = await get(server.port, "/client.css", `Accept-Encoding: ${list}`);
    assertEquals([list, headers.get("content-encoding")], [list, coding]);
    assertEquals(Number(headers.get("content-length")) < css.length / 2, coding !== null, list);
    etags.add(headers.get("etag")!);
  }
  assertEquals(etags.size, 3);
});

testOnWire("a browser that has the file in its coding gets 304, and no other", async () => {
  await using server = startServer();
  const ask = (list: string) =>
    get(server.port, "/", "Accept-Encoding: br", `If-None-Match: ${list}`);
  const first = await get(server.port, "/", "Accept-Encoding: br");
  const etag = first.headers.get("etag")!;
  assertMatch(etag, /^"[^"]+"$/);
  for (const list of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const { status, headers, body } = await ask(list);
    assertEquals([status, body, headers.get("etag")], [304, "", etag], list);
  }
  assertEquals((await ask('"other"')).status, 200);
  assertEquals((await get(server.port, "/", `If-None-Match: ${etag}`)).status, 200);
});

const OUTSIDE = [
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
  ...["/nothing", "/mod.ts", "/__proto__", "/index.html/", "//", "/%69ndex.html"],
  "http://localhost/../deno.json",
];

testOnWire("a path that is not of a file gets 404, and reaches none outside static/", async () => {
  await using server = startServer();
  for (const path of OUTSIDE) {
    const { status, body } = await get(server.port, path);
    assertEquals(status, 404, path);
    assertStringIncludes(body, "No such page");
  }
});

testOnWire("a Host header that is no host gets 400", async () => {
  await using server = startServer();
  // The last ones would make the runtime's URL end in another path than that of the request line.
  for (const host of ["a b c", "[::", "a/metrics?", "a\\metrics?", "localhost/b", "a#", "a@b"]) {
    const text = request("GET /metrics HTTP/1.1").replace("localhost", host);
    const { status, body } = await exchange(server.port, text);
    assertEquals(status, 400, host);
    assertStringIncludes(body, "The Host header is");
  }
});

testOnWire("/info tells what arrived, to be kept by no cache", async () => {
  await using server = startServer({ trustedProxies: 1 });
  const { status, headers, body } = await get(
    server.port,
    "/info?token=1",
    "X-Forwarded-For: 192.0.2.7",
  );
  assertEquals([status, headers.get("content-type")], [200, "application/json"]);
  assertEquals(headers.get("cache-control"), "no-store");
  assertEquals(headers.get("x-content-type-options"), "nosniff");
  const report = JSON.parse(body);
  assertObjectMatch(report, { method: "GET", url: "http://localhost/info?token=1" });
  assertObjectMatch(report, { client: "192.0.2.7", unknown: ["token"] });
  assertMatch(report.remote, /^127\.0\.0\.1:\d+$/);
  assertMatch(report.server, /^eco\/\d+\.\d+\.\d+$/);
  assertEquals(report.proxies, { "x-forwarded-for": "192.0.2.7" });
});

testOnWire("/info tells the sentence that a handshake would be refused with", async () => {
  await using server = startServer();
  const info = await get(server.port, "/info?delay=x&dealy=1");
  const refused = await exchange(server.port, handshake([], "GET /?delay=x&dealy=1 HTTP/1.1"));
  const { problem, unknown } = JSON.parse(info.body);
  assertEquals([info.status, refused.status, unknown], [200, 400, ["dealy"]]);
  assertEquals(problem + "\n", refused.body);
});

/** Paths that a parser turns into `/metrics`, and that a proxy's rule for `/metrics` lets through. */
const DISGUISED = [
  ...["/.\\metrics", "/x\\..\\metrics", "/./metrics", "/x/../metrics", "/%2e/metrics", "//metrics"],
  ...[
    "/\\metrics",
    "\\metrics",
    "/metrics/",
    "/%6detrics",
    "/metrics%00",
    "/Metrics",
    "/;/metrics",
  ],
];

testOnWire("no path but /metrics gets the metrics, on both ports", async () => {
  await using server = startServer();
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  await using operations = Deno.serve(options, createOperationsHandler(createRegistry()));
  for (const port of [server.port, operations.addr.port]) {
    for (const path of ["/metrics", "/metrics?x", "http://other/metrics"]) {
      const { status, body } = await get(port, path);
      assertEquals(status, 200, path);
      assertStringIncludes(body, "eco_connections ");
    }
    const inQuery = await get(port, "http://localhost?x/metrics");
    assertEquals(inQuery.body.includes("eco_connections"), false);
    for (const path of DISGUISED) {
      const { status, body } = await get(port, path);
      assert(status === 404 || status === 400, `${path}: ${status}`);
      assertEquals(body.includes("eco_connections"), false);
    }
  }
});

testOnWire("/info can be read by the pages that may connect, and by no other", async () => {
  await using open = startServer();
  await using limited = startServer({ allowedOrigins: ["https://a.example"] });
  const getAllowed = async ({ port }: { port: number }, origin: string, method = "GET") => {
    const asked = request(`${method} /info?delay=x HTTP/1.1`, `Origin: ${origin}`);
    const { status, headers } = await exchange(port, asked);
    return [status, headers.get("access-control-allow-origin")];
  };
  assertEquals(await getAllowed(open, "https://b.example"), [200, "*"]);
  assertEquals(await getAllowed(open, "null", "HEAD"), [200, "*"]);
  assertEquals(await getAllowed(limited, "https://a.example"), [200, "*"]);
  assertEquals(await getAllowed(limited, "https://b.example"), [200, null]);
  const refused = await exchange(open.port, handshake([], "GET /?delay=x HTTP/1.1"));
  assertEquals([refused.status, refused.headers.get("access-control-allow-origin")], [400, null]);
});

testOnWire("a query string of over 10,000 characters is refused with 414", async () => {
  await using server = startServer();
  const query = (length: number) => "a&".repeat(length / 2);
  for (const [length, opened, told] of [[10_000, 101, 200], [10_002, 414, 414]]) {
    const path = `/info?${query(length)}`;
    const answer = await exchange(server.port, handshake([], `GET ${path} HTTP/1.1`));
    const { status } = await get(server.port, path);
    assertEquals([answer.status, status], [opened, told]);
    if (length > 10_000) assertStringIncludes(answer.body, "at most 10000 characters");
  }
});

testOnWire("/healthz answers 200 while the server serves", async () => {
  await using server = startServer();
  const { status, headers, body } = await get(server.port, "/healthz");
  assertEquals([status, body, headers.get("cache-control")], [200, "ok\n", "no-store"]);
});

testOnWire("a handler serves below its base path alone, and redirects to it", async () => {
  await using server = startServer({ basePath: "/tools/echo/" });
  for (const name of ["", "healthz", "metrics", "info", ...FILES.keys()]) {
    assertEquals([name, (await get(server.port, `/tools/echo/${name}`)).status], [name, 200]);
    assertEquals([name, (await get(server.port, `/${name}`)).status], [name, 404]);
  }
  for (const path of ["/tools/", "/tools/echox", "/tools/Echo/"]) {
    assertEquals((await get(server.port, path)).status, 404, path);
  }
  // Relative, so that it works behind a prefix too.
  const { status, headers } = await get(server.port, "/tools/echo?x=1");
  assertEquals([status, headers.get("location")], [308, "./echo/?x=1"]);
});

testOnWire("a handler without operations has no /healthz and no /metrics", async () => {
  await using server = startServer({ operations: false });
  for (const [path, status] of [["/healthz", 404], ["/metrics", 404], ["/info", 200]] as const) {
    assertEquals((await get(server.port, path)).status, status, path);
  }
});
