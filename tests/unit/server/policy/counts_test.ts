import { assert, assertEquals } from "@std/assert";
import {
  closeCodeLabel,
  countClosed,
  increment,
  newCounts,
  writeMetrics,
} from "../../../../server/policy/counts.ts";

Deno.test("closeCodeLabel() has few values, whatever codes peers choose", () => {
  const label = (...codes: number[]) => codes.map(closeCodeLabel).join(" ");
  assertEquals(label(1000, 1005, 1006, 1015), "1000 1005 1006 1015");
  assertEquals(label(0, 999, 1016, 2999, 5000), "other other other other other");
  assertEquals(label(3000, 3999, 4000, 4999), "3xxx 3xxx 4xxx 4xxx");
});

Deno.test("writeMetrics() writes counts in Prometheus' text format", () => {
  const counts = newCounts();
  increment(counts.refusedByReason, 'q"\\\n');
  countClosed(counts, 1000, 0.1);
  countClosed(counts, 4001, 5);
  const text = writeMetrics(counts, {
    delaySeconds: 0.5,
    residentBytes: 4096,
    startSeconds: 1.5e9,
    deno: "2.9.6",
  });
  const duration = "eco_connection_duration_seconds";
  for (
    const lines of [
      "# HELP eco_connections Connections open now.\n# TYPE eco_connections gauge\neco_connections 0",
      'eco_handshakes_refused_total{reason="q\\"\\\\\\n"} 1',
      `# TYPE ${duration} histogram\n${duration}_bucket{le="0.1"} 1\n${duration}_bucket{le="1"} 1`,
      "eco_event_loop_delay_seconds 0.5",
      "process_resident_memory_bytes 4096",
      "process_start_time_seconds 1500000000",
      `${duration}_bucket{le="+Inf"} 2\n${duration}_sum 5.1\n${duration}_count 2`,
    ]
  ) assert(text.includes(`\n${lines}\n`) || text.startsWith(`${lines}\n`), `${lines}\n\n${text}`);
});
