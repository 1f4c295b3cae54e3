import project from "../../deno.json" with { type: "json" };

/** Messages of one type in one direction. */
export interface Traffic {
  /** How many. */
  messages: number;
  /** Bytes of binary messages; UTF-16 units of text, which equal its bytes if it is ASCII. */
  bytes: number;
}

/** What a server has counted since its start; plain data. */
export interface Counts {
  /** Connections that are open now. */
  connections: number;
  /** Connections that have been opened. */
  opened: number;
  /**
   * Connections that have been closed, by close code (RFC 6455 §7.4): `"1000"` to `"1015"`, `"3xxx"`,
   * `"4xxx"` and `"other"`.
   */
  readonly closedByCode: Record<string, number>;
  /** Handshakes that were refused, by reason: one word each, such as `"origin"`. */
  readonly refusedByReason: Record<string, number>;
  /** Handshakes whose peer left before it read the response. */
  lost: number;
  /** Connections closed because too much waited to be read. */
  slowConsumers: number;
  /** Connections closed because the handler failed. */
  handlerFailures: number;
  /** Messages from peers. */
  readonly received: { readonly text: Traffic; readonly binary: Traffic };
  /** Messages to peers. */
  readonly sent: { readonly text: Traffic; readonly binary: Traffic };
  /** How long closed connections were open. */
  readonly durations: {
    /** How many lasted at most 0.1, 1, 10, 60, 300, 1800, 3600, 21,600 and 86,400 seconds. */
    readonly atMost: number[];
    /** How many connections have been closed. */
    count: number;
    /** The sum of their durations, in seconds. */
    sumSeconds: number;
  };
}

/** Bounds of the histogram of durations, from a probe's connection to one that is kept for a day. */
export const DURATION_BOUNDS_SECONDS = [0.1, 1, 10, 60, 300, 1800, 3600, 21_600, 86_400] as const;

/** Returns counts that are all zero. */
export function newCounts(): Counts {
  const traffic = () => ({ messages: 0, bytes: 0 });
  return {
    connections: 0,
    opened: 0,
    closedByCode: {},
    refusedByReason: {},
    lost: 0,
    slowConsumers: 0,
    handlerFailures: 0,
    received: { text: traffic(), binary: traffic() },
    sent: { text: traffic(), binary: traffic() },
    durations: { atMost: DURATION_BOUNDS_SECONDS.map(() => 0), count: 0, sumSeconds: 0 },
  };
}

/** Adds one to a named count. */
export function increment(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Counts a closed connection. */
export function countClosed(counts: Counts, code: number, durationSeconds: number): void {
  increment(counts.closedByCode, closeCodeLabel(code));
  const { durations } = counts;
  durations.count += 1;
  durations.sumSeconds += durationSeconds;
  for (const [index, bound] of DURATION_BOUNDS_SECONDS.entries()) {
    if (durationSeconds <= bound) durations.atMost[index] += 1;
  }
}

/**
 * Returns the label for a close code. Any peer can choose among thousands of codes for libraries
 * and applications (RFC 6455 §7.4.2), so these share one label each.
 */
export function closeCodeLabel(code: number): string {
  if (code >= 1000 && code <= 1015) return `${code}`;
  if (code >= 4000 && code <= 4999) return "4xxx";
  return code >= 3000 && code <= 3999 ? "3xxx" : "other";
}

/** A value of a metric, after what follows the metric's name: labels, or the part of a histogram. */
type Sample = readonly [suffix: string, value: number];

type Metric = readonly [
  type: "counter" | "gauge" | "histogram",
  name: string,
  help: string,
  value: number | readonly Sample[],
];

/** The state of the process, beside the counts. */
export interface ProcessState {
  /** How late a timer was, in seconds. */
  readonly delaySeconds: number;
  readonly residentBytes: number;
  /** When it started, in seconds since 1970. */
  readonly startSeconds: number;
  /** The version of Deno. */
  readonly deno: string;
}

/** Returns the counts and the state of the process in Prometheus' text format, version 0.0.4. */
export function writeMetrics(
  counts: Counts,
  { delaySeconds, residentBytes, startSeconds, deno }: ProcessState,
): string {
  const closed = getSamplesByLabel("code", counts.closedByCode);
  const refused = getSamplesByLabel("reason", counts.refusedByReason);
  const build = formatLabels({ version: project.version, deno });
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
    ["gauge", "process_resident_memory_bytes", "Resident memory.", residentBytes],
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
