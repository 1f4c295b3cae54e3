import project from "../deno.json" with { type: "json" };
import { type Counts, DURATION_BOUNDS_SECONDS, type Traffic } from "./policy/counts.ts";

/** One value of a metric. */
interface Sample {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** Ending of the name, for the parts of a histogram. @default "" */
  readonly ending?: "_bucket" | "_sum" | "_count";
}

interface Metric {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  /** What it measures, in one line. */
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** Resolves with the counts and the state of the process in Prometheus' text format, version 0.0.4. */
export async function writeMetrics(counts: Counts): Promise<string> {
  const metrics = [...getCountMetrics(counts), ...await getProcessMetrics()];
  return metrics.map(({ name, type, help, samples }) =>
    [
      `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`,
      ...samples.map(({ value, labels = {}, ending = "" }) =>
        `${name}${ending}${formatLabels(labels)} ${value}\n`
      ),
    ].join("")
  ).join("");
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  // JSON escapes what the format does: backslash, quote and line feed.
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function getCountMetrics(counts: Counts): Metric[] {
  return [
    gauge("eco_connections", "Connections open now.", { value: counts.connections }),
    counter("eco_connections_opened_total", "Connections opened.", { value: counts.opened }),
    counter(
      "eco_connections_closed_total",
      "Connections closed, by close code; 1006: broken before this side closed.",
      ...getSamplesByLabel("code", counts.closedByCode),
    ),
    counter(
      "eco_handshakes_refused_total",
      "Handshakes refused, by reason.",
      ...getSamplesByLabel("reason", counts.refusedByReason),
    ),
    counter(
      "eco_handshakes_lost_total",
      "Handshakes whose peer reset the connection before the answer.",
      { value: counts.lost },
    ),
    counter("eco_slow_consumers_total", "Connections closed because too much waited to be read.", {
      value: counts.slowConsumers,
    }),
    counter("eco_handler_failures_total", "Connections closed because the handler failed.", {
      value: counts.handlerFailures,
    }),
    counter("eco_messages_total", "Messages.", ...getTrafficSamples(counts, "messages")),
    counter(
      "eco_message_bytes_total",
      "Payload of messages; UTF-16 units of text.",
      ...getTrafficSamples(counts, "bytes"),
    ),
    {
      name: "eco_connection_duration_seconds",
      type: "histogram",
      help: "How long closed connections were open.",
      samples: getDurationSamples(counts.durations),
    },
  ];
}

async function getProcessMetrics(): Promise<Metric[]> {
  return [
    gauge("eco_event_loop_delay_seconds", "How late a timer was just now.", {
      value: await measureEventLoopDelay(),
    }),
    gauge("process_resident_memory_bytes", "Resident memory.", { value: Deno.memoryUsage().rss }),
    gauge("process_start_time_seconds", "When the process started, since 1970.", {
      value: performance.timeOrigin / 1000,
    }),
    gauge("eco_build_info", "What is running, in its labels.", {
      value: 1,
      labels: { version: project.version, deno: Deno.version.deno },
    }),
  ];
}

function counter(name: string, help: string, ...samples: readonly Sample[]): Metric {
  return { name, type: "counter", help, samples };
}

function gauge(name: string, help: string, sample: Sample): Metric {
  return { name, type: "gauge", help, samples: [sample] };
}

function getSamplesByLabel(label: string, counts: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(counts).map(([name, value]) => ({ value, labels: { [label]: name } }));
}

function getTrafficSamples({ received, sent }: Counts, field: keyof Traffic): Sample[] {
  return Object.entries({ received, sent }).flatMap(([direction, { text, binary }]) =>
    Object.entries({ text, binary }).map(([type, traffic]) => (
      { value: traffic[field], labels: { direction, type } }
    ))
  );
}

function getDurationSamples({ atMost, count, sumSeconds }: Counts["durations"]): Sample[] {
  const bounds = [...DURATION_BOUNDS_SECONDS, "+Inf"];
  return [
    ...[...atMost, count].map((value, index): Sample => (
      { value, labels: { le: `${bounds[index]}` }, ending: "_bucket" }
    )),
    { value: sumSeconds, ending: "_sum" },
    { value: count, ending: "_count" },
  ];
}

/** Resolves with how much longer than asked a timer of one millisecond takes, in seconds. */
async function measureEventLoopDelay(): Promise<number> {
  const startMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 1));
  return Math.max(performance.now() - startMs - 1, 0) / 1000;
}
