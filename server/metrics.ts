import project from "../deno.json" with { type: "json" };
import { type Counts, DURATION_BOUNDS_SECONDS, type Traffic } from "./policy/counts.ts";

/** A value of a metric, after what follows the metric's name: labels, or the part of a histogram. */
type Sample = readonly [suffix: string, value: number];

type Metric = readonly [
  type: "counter" | "gauge" | "histogram",
  name: string,
  help: string,
  value: number | readonly Sample[],
];

/** Resolves with the counts and the state of the process in Prometheus' text format, version 0.0.4. */
export async function writeMetrics(counts: Counts): Promise<string> {
  const delaySeconds = await measureEventLoopDelay();
  const { rss } = Deno.memoryUsage();
  const startSeconds = performance.timeOrigin / 1000;
  const closed = getSamplesByLabel("code", counts.closedByCode);
  const refused = getSamplesByLabel("reason", counts.refusedByReason);
  const build = formatLabels({ version: project.version, deno: Deno.version.deno });
  const metrics: readonly Metric[] = [
    ["gauge", "eco_connections", "Connections open now.", counts.connections],
    ["counter", "eco_connections_opened_total", "Connections opened.", counts.opened],
    [
      "counter",
      "eco_connections_closed_total",
      "Connections closed, by close code; 1006: broken before this side closed.",
      closed,
    ],
    ["counter", "eco_handshakes_refused_total", "Handshakes refused, by reason.", refused],
    [
      "counter",
      "eco_handshakes_lost_total",
      "Handshakes whose peer reset the connection before the answer.",
      counts.lost,
    ],
    [
      "counter",
      "eco_slow_consumers_total",
      "Connections closed because too much waited to be read.",
      counts.slowConsumers,
    ],
    [
      "counter",
      "eco_handler_failures_total",
      "Connections closed because the handler failed.",
      counts.handlerFailures,
    ],
    ["counter", "eco_messages_total", "Messages.", getTrafficSamples(counts, "messages")],
    [
      "counter",
      "eco_message_bytes_total",
      "Payload of messages; UTF-16 units of text.",
      getTrafficSamples(counts, "bytes"),
    ],
    [
      "histogram",
      "eco_connection_duration_seconds",
      "How long closed connections were open.",
      getDurationSamples(counts.durations),
    ],
    ["gauge", "eco_event_loop_delay_seconds", "How late a timer was just now.", delaySeconds],
    ["gauge", "process_resident_memory_bytes", "Resident memory.", rss],
    ["gauge", "process_start_time_seconds", "When the process started, since 1970.", startSeconds],
    ["gauge", "eco_build_info", "What is running, in its labels.", [[build, 1]]],
  ];
  return metrics.map(formatMetric).join("");
}

function formatMetric([type, name, help, value]: Metric): string {
  const samples: readonly Sample[] = typeof value === "number" ? [["", value]] : value;
  const lines = samples.map(([suffix, value]) => `${name}${suffix} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  // JSON escapes what the format does: backslash, quote and line feed.
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${pairs.join(",")}}`;
}

function getSamplesByLabel(label: string, counts: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(counts).map(([name, value]) => [formatLabels({ [label]: name }), value]);
}

function getTrafficSamples({ received, sent }: Counts, field: keyof Traffic): Sample[] {
  return Object.entries({ received, sent }).flatMap(([direction, traffic]) =>
    Object.entries(traffic).map(([type, counts]): Sample => [
      formatLabels({ direction, type }),
      counts[field],
    ])
  );
}

function getDurationSamples({ atMost, count, sumSeconds }: Counts["durations"]): Sample[] {
  const bounds = [...DURATION_BOUNDS_SECONDS, "+Inf"];
  return [
    ...[...atMost, count].map((value, index): Sample => [
      `_bucket${formatLabels({ le: `${bounds[index]}` })}`,
      value,
    ]),
    ["_sum", sumSeconds],
    ["_count", count],
  ];
}

/** Resolves with how much longer than asked a timer of one millisecond takes, in seconds. */
async function measureEventLoopDelay(): Promise<number> {
  const startMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 1));
  return Math.max(performance.now() - startMs - 1, 0) / 1000;
}
