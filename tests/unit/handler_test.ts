import { assert, assertEquals, assertThrows } from "@std/assert";
import server, * as eco from "../../handler.ts";
import { echo } from "../../server/policy/echo.ts";
import { FILES } from "../../static/mod.ts";

const { createHandler, createRegistry, handler, logTo } = eco;

Deno.test("the library has echo(), and deno serve gets a handler", async () => {
  assert(eco.echo === echo);
  const response = await server.fetch(new Request("http://localhost/"));
  assertEquals(await response.text(), FILES.get("index.html"));
});

Deno.test("logTo() passes records on until it is told not to", async () => {
  const records: eco.LogRecord[] = [];
  logTo((record) => records.push(record));
  const headers = { host: "localhost", upgrade: "websocket" };
  const refuse = () => handler(new Request("http://localhost/chat", { headers }));
  await refuse();
  logTo(undefined);
  await refuse();
  const [{ timestamp, level, message, properties }, ...others] = records;
  assertEquals([level, message, properties.path], ["info", "handshake refused", "/chat"]);
  assertEquals([others, timestamp <= Date.now()], [[], true]);
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
