import { assert, assertEquals } from "@std/assert";
import { writeMetrics } from "../../../server/metrics.ts";
import { countClosed, increment, newCounts } from "../../../server/policy/counts.ts";

Deno.test("writeMetrics() writes counts in Prometheus' text format", async () => {
  const counts = newCounts();
  increment(counts.refusedByReason, 'q"\\\n');
  countClosed(counts, 1000, 0.1);
  countClosed(counts, 4001, 5);
  const text = await writeMetrics(counts);
  const duration = "eco_connection_duration_seconds";
  for (
    const lines of [
      "# HELP eco_connections Connections open now.\n# TYPE eco_connections gauge\neco_connections 0",
      'eco_handshakes_refused_total{reason="q\\"\\\\\\n"} 1',
      `# TYPE ${duration} histogram\n${duration}_bucket{le="0.1"} 1\n${duration}_bucket{le="1"} 1`,
      `${duration}_bucket{le="+Inf"} 2\n${duration}_sum 5.1\n${duration}_count 2`,
    ]
  ) assert(text.includes(`\n${lines}\n`) || text.startsWith(`${lines}\n`), `${lines}\n\n${text}`);
});

Deno.test("writeMetrics() tells when the process started, the same each time", async () => {
  const getStart = async () =>
    (await writeMetrics(newCounts())).match(/^process_start_time_seconds (.+)$/m)?.[1];
  const start = await getStart();
  assertEquals([await getStart(), Number(start) * 1000 <= Date.now()], [start, true]);
});
