import { type Counts, DURATION_BOUNDS_SECONDS, type Traffic } from "./policy/counts.ts";
import { formatMetrics, type Metric, type Sample } from "./policy/prometheus.ts";
import project from "../deno.json" with { type: "json" };

const startedAtSeconds = (Date.now() - performance.now()) / 1000;

/** Writes what was counted in Prometheus' text format, with what the process is like at the moment. */
export async function writeMetrics(counts: Counts): Promise<string> {
  return formatMetrics([...countMetrics(counts), ...await processMetrics()]);
}

function countMetrics(counts: Counts): Metric[] {
  return [
    gauge("eco_connections", "Connections open now.", { value: counts.connections }),
    counter("eco_connections_opened_total", "Connections opened.", { value: counts.opened }),
    counter(
      "eco_connections_closed_total",
      "Connections closed, by close code; 1006 without a closing handshake.",
      ...byLabel("code", counts.closedByCode),
    ),
    counter(
      "eco_handshakes_refused_total",
      "Handshakes refused, by reason.",
      ...byLabel("reason", counts.refusedByReason),
    ),
    counter(
      "eco_handshakes_lost_total",
      "Handshakes whose peer reset the connection before the answer.",
      { value: counts.lost },
    ),
    counter("eco_slow_consumers_total", "Connections closed with 1013.", {
      value: counts.slowConsumers,
    }),
    counter("eco_handler_failures_total", "Connections closed with 1011.", {
      value: counts.handlerFailures,
    }),
    counter("eco_messages_total", "Messages.", ...byTraffic(counts, "messages")),
    counter(
      "eco_message_bytes_total",
      "Payload of messages; UTF-16 units where it is text.",
      ...byTraffic(counts, "bytes"),
    ),
    {
      name: "eco_connection_duration_seconds",
      type: "histogram",
      help: "How long closed connections were open.",
      samples: durationSamples(counts.durations),
    },
  ];
}

async function processMetrics(): Promise<Metric[]> {
  return [
    gauge("eco_event_loop_delay_seconds", "How late a timer was just now.", {
      value: await eventLoopDelaySeconds(),
    }),
    gauge("process_resident_memory_bytes", "Resident memory.", { value: Deno.memoryUsage().rss }),
    gauge("process_start_time_seconds", "When the process started, since 1970.", {
      value: startedAtSeconds,
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

function byLabel(label: string, counts: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(counts).map(([name, value]) => ({ value, labels: { [label]: name } }));
}

function byTraffic(counts: Counts, field: keyof Traffic): Sample[] {
  const { received, sent } = counts;
  return Object.entries({ received, sent }).flatMap(([direction, { text, binary }]) =>
    Object.entries({ text, binary }).map(([type, traffic]) => (
      { value: traffic[field], labels: { direction, type } }
    ))
  );
}

function durationSamples({ atMost, count, sumSeconds }: Counts["durations"]): Sample[] {
  const bounds = [...DURATION_BOUNDS_SECONDS, "+Inf"];
  return [
    ...[...atMost, count].map((value, index): Sample => (
      { value, labels: { le: `${bounds[index]}` }, ending: "_bucket" }
    )),
    { value: sumSeconds, ending: "_sum" },
    { value: count, ending: "_count" },
  ];
}

/** How much longer than asked a timer of a millisecond takes. */
async function eventLoopDelaySeconds(): Promise<number> {
  const startMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 1));
  return Math.max(performance.now() - startMs - 1, 0) / 1000;
}
