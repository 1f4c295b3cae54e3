import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createRegistry } from "../../handler.ts";
import type { Connection } from "../../server/connection.ts";
import { createControlHandler } from "../../server/control.ts";
import { resolveRegistry } from "../../server/registry.ts";
import { type Controlled, type ControlRequest, startControlled } from "../support/controlled.ts";
import { due, until } from "../support/deadline.ts";
import { RawSocket } from "../support/raw_socket.ts";
import { exchange } from "../support/exchange.ts";
import { testOnWire } from "../support/needs.ts";

/** Resolves with the body of an answer that must be 200. */
async function ok(server: Controlled, request: string, body?: unknown) {
  const answer = await server.ask(request, { body });
  assertEquals(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

/** Asserts that a request is answered with a status, and a sentence that has these words. */
async function fails(
  server: Controlled,
  request: string,
  options: ControlRequest,
  status: number,
  words: string,
) {
  const answer = await server.ask(request, options);
  const { error } = answer.body;
  assertEquals(answer.status, status, `${request}: ${error}`);
  assertStringIncludes(error, words, request);
  return answer;
}

/** Resolves with the status of `GET /server` with header lines that `fetch()` would not send. */
async function statusOf({ controlPort }: Controlled, lines: string[]): Promise<number> {
  const head = ["GET /server HTTP/1.1", ...lines, "Connection: close", "", ""].join("\r\n");
  return (await exchange(controlPort, head)).status;
}

testOnWire("a test closes a connection, refuses it twice, and sees it come back", async () => {
  await using server = startControlled();
  const first = await server.connect("name=cart-1");
  const { id } = await ok(server, "GET /connections/cart-1?wait=open");
  await ok(server, "POST /server", { refuse: { next: 2 } });
  const close = { close: { code: 1012, reason: "deploy" } };
  const closing = await ok(server, "POST /connections/cart-1", close);
  assertEquals([closing.id, closing.state, closing.closeCode], [id, "closing", 1012]);
  assertEquals(await first.ended(), [1012, "deploy"]);
  const closed = await ok(server, "GET /connections/cart-1?wait=closed");
  assertEquals([closed.id, closed.state, closed.closeCode], [id, "closed", 1012]);
  const again = server.ask("GET /connections/cart-1?wait=open");
  for (let n = 0; n < 2; n++) {
    const refused = await server.connect("name=cart-1").then(() => "", ({ message }) => message);
    assertMatch(refused, /503/);
  }
  await using _second = await server.connect("name=cart-1");
  const { body } = await again;
  assert(body.id > id && body.state === "open");
  const after = { state: "listening", open: 1, refuse: null, refused: 2 };
  assertEquals(await ok(server, "GET /server"), after);
});

testOnWire("a test sends, changes behaviors, and reads what the client has sent", async () => {
  await using server = startControlled();
  const subscribed = server.ask("GET /connections/a/messages?wait=2");
  const client = await server.connect("name=a&record=10&prefix=");
  client.send("subscribe");
  client.send(new Uint8Array([1, 2]));
  assertEquals((await client.take(2))[0], "subscribe");
  const { received, messages } = (await subscribed).body;
  assertEquals([received, messages], [2, [{ text: "subscribe" }, { base64: "AQI=" }]]);
  const acts = { send: "pushed", sendBase64: "AAE=", behaviors: { repeat: 2, prefix: null } };
  const { behaviors, sent } = await ok(server, "POST /connections/a", acts);
  assertEquals([behaviors, sent], [{ record: 10, repeat: 2 }, { messages: 4, bytes: 19 }]);
  assertEquals(await client.take(2), ["pushed", new Uint8Array([0, 1]).buffer]);
  assertEquals([await client.ask("x"), await client.next()], ["echo: x", "echo: x"]);
  await ok(server, "DELETE /server/faults");
  assertEquals(await client.ask("y"), "y");
  await client[Symbol.asyncDispose]();
  await ok(server, "GET /connections/a?wait=closed");
  const { messages: kept } = await ok(server, "GET /connections/a/messages");
  assertEquals(kept, [...messages, { text: "x" }, { text: "y" }]);
});

testOnWire("a restart closes everything, refuses connections, and listens again", async () => {
  await using server = startControlled();
  const first = await server.connect("name=a");
  const waiting = server.ask("GET /connections/b?wait=open");
  const { state, open } = await ok(server, "POST /server", { restart: "60m" });
  assertEquals([state, open], ["restarting", 0]);
  assertEquals(await first.ended(), [1012, "the server restarts"]);
  await fails(server, "POST /server", { body: { restart: 0 } }, 409, "restarting already");
  assertEquals((await ok(server, "DELETE /server/faults")).state, "listening");
  await using _second = await server.connect("name=b");
  assertEquals((await waiting).status, 200);
  await ok(server, "POST /server", { restart: 0, refuse: { status: 500, for: "60m" } });
  const { refuse } = await ok(server, "GET /server");
  assert(refuse.status === 500 && refuse.for > 3_500_000, JSON.stringify(refuse));
});

testOnWire("a restart refuses handshakes, and does not wait for who does not close", async () => {
  await using server = startControlled();
  using stubborn = await RawSocket.open(server.port, [], "/?name=stubborn");
  const restarting = server.ask("POST /server", { body: { restart: "60m" } });
  const isRestarting = async () => (await ok(server, "GET /server")).state === "restarting";
  await until(isRestarting, "the restart");
  const refused = await server.connect().then(() => "", ({ message }) => message);
  assertMatch(refused, /503|refused/i); // On a slow machine nobody listens any more.
  assertEquals((await stubborn.closeFrame()).code, 1012);
  assertEquals((await restarting).body.open, 0);
  const closed = await ok(server, "GET /connections/stubborn?wait=closed");
  assertEquals([closed.state, closed.closeCode], ["closed", 1012]);
  await ok(server, "DELETE /server/faults"); // Answers when it listens.
  await using _client = await server.connect();
});

testOnWire("a restart refuses a handshake that waits because of open-delay", async () => {
  await using server = startControlled();
  const refused = server.connect("open-delay=60s").then(() => "", ({ message }) => message);
  await until(() => server.registry.size === 1, "the handshake");
  await ok(server, "POST /server", { restart: "60m" });
  assertMatch(await due(refused, "the refusal"), /503/);
});

testOnWire("a restart that fails is answered, and the next one works", async () => {
  await using server = startControlled();
  const broken = {
    peer: { address: "192.0.2.1" },
    close() {
      throw new Error("broken");
    },
  } as unknown as Connection;
  server.registry.addOpen(broken);
  await fails(server, "POST /server", { body: { restart: 0 } }, 500, "its log has the reason");
  server.registry.removeOpen(broken);
  assertEquals((await ok(server, "GET /server")).state, "listening");
  await ok(server, "POST /server", { restart: 0 });
  await ok(server, "DELETE /server/faults");
  await using _client = await server.connect();
});

testOnWire("a drain ends waits and a restart, and what waits for the server is told", async () => {
  await using server = startControlled();
  const waits = ["/connections/a?wait=open", "/connections/a/messages?wait=1"];
  const waiting = waits.map((path) => server.ask(`GET ${path}&timeout=60m`));
  await ok(server, "POST /server", { restart: "60m" });
  await server.drain();
  for (const { status, body } of await Promise.all(waiting)) {
    assertEquals(status, 503);
    assertMatch(body.error, /before the server stopped$/);
  }
});

testOnWire("lists are paged and filtered, oldest first", async () => {
  await using server = startControlled();
  await using _a = await server.connect("name=a");
  await using _b = await server.connect("name=b");
  await using _c = await server.connect("name=a");
  const first = await ok(server, "GET /connections?limit=2");
  const rest = await ok(server, `GET ${first.next}`);
  const pages = [...first.connections, ...rest.connections];
  assertEquals(pages.map(({ name }) => name), ["a", "b", "a"]);
  assertEquals([first.open, rest.next], [3, null]);
  const filtered = await ok(server, "GET /connections?name=a&limit=1");
  assertEquals((await ok(server, `GET ${filtered.next}`)).connections, [pages[2]]);
  assertEquals((await ok(server, "GET /connections/a")).id, pages[2].id);
});

testOnWire("an error names the rule, and nothing is done", async () => {
  await using server = startControlled();
  await using client = await server.connect("name=cart-1");
  const on = "POST /connections/cart-1";
  const nested = `${"[".repeat(500_000)}${"]".repeat(500_000)}`;
  const cases: [request: string, options: ControlRequest, status: number, words: string][] = [
    ["GET /connections/x", {}, 404, 'is named "x": there are cart-1'],
    ["GET /connections/a%20b", {}, 400, "must be 1 to 64 letters"],
    ["GET /connections/x/y", {}, 404, "there are /connections, /connections/{name}"],
    ["GET /connections?limit=0", {}, 400, "limit must be an integer from 1 to 500"],
    ["GET /connections?limit=1&limit=2", {}, 400, '"limit" appears more than once: give it once'],
    ["GET /server?x=1", {}, 400, 'The query string has no field "x": it takes none'],
    ["POST /server?x=1", { body: { refuse: { next: 1 } } }, 400, "it takes none"],
    ["DELETE /server/faults?x=1", {}, 400, "it takes none"],
    ["POST /connections/cart-1?x=1", { body: { send: "x" } }, 400, "it takes none"],
    ["GET /openapiXjson", {}, 404, "No such path"],
    ["GET /connections?page=2", {}, 400, 'no field "page": choose from limit, after, name'],
    ["GET /connections/x?wait=opn", {}, 400, "wait must be one of open, closed"],
    ["GET /connections/x?wait=open&timeout=0", {}, 408, '"x" was not open within 0 ms'],
    ["GET /connections/cart-1?wait=closed&timeout=1ms", {}, 408, "was not closed within 1 ms"],
    ["GET /connections/cart-1/messages", {}, 409, "connect with ?record=100"],
    ["PUT /connections/cart-1", {}, 405, "takes GET, HEAD, POST"],
    ["POST /server/faults", {}, 405, "takes DELETE"],
    [on, { body: "{}", headers: { "content-type": "text/plain" } }, 415, "application/json"],
    [on, { body: "{" }, 400, "The body must be JSON"],
    [on, { body: nested }, 400, "The body must be an object with these fields: send, sendBase64"],
    [on, { body: `{"__proto__": 1, "constructor": 2}` }, 400, '"__proto__","constructor"'],
    [on, { body: {} }, 400, "says nothing: give one of send"],
    [on, { body: { clsoe: {} } }, 400, 'no field "clsoe": choose from'],
    [on, { body: { close: { code: 1006 } } }, 400, "code must be a close code"],
    [on, { body: { close: { cod: 1 } } }, 400, 'close has no field "cod"'],
    [on, { body: { close: null } }, 400, "close must be an object"],
    [on, { body: { send: 1, close: {} } }, 400, "send must be a text, not 1"],
    [on, { body: { send: null } }, 400, "send must be a text, not null"],
    [on, { body: { sendBase64: "*" } }, 400, "must be base64"],
    [on, { body: { send: "x", behaviors: { delay: "2m" } } }, 400, "delay must be a time"],
    [on, { body: { behaviors: { reject: 503 } } }, 400, '"reject" cannot be changed'],
    [on, { body: `{"behaviors": {"delay": ${nested}}}` }, 400, "not an object or a list"],
    [on, { body: " ".repeat(3_000_000) }, 413, "at most 2097152 bytes"],
    ["POST /server", { body: { refuse: { next: 1, for: 1 } } }, 400, "(next) or for a time"],
    ["POST /server", { body: { refuse: { next: 1, status: 99 } } }, 400, "from 200 to 599"],
    ["POST /server", { body: { restart: "1d" } }, 400, "restart must be a time"],
  ];
  for (const [request, options, status, words] of cases) {
    await fails(server, request, options, status, words);
  }
  const { headers } = await server.ask("PUT /server");
  assertEquals(headers.get("allow"), "GET, HEAD, POST");
  assertEquals((await server.ask("GET /connections/x")).body.names, ["cart-1"]);
  assertEquals(await client.ask("1"), "echo: 1");
  const after = { state: "listening", open: 1, refuse: null, refused: 0 };
  assertEquals(await ok(server, "GET /server"), after);
});

testOnWire("two requests at once are both done; a closing connection takes no more", async () => {
  await using server = startControlled();
  await using client = await server.connect("name=a");
  const on = "POST /connections/a";
  const both = await Promise.all([
    ok(server, on, { behaviors: { repeat: 2 } }),
    ok(server, on, { behaviors: { prefix: "" } }),
  ]);
  const last = both.find(({ behaviors }) => Object.keys(behaviors).length === 2);
  assertEquals(last?.behaviors, { repeat: 2, prefix: "" });
  const closes = await Promise.all(
    [4001, 4002].map((code) => ok(server, on, { close: { code } })),
  );
  assertEquals(closes[0].closeCode, closes[1].closeCode);
  await fails(server, on, { body: { send: "late" } }, 409, "not open");
  assertEquals(await ok(server, on, { close: {} }), closes[0]);
  assertEquals((await client.ended())[0], closes[0].closeCode);
});

testOnWire("one request sends before its behaviors close, and checks them first", async () => {
  await using server = startControlled();
  await using client = await server.connect("name=a");
  const on = "POST /connections/a";
  await fails(server, on, { body: { send: "no", behaviors: { repeat: 0 } } }, 400, "repeat");
  const body = await ok(server, on, { send: "last", behaviors: { close: 1012 } });
  assertEquals([body.state, body.closeCode], ["closing", 1012]);
  assertEquals(await client.next(), "last");
  assertEquals((await client.ended())[0], 1012);
});

Deno.test("a client that leaves during its request is no failure of the server", async () => {
  const registry = resolveRegistry(createRegistry());
  const restarter = { restart: () => Promise.resolve(), resume: () => Promise.resolve() };
  const handler = createControlHandler({ registry, restarter, token: "" });
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
  const headers = { host: "localhost", "content-type": "application/json" };
  const request = new Request("http://localhost/server", { method: "POST", headers, body });
  const { status } = await handler(request, {} as Deno.ServeHandlerInfo);
  assertEquals(status, 400); // It logs only what it answers with 500.
});

testOnWire("no page and no foreign name reaches the control port", async () => {
  await using server = startControlled();
  const cases: [headers: Record<string, string>, words: string][] = [
    [{ origin: "http://evil.example" }, "Web pages may not"],
    [{ origin: "null" }, "Web pages may not"],
    [{ origin: `http://127.0.0.1:${server.controlPort}` }, "Web pages may not"],
    [{ "sec-fetch-site": "cross-site" }, "Web pages may not"],
    [{ "sec-fetch-site": "same-origin" }, "Web pages may not"],
  ];
  for (const [headers, words] of cases) {
    const { headers: fields } = await fails(server, "GET /server", { headers }, 403, words);
    assertEquals(fields.get("access-control-allow-origin"), null);
  }
  for (
    const [host, status] of [
      ["evil.example", 403],
      ["localhost.evil.example", 403],
      ["127.0.0.1.evil.example", 403],
      ["evil.example#@127.0.0.1", 403],
      ["", 403],
      ["LOCALHOST:1", 200],
      ["[::1]", 200],
      ["192.0.2.1:80", 200],
    ] as const
  ) {
    assertEquals(await statusOf(server, [`Host: ${host}`]), status, host);
  }
});

testOnWire("with a token each request needs it, whatever the name of the host", async () => {
  const controlToken = "0123456789abcdef";
  await using server = startControlled({ controlToken });
  for (
    const authorization of [
      undefined,
      "",
      controlToken,
      `Basic ${controlToken}`,
      `Bearer ${controlToken}0`,
      "Bearer ",
    ]
  ) {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const answer = await fails(server, "GET /server", { headers }, 401, "needs its token");
    assertEquals(answer.headers.get("www-authenticate"), "Bearer");
  }
  const authorization = `Bearer ${controlToken}`;
  for (const value of [authorization, `bearer ${controlToken}`]) {
    const headers = { authorization: value };
    assertEquals((await server.ask("GET /server", { headers })).status, 200, value);
  }
  const origin = "http://evil.example";
  await fails(server, "GET /server", { headers: { authorization, origin } }, 403, "Web pages");
  const fields = ["Host: eco:9000", `Authorization: ${authorization}`];
  assertEquals(await statusOf(server, fields), 200);
});

testOnWire("the public port answers no request of the control port", async () => {
  await using server = startControlled();
  for (const path of ["/connections", "/server", "/server/faults", "/openapi.json"]) {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
    await response.body?.cancel();
    assertEquals(response.status, 404, path);
  }
});
