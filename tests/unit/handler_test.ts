import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import server, {
  createHandler,
  createRegistry,
  type EchoRegistry,
  handler,
  type LogRecord,
  logTo,
} from "../../handler.ts";
import { FILES } from "../../static/mod.ts";

function ask(path: string, init?: RequestInit): Promise<Response> | Response {
  return handler(new Request(`http://localhost${path}`, init));
}

Deno.test("deno serve runs a handler too", async () => {
  const response = await server.fetch(new Request("http://localhost/"));
  assertEquals(await response.text(), FILES.get("index.html"));
});

Deno.test("handler hands out the page on / and each file under its name", async () => {
  assertEquals(await (await ask("/")).text(), FILES.get("index.html"));
  for (const [name, content] of FILES) {
    const response = await ask(`/${name}`);
    assertEquals([response.status, await response.text()], [200, content], name);
  }
});

Deno.test("handler names the content type of each file", async () => {
  const types = { "": "text/html", "client.css": "text/css", "client.js": "text/javascript" };
  for (const [name, type] of Object.entries(types)) {
    const response = await ask(`/${name}`);
    assertEquals(response.headers.get("content-type"), `${type}; charset=UTF-8`);
    await response.body?.cancel();
  }
  const icon = await ask("/icon.svg");
  assertStringIncludes(icon.headers.get("content-type")!, "image/svg+xml");
  await icon.body?.cancel();
});

Deno.test("handler sends the headers that confine the page", async () => {
  const { headers } = await ask("/", { method: "HEAD" });
  assertEquals(
    headers.get("content-security-policy"),
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
      "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  );
  assertEquals(headers.get("x-content-type-options"), "nosniff");
  assertEquals(headers.get("referrer-policy"), "no-referrer");
  assertEquals(headers.get("cache-control"), "no-cache");
});

Deno.test("handler answers 304 to a peer that has the file", async () => {
  const first = await ask("/client.js");
  await first.body?.cancel();
  const etag = first.headers.get("etag")!;
  for (const value of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const second = await ask("/client.js", { headers: { "if-none-match": value } });
    assertEquals([second.status, await second.text()], [304, ""], value);
    assertEquals([...second.headers], [...first.headers]);
  }
});

Deno.test("handler sends the whole file to a peer that has another one", async () => {
  const response = await ask("/client.js", { headers: { "if-none-match": '"other"' } });
  assertEquals([response.status, await response.text()], [200, FILES.get("client.js")]);
});

Deno.test("handler answers 404 where there is no file", async () => {
  for (const path of ["/nothing", "/mod.ts", "/__proto__", "/index.html/", "//", "/%69ndex.html"]) {
    const response = await ask(path);
    assertEquals(response.status, 404, path);
    assertStringIncludes(await response.text(), "No such page");
  }
});

Deno.test("handler answers 405 to methods that a page does not have", async () => {
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
    const response = await ask("/", { method });
    assertEquals([response.status, response.headers.get("allow")], [405, "GET, HEAD"], method);
    assertStringIncludes(await response.text(), method);
  }
});

Deno.test("handler refuses a malformed handshake in a sentence", async () => {
  const response = await ask("/", { headers: { host: "localhost", upgrade: "websocket" } });
  assertEquals(response.status, 400);
  assertStringIncludes(await response.text(), 'has the header "Connection: Upgrade"');
  assertEquals(response.headers.get("cache-control"), "no-store");
  assertEquals(response.headers.get("x-content-type-options"), "nosniff");
});

Deno.test("createHandler serves all of a page below its base path, and nothing else", async () => {
  const mounted = createHandler({ basePath: "/tools/echo/" });
  const statusOf = async (path: string) => {
    const response = await mounted(new Request(`http://localhost${path}`));
    await response.body?.cancel();
    return response.status;
  };
  for (const name of ["", "healthz", "metrics", "info", ...FILES.keys()]) {
    assertEquals([await statusOf(`/tools/echo/${name}`), name], [200, name]);
    assertEquals([await statusOf(`/${name}`), name], [404, name]);
  }
});

Deno.test("createHandler sends whoever leaves out the last slash to it, also behind a prefix", async () => {
  const mounted = createHandler({ basePath: "/tools/echo/" });
  const { status, headers } = await mounted(new Request("http://localhost/tools/echo?x=1#y"));
  assertEquals([status, headers.get("location")], [308, "./echo/?x=1"]);
});

Deno.test("createHandler throws where it is not told a base path, or a registry", () => {
  assertThrows(() => createHandler({ basePath: "/echo" }), RangeError, '"/echo"');
  const registry: EchoRegistry = { ...createRegistry(), size: 0, draining: false };
  assertThrows(() => createHandler({ registry }), TypeError, "createRegistry()");
});

Deno.test("logTo() hands records over until it is told not to", async () => {
  const records: LogRecord[] = [];
  logTo((record) => records.push(record));
  const refused = () => ask("/chat", { headers: { upgrade: "websocket" } });
  await (await refused()).body?.cancel();
  logTo(undefined);
  await (await refused()).body?.cancel();
  const [{ timestamp, level, message, properties }, ...others] = records;
  assertEquals(others, []);
  assertEquals([level, message, properties.path], ["info", "handshake refused", "/chat"]);
  assert(Math.abs(timestamp - Date.now()) < 60_000);
});

Deno.test("handler that is told nonsense says which option is wrong", async () => {
  assertThrows(() => createHandler({ maxConnections: NaN }), RangeError, "maxConnections");
  // As an options object has it that was put together from other optional values.
  const options = { trustedProxies: undefined, allowedOrigins: undefined };
  const response = await createHandler(options)(new Request("http://localhost/"));
  assertEquals(response.status, 200);
  await response.body?.cancel();
});
