import { assertEquals } from "@std/assert";
import { formatMetrics } from "../../../../server/policy/prometheus.ts";

Deno.test("formatMetrics() writes Prometheus' text format", () => {
  const text = formatMetrics([
    { name: "a_total", type: "counter", help: "All a.", samples: [{ value: 3 }] },
    {
      name: "b_seconds",
      type: "histogram",
      help: "B.",
      samples: [
        { value: 1, labels: { le: "0.5", x: 'q"\\\n' }, ending: "_bucket" },
        { value: 0.25, ending: "_sum" },
      ],
    },
    { name: "c", type: "gauge", help: "C.", samples: [] },
  ]);
  assertEquals(
    text,
    [
      "# HELP a_total All a.",
      "# TYPE a_total counter",
      "a_total 3",
      "# HELP b_seconds B.",
      "# TYPE b_seconds histogram",
      'b_seconds_bucket{le="0.5",x="q\\"\\\\\\n"} 1',
      "b_seconds_sum 0.25",
      "# HELP c C.",
      "# TYPE c gauge",
      "",
    ].join("\n"),
  );
});
