import { assert, assertEquals, assertMatch } from "@std/assert";
import { Registry } from "../../server/registry.ts";
import { breakSending } from "../support/break_sending.ts";
import { Client } from "../support/client.ts";
import { due } from "../support/deadline.ts";
import { exchange } from "../support/exchange.ts";
import { pathOf, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { Program } from "../support/program.ts";
import { handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

const RUN = ["net", "read", "run", "env"] as const;

/** Resolves with the samples that a server tells of, by name and labels. */
async function scrape(url: string): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`);
  assertEquals(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  const lines = (await response.text()).split("\n").filter((line) => /^[^#]/.test(line));
  return new Map(lines.map((line) => {
    const [, name, value] = line.match(/^(.*) (\S+)$/)!;
    return [name, Number(value)];
  }));
}

testWith(["net"], "/metrics tells what has happened", async () => {
  const registry = new Registry();
  await using server = startServer({ registry, maxPayloadBytes: 1000, maxBufferedBytes: 100 });
  await using open = await Client.open(server.socketUrl);
  open.send("hola");
  await open.next();
  open.send(new Uint8Array(7));
  await open.next();
  for (const [query, code] of [["close=4001", 4001], ["close=1000", 1000]] as const) {
    await using client = await Client.open(`${server.socketUrl}/?${query}`);
    assertEquals((await due(client.closed, "the close")).code, code);
  }
  await using slow = await Client.open(`${server.socketUrl}/?delay=1m`);
  for (let n = 0; n < 3; n++) slow.send("x".repeat(100));
  assertEquals((await due(slow.closed, "the close")).code, 1013);
  await exchange(server.port, handshake(["Sec-WebSocket-Version: 8"]));
  const metrics = await scrape(server.pageUrl);
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
  const found = Object.keys(expected).map((name) => [name, metrics.get(name)]);
  assertEquals(Object.fromEntries(found), expected);
  assert(metrics.get("process_resident_memory_bytes")! > 1e7);
  assert(metrics.get("eco_event_loop_delay_seconds")! >= 0);
});

testWith(["net"], "a handler that fails is counted", async () => {
  using _broken = breakSending("echo: hola");
  await using server = startServer();
  await using client = await Client.open(server.socketUrl);
  client.send("hola");
  assertEquals((await due(client.closed, "the close")).code, 1011);
  assertEquals((await scrape(server.pageUrl)).get("eco_handler_failures_total"), 1);
});

testWith(
  [...RUN, "promtool"],
  "promtool finds nothing wrong with /metrics, before and after",
  async () => {
    await using program = Program.start();
    const port = await program.port();
    for (let n = 0; n < 2; n++) {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const promtool = new Deno.Command(pathOf("promtool")!, {
        args: ["check", "metrics"],
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      const writer = promtool.stdin.getWriter();
      await writer.write(new TextEncoder().encode(text));
      await writer.close();
      const { code, stdout, stderr } = await promtool.output();
      const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
      assertEquals([code, said], [0, ""]);
      await using client = await Client.open(`ws://127.0.0.1:${port}`);
      client.send("hola");
      await client.next();
    }
  },
);

testWith(RUN, "--metrics-port takes /metrics and /healthz off the other port", async () => {
  const metricsPort = freePort();
  await using program = Program.start(
    ["--port", "0", "--metrics-port", `${metricsPort}`, "--drain-timeout", "5s"],
  );
  const port = await program.port();
  const get = (port: number, path: string) =>
    exchange(port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  for (const path of ["/metrics", "/healthz"]) {
    assertEquals((await get(port, path)).status, 404);
    assertEquals((await get(metricsPort, path)).status, 200);
  }
  assertMatch((await get(metricsPort, "/")).body, /this port has \/metrics and \/healthz alone/);
  using stuck = await RawSocket.open(port);
  await stuck.send(OPCODE.TEXT, "hola");
  program.kill("SIGTERM");
  await stuck.closeFrame();
  assertEquals((await get(metricsPort, "/healthz")).status, 503);
  assertMatch((await get(metricsPort, "/metrics")).body, /^eco_connections 1$/m);
});
