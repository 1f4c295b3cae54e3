/**
 * Times the parts that decide, which need no server: `deno bench bench/pure_bench.ts`.
 *
 * @module
 */
import { Backlog } from "../server/policy/backlog.ts";
import { DEFAULTS } from "../server/policy/config.ts";
import { newCounts } from "../server/policy/counts.ts";
import { echo } from "../server/policy/echo.ts";
import { checkHandshake } from "../server/policy/handshake.ts";
import { judge } from "../server/policy/limits.ts";
import { queryOf, readBehavior } from "../server/policy/query.ts";
import { writeMetrics } from "../server/metrics.ts";

const text = "x".repeat(20);
const large = "x".repeat(16 * 1024);
const binary = new ArrayBuffer(16 * 1024);
const backlog = new Backlog();
const handshake = {
  method: "GET",
  headers: new Headers({
    host: "localhost:8765",
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  }),
};
const counts = newCounts();

Deno.bench("echo(), 20 bytes", { group: "a message" }, () => {
  echo(text);
});
Deno.bench("judge(), 20 bytes of text", { group: "a message" }, () => {
  judge(text, 0, DEFAULTS);
});
Deno.bench("judge(), 16 KiB of text", { group: "a message" }, () => {
  judge(large, 0, DEFAULTS);
});
Deno.bench("judge(), 16 KiB of binary", { group: "a message" }, () => {
  judge(binary, 0, DEFAULTS);
});
Deno.bench("Backlog, one reply", { group: "a message" }, () => {
  if (backlog.isStale(DEFAULTS.maxBufferedBytes)) backlog.look(0);
  backlog.add(20);
});

Deno.bench("checkHandshake()", { group: "a handshake" }, () => {
  checkHandshake(handshake);
});
Deno.bench("readBehavior(), of nothing", { group: "a handshake" }, () => {
  readBehavior(queryOf("http://localhost:8765/"));
});
Deno.bench("readBehavior(), of three", { group: "a handshake" }, () => {
  readBehavior(queryOf("http://localhost:8765/?delay=250ms&jitter=100ms&lose=0.1"));
});

Deno.bench("writeMetrics()", { group: "a scrape" }, async () => {
  await writeMetrics(counts);
});
