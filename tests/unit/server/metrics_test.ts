import { assert, assertEquals, assertMatch } from "@std/assert";
import { writeMetrics } from "../../../server/metrics.ts";
import { countClosed, increment, newCounts } from "../../../server/policy/counts.ts";

Deno.test("writeMetrics() writes counts in Prometheus' text format", async () => {
  const counts = newCounts();
  increment(counts.refusedByReason, 'q"\\\n');
  counts.received.text.bytes = 7;
  countClosed(counts, 1000, 0.25);
  countClosed(counts, 4001, 5);
  const text = await writeMetrics(counts);
  for (
    const block of [
      "# HELP eco_connections Connections open now.\n# TYPE eco_connections gauge\neco_connections 0\n",
      '_closed_total counter\neco_connections_closed_total{code="1000"} 1\n' +
      'eco_connections_closed_total{code="4xxx"} 1\n#',
      'eco_handshakes_refused_total{reason="q\\"\\\\\\n"} 1\n',
      'eco_message_bytes_total{direction="received",type="text"} 7\n',
      '# TYPE eco_connection_duration_seconds histogram\neco_connection_duration_seconds_bucket{le="0.1"} 0\n',
      '_bucket{le="1"} 1\neco_connection_duration_seconds_bucket{le="10"} 2\n',
      '_bucket{le="+Inf"} 2\neco_connection_duration_seconds_sum 5.25\neco_connection_duration_seconds_count 2\n',
    ]
  ) assert(text.includes(block), `${block}\nis not in\n${text}`);
  const sample = /^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="([^"\\]|\\.)*",?)+\})? -?[\d.e+-]+)$/;
  for (const line of text.trimEnd().split("\n")) assertMatch(line, sample);
});

Deno.test("writeMetrics() tells when the process started, the same each time", async () => {
  const getStart = async () =>
    (await writeMetrics(newCounts())).match(/^process_start_time_seconds (.+)$/m)?.[1];
  const start = await getStart();
  assertEquals(await getStart(), start);
  const seconds = Date.now() / 1000 - Number(start);
  assert(seconds >= 0 && seconds < 3600, `${seconds} s ago`);
});
