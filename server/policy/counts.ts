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
