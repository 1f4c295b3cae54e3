import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import server, * as eco from "../../handler.ts";
import { echo } from "../../server/policy/echo.ts";
import { FILES } from "../../static/mod.ts";

const { createHandler, createRegistry, handler, logTo } = eco;

/** Answers a request whose URL is what the client sent, as the runtime passes it. */
async function ask(path: string, init?: RequestInit, handle = handler) {
  const { method, headers } = new Request("http://localhost/", init);
  const request = { method, headers, url: `http://localhost${path}` } as Request;
  const response = await handle(request);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

Deno.test("the library has echo(), and deno serve gets a handler", async () => {
  assert(eco.echo === echo);
  const response = await server.fetch(new Request("http://localhost/"));
  assertEquals(await response.text(), FILES.get("index.html"));
});

Deno.test("handler serves every file of the page with its type, and / is index.html", async () => {
  const types = { html: "text/html", css: "text/css", js: "text/javascript", svg: "image/svg+xml" };
  for (const [name, content] of [["", FILES.get("index.html")!], ...FILES]) {
    const { status, headers, text } = await ask(`/${name}`);
    assertEquals([status, text], [200, content], name);
    const type = types[(name.split(".")[1] ?? "html") as keyof typeof types];
    assertStringIncludes(headers.get("content-type")!, type, name);
  }
});

Deno.test("handler confines the page", async () => {
  const { headers } = await ask("/");
  const names = ["content-security-policy", "x-content-type-options", "referrer-policy"];
  assertEquals([...names, "cache-control"].map((name) => headers.get(name)), [
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
    "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "nosniff",
    "no-referrer",
    "no-cache",
  ]);
});

Deno.test("handler answers 304 to a client that has the file, and no other", async () => {
  const first = await ask("/client.js");
  const etag = first.headers.get("etag")!;
  for (const value of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const { status, headers, text } = await ask("/client.js", {
      headers: { "if-none-match": value },
    });
    assertEquals([status, text, ...headers], [304, "", ...first.headers], value);
  }
  const other = await ask("/client.js", { headers: { "if-none-match": '"other"' } });
  assertEquals([other.status, other.text], [200, first.text]);
});

Deno.test("handler answers 404 to a path that has no file, and never another path than the client's", async () => {
  for (
    const path of [
      ...["/nothing", "/mod.ts", "/__proto__", "/index.html/", "//", "/%69ndex.html"],
      ...["/.\\metrics", "/x/../metrics", "/%2e/metrics"],
    ]
  ) {
    const { status, text } = await ask(path);
    assertEquals(status, 404, path);
    assertStringIncludes(text, "No such page");
  }
  assertEquals((await ask("/metrics")).status, 200);
});

Deno.test("handler answers 405 to methods that a page does not have", async () => {
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
    const { status, headers, text } = await ask("/", { method });
    assertEquals([status, headers.get("allow")], [405, "GET, HEAD"], method);
    assertStringIncludes(text, method);
  }
});

Deno.test("logTo() passes records on until it is told not to", async () => {
  const records: eco.LogRecord[] = [];
  logTo((record) => records.push(record));
  const refuse = () => ask("/chat", { headers: { host: "localhost", upgrade: "websocket" } });
  const { status, headers, text } = await refuse();
  logTo(undefined);
  await refuse();
  assertEquals([status, headers.get("cache-control")], [400, "no-store"]);
  assertStringIncludes(text, 'has the header "Connection: Upgrade"');
  const [{ timestamp, level, message, properties }, ...others] = records;
  assertEquals(others, []);
  assertEquals([level, message, properties.path], ["info", "handshake refused", "/chat"]);
  assert(timestamp <= Date.now());
});

Deno.test("createHandler() serves the page below its base path alone, and redirects to it", async () => {
  const mounted = createHandler({ basePath: "/tools/echo/" });
  for (const name of ["", "healthz", "metrics", "info", ...FILES.keys()]) {
    assertEquals([name, (await ask(`/tools/echo/${name}`, {}, mounted)).status], [name, 200]);
    assertEquals([name, (await ask(`/${name}`, {}, mounted)).status], [name, 404]);
  }
  for (const path of ["/tools/", "/tools/echox", "/tools/Echo/"]) {
    assertEquals((await ask(path, {}, mounted)).status, 404, path);
  }
  // Relative, so that it works behind a prefix too.
  const { status, headers } = await ask("/tools/echo?x=1", {}, mounted);
  assertEquals([status, headers.get("location")], [308, "./echo/?x=1"]);
});

Deno.test("createHandler() without operations has no /healthz and no /metrics", async () => {
  const plain = createHandler({ operations: false });
  const statuses = ["/healthz", "/metrics", "/info"].map((path) => ask(path, {}, plain));
  assertEquals((await Promise.all(statuses)).map(({ status }) => status), [404, 404, 200]);
});

Deno.test("createHandler() says which option is wrong", () => {
  for (const basePath of ["/", "/echo/", "/a/b/", "/%C3%B1/"]) createHandler({ basePath });
  for (const basePath of ["", "echo/", "/echo", "//echo/", "/a/../", "/ñ/", "/?/", "http://x/"]) {
    assertThrows(() => createHandler({ basePath }), RangeError, JSON.stringify(basePath));
  }
  assertThrows(() => createHandler({ maxConnections: NaN }), RangeError, "maxConnections");
  // Options may be put together from other optional values.
  createHandler({ trustedProxies: undefined, allowedOrigins: undefined });
  const registry = { ...createRegistry(), size: 0, isDraining: false };
  assertThrows(() => createHandler({ registry }), TypeError, "createRegistry()");
});
