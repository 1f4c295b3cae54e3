import { answers } from "../tests/support/needs.ts";
import {
  measureIdle,
  measureMessages,
  measurePage,
  measureStart,
  type Timing,
} from "./measurements.ts";
import type { Contestant } from "./servers.ts";
import { type Workload, WORKLOADS } from "./workloads.ts";

/** What is measured of each server in one go. */
export interface Row {
  readonly name: string;
  readonly figures: readonly Figure[];
  /** Whether only servers that hand out the page have it. @default false */
  readonly needsPage?: boolean;
  /** Returns why it cannot be measured here, or nothing. @default it can */
  readonly whySkipped?: () => string | undefined;
  /** Starts the server, measures it, and returns the figures in their order. */
  readonly measure: (contestant: Contestant, timing: Timing) => Promise<number[]>;
}

/** A figure with its unit, and whether more of it is better. */
export interface Figure {
  readonly name: string;
  readonly isMoreBetter: boolean;
}

/** The rows of the bench. */
export const ROWS: readonly Row[] = [
  ...WORKLOADS.map((workload) => messageRow(workload)),
  {
    name: "the page",
    figures: costOf("response"),
    needsPage: true,
    // Asked for its version, it fails.
    whySkipped: () => answers("sh", ["-c", "command -v wrk"]) ? undefined : "wrk is not installed",
    measure: measurePage,
  },
  {
    name: "start",
    figures: [{ name: "ms to the first echo", isMoreBetter: false }],
    measure: measureStart,
  },
  {
    name: "idle connections",
    figures: [{ name: "KiB each", isMoreBetter: false }],
    measure: measureIdle,
  },
];

/** More and more connections, to see what grows with them. */
export const SCALE_ROWS: readonly Row[] = [1, 10, 100, 1000, 10_000].map((connections) => {
  const name = connections === 1
    ? "1 connection"
    : `${connections.toLocaleString("en")} connections`;
  return messageRow({ name, connections, depth: 1, type: "text", bytes: 20 }, "all");
});

function costOf(unit: string): Figure[] {
  return [
    { name: `µs CPU/${unit}`, isMoreBetter: false },
    { name: `${unit}s/s`, isMoreBetter: true },
  ];
}

function messageRow(workload: Workload, cores: "one" | "all" = "one"): Row {
  return {
    name: workload.name,
    figures: [...costOf("message"), { name: "MiB", isMoreBetter: false }],
    measure: (contestant, timing) => measureMessages(contestant, timing, { ...workload, cores }),
  };
}
