import { assert, assertEquals, assertMatch, assertObjectMatch } from "@std/assert";
import { exchange, get } from "../support/exchange.ts";
import { pathOf, RUN, testOnWire, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { Program } from "../support/program.ts";
import { handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";
import { scrape, startServer } from "../support/server.ts";

testOnWire("/metrics tells what has happened", async () => {
  await using server = startServer({ maxPayloadBytes: 1000, maxBufferedBytes: 100 });
  await using open = await server.connect();
  await open.ask("hola");
  await open.ask(new Uint8Array(7));
  for (const code of [4001, 1000]) {
    await using client = await server.connect(`/?close=${code}`);
    assertEquals(await client.ended(), [code, ""]);
  }
  await using slow = await server.connect("/?delay=1m");
  for (let n = 0; n < 3; n++) slow.send("x".repeat(100));
  assertEquals((await slow.ended())[0], 1013);
  await exchange(server.port, handshake(["Sec-WebSocket-Version: 8"]));
  const metrics = await scrape(server.port);
  const expected = {
    "eco_connections": 1,
    "eco_connections_opened_total": 4,
    'eco_connections_closed_total{code="1000"}': 1,
    'eco_connections_closed_total{code="4xxx"}': 1,
    "eco_slow_consumers_total": 1,
    'eco_handshakes_refused_total{reason="version"}': 1,
    'eco_messages_total{direction="received",type="text"}': 4,
    'eco_messages_total{direction="sent",type="text"}': 1,
    'eco_message_bytes_total{direction="sent",type="text"}': 10,
    'eco_message_bytes_total{direction="received",type="binary"}': 7,
    'eco_connection_duration_seconds_bucket{le="+Inf"}': 3,
    "eco_connection_duration_seconds_count": 3,
  };
  assertObjectMatch(Object.fromEntries(metrics), expected);
  assert(metrics.get("process_resident_memory_bytes")! > 1e7);
  assert(metrics.get("eco_event_loop_delay_seconds")! >= 0);
  const startSeconds = metrics.get("process_start_time_seconds")!;
  assert(startSeconds > 0 && startSeconds * 1000 <= Date.now(), `${startSeconds}`);
  // The same each time.
  assertEquals((await scrape(server.port)).get("process_start_time_seconds"), startSeconds);
});

testWith([...RUN, "promtool"], "promtool accepts /metrics, before and after messages", async () => {
  await using server = startServer();
  for (let n = 0; n < 2; n++) {
    const { headers, body } = await get(server.port, "/metrics");
    assertEquals(headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    const promtool = new Deno.Command(pathOf("promtool")!, {
      args: ["check", "metrics"],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    await new Blob([body]).stream().pipeTo(promtool.stdin);
    const { code, stdout, stderr } = await promtool.output();
    const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    assertEquals([code, said], [0, ""]);
    await using client = await server.connect();
    await client.ask("hola");
  }
});

testWith(RUN, "--metrics-port takes /metrics and /healthz off the other port", async () => {
  const metricsPort = freePort();
  const args = ["--metrics-port", `${metricsPort}`, "--drain-timeout", "1h"];
  await using program = Program.start(["--port", "0", ...args]);
  const port = await program.port();
  for (const path of ["/metrics", "/healthz"]) {
    assertEquals((await get(port, path)).status, 404);
    assertEquals((await get(metricsPort, path)).status, 200);
  }
  assertMatch((await get(metricsPort, "/")).body, /this port has only \/metrics and \/healthz/);
  using stuck = await RawSocket.open(port);
  await stuck.send(OPCODE.TEXT, "hola");
  program.kill("SIGTERM");
  await stuck.closeFrame();
  assertEquals((await get(metricsPort, "/healthz")).status, 503);
  assertMatch((await get(metricsPort, "/metrics")).body, /^eco_connections 1$/m);
});
