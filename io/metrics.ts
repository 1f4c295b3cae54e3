import { AggregatorRegistry } from "prom-client";
import { type Counts, DURATION_BOUNDS_SECONDS, type Traffic } from "../core/counts.ts";
import project from "../deno.json" with { type: "json" };

type Labels = Readonly<Record<string, string>>;

/** A value, with its labels and, for those of a histogram, the ending of its name. */
interface Sample {
  readonly value: number;
  readonly labels?: Labels;
  readonly ending?: string;
}

/** How long the process is up is counted from here. */
const startedAtSeconds = (Date.now() - performance.now()) / 1000;

/**
 * Writes what was counted in Prometheus' text format, with what the process is like at the moment.
 * The library only formats: the numbers are counted without it, an increment each.
 */
export async function writeMetrics(counts: Counts): Promise<string> {
  const metrics: object[] = [];
  const add = (name: string, type: string, help: string, ...samples: readonly Sample[]) => {
    const values = samples.map(({ value, labels = {}, ending = "" }) => (
      { value, labels, metricName: name + ending }
    ));
    metrics.push({ name, help, type, values, aggregator: "sum" });
  };
  add("eco_connections", "gauge", "Connections open now.", { value: counts.connections });
  add("eco_connections_opened_total", "counter", "Connections opened.", { value: counts.opened });
  add(
    "eco_connections_closed_total",
    "counter",
    "Connections closed, by close code; 1006 without a closing handshake.",
    ...byLabel("code", counts.closedByCode),
  );
  add(
    "eco_handshakes_refused_total",
    "counter",
    "Handshakes refused, by reason.",
    ...byLabel("reason", counts.refusedByReason),
  );
  add(
    "eco_handshakes_lost_total",
    "counter",
    "Handshakes whose peer reset the connection before the answer.",
    { value: counts.lost },
  );
  add("eco_slow_consumers_total", "counter", "Connections closed with 1013.", {
    value: counts.slowConsumers,
  });
  add("eco_handler_failures_total", "counter", "Connections closed with 1011.", {
    value: counts.handlerFailures,
  });
  add("eco_messages_total", "counter", "Messages.", ...byTraffic(counts, "messages"));
  add(
    "eco_message_bytes_total",
    "counter",
    "Payload of messages; UTF-16 units where it is text.",
    ...byTraffic(counts, "bytes"),
  );
  add(
    "eco_connection_duration_seconds",
    "histogram",
    "How long closed connections were open.",
    ...durationSamples(counts.durations),
  );
  add("eco_event_loop_delay_seconds", "gauge", "How late a timer was just now.", {
    value: await eventLoopDelaySeconds(),
  });
  add("process_resident_memory_bytes", "gauge", "Resident memory.", {
    value: Deno.memoryUsage().rss,
  });
  add("process_start_time_seconds", "gauge", "When the process started, since 1970.", {
    value: startedAtSeconds,
  });
  add("eco_build_info", "gauge", "What is running, in its labels.", {
    value: 1,
    labels: { version: project.version, deno: Deno.version.deno },
  });
  return await AggregatorRegistry.aggregate([metrics]).metrics();
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
    ...[...atMost, count].map((value, index) => (
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
