import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createRegistry, type LogRecord, logTo } from "../../handler.ts";
import { createOperationsHandler } from "../../server/routes.ts";
import { due } from "../support/deadline.ts";
import { exchange, get, request } from "../support/exchange.ts";
import { testOnWire } from "../support/needs.ts";
import { handshake, RawSocket } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

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
    const { status, headers } = await exchange(
      port,
      request(`${method} /info?delay=x HTTP/1.1`, `Origin: ${origin}`),
    );
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

testOnWire("an operator switches behaviors and the report off", async () => {
  await using server = startServer({ behaviors: "off" });
  for (const query of ["delay=1s", "token=1&report", "mute=", "delay=x", "reject=500"]) {
    const { status, body } = await exchange(
      server.port,
      handshake([], `GET /?${query} HTTP/1.1`),
    );
    assertEquals(status, 403, query);
    assertStringIncludes(body, "switched behaviors off");
  }
  const info = await get(server.port, "/info");
  assertEquals([info.status, info.body.includes("switched behaviors off")], [403, true]);
  await using client = await server.connect("/?token=1");
  assertEquals(await client.ask("hola"), "echo: hola");
});

testOnWire("the rate is that of an address, and counts every reply", async () => {
  await using server = startServer({ maxMessagesPerSecond: 50 });
  await using repeating = await server.connect("/?repeat=51");
  repeating.send("hola");
  assertEquals((await repeating.ended())[0], 1008);

  await using slow = startServer({ maxMessagesPerSecond: 1 });
  // All of them would be answered only if each took a second.
  const clients = await Promise.all(Array.from({ length: 20 }, () => slow.connect()));
  const ends = clients.map((client) => {
    client.send("hola");
    return client.closed;
  });
  const { code, reason } = await due(Promise.race(ends), "a close");
  assertEquals([code, reason], [1008, "at most 1 messages per second"]);
  for (const client of clients) await client.close();
});

testOnWire("a token in the path or in a subprotocol does not reach the log", async () => {
  const records: LogRecord[] = [];
  logTo((record) => records.push(record));
  try {
    await using server = startServer();
    for (const [name, path] of [["s3cr3t.Abc123", "/room/s3cr3t"], ["chat", "/s3cr3tAbc123"]]) {
      using socket = await RawSocket.open(server.port, [`Sec-WebSocket-Protocol: ${name}`], path);
      await socket.send(8, "");
      await socket.end();
    }
    await exchange(server.port, handshake(["Sec-WebSocket-Key: x"], "GET /s3cr3t/x HTTP/1.1"));
  } finally {
    logTo(undefined);
  }
  assertEquals(JSON.stringify(records).includes("s3cr3t"), false);
  const opened = records.filter(({ message }) => message === "connection opened");
  assertEquals(opened.map(({ properties: { path, subprotocol } }) => [path, subprotocol]), [
    ["/room/…", "(13 characters)"],
    ["/(12 characters)", "chat"],
  ]);
});
