import { open, startLoad } from "./load.ts";
import type { Contestant } from "./servers.ts";
import { cpuMsOf, residentBytesOf } from "./processes.ts";
import { type Server, startServer } from "./server.ts";
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

/** How long a server is kept busy, in milliseconds: before it is measured, and while it is. */
export interface Timing {
  readonly warmUpMs: number;
  readonly measureMs: number;
}

const IDLE_CONNECTIONS = 2000;
const MIB = 1024 * 1024;

const MEMORY: Figure = { name: "MiB", isMoreBetter: false };

/** The rows of the bench. */
export const ROWS: readonly Row[] = [
  ...WORKLOADS.map((workload) => messageRow(workload)),
  {
    name: "the page",
    figures: costOf("response"),
    needsPage: true,
    whySkipped: () => isInstalled("wrk") ? undefined : "wrk is not installed",
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

function messageRow(workload: Workload, cores?: "all"): Row {
  return {
    name: workload.name,
    figures: [...costOf("message"), MEMORY],
    async measure(contestant, { warmUpMs, measureMs }) {
      await using server = startServer(contestant, cores);
      await using load = await startLoad(server.port, workload);
      const pass = (ms: number) => Promise.race([load.done, wait(ms)]);
      await pass(warmUpMs);
      const before = load.replies;
      const cost = meter(server);
      // A machine that is busy with other things may take longer for the first.
      do await pass(measureMs); while (load.replies === before);
      return [...cost(load.replies - before), residentBytesOf(server.pid) / MIB];
    },
  };
}

function isInstalled(program: string): boolean {
  try {
    new Deno.Command(program, { stdout: "null", stderr: "null" }).outputSync();
    return true;
  } catch {
    return false;
  }
}

async function measurePage(
  contestant: Contestant,
  { warmUpMs, measureMs }: Timing,
): Promise<number[]> {
  await using server = startServer(contestant);
  (await open(server.port)).close(); // It serves from now on.
  await runWrk(server, warmUpMs);
  const cost = meter(server);
  return cost(await runWrk(server, measureMs));
}

/** Asks for the page as browsers do, for so long, and returns how often it came. */
async function runWrk({ port }: Server, ms: number): Promise<number> {
  const { success, stdout, stderr } = await new Deno.Command("wrk", {
    args: [
      ...["--threads", "1", "--connections", "32", "--duration", `${Math.ceil(ms / 1000)}s`],
      ...["--header", "Accept-Encoding: gzip, deflate, br", `http://127.0.0.1:${port}/`],
    ],
  }).output();
  const text = new TextDecoder().decode(success ? stdout : stderr);
  const [, responses] = text.match(/(\d+) requests in/) ?? [];
  if (!responses || /Non-2xx|Socket errors/.test(text)) throw new Error(`wrk failed: ${text}`);
  return Number(responses);
}

async function measureStart(contestant: Contestant): Promise<number[]> {
  const startedAt = performance.now();
  await using server = startServer(contestant);
  await using load = await startLoad(server.port, WORKLOADS[0]);
  while (load.replies === 0) await Promise.race([load.done, wait(0)]);
  return [performance.now() - startedAt];
}

async function measureIdle(contestant: Contestant): Promise<number[]> {
  await using server = startServer(contestant);
  (await open(server.port)).close();
  const before = residentBytesOf(server.pid);
  using connections = new DisposableStack();
  for (let count = 0; count < IDLE_CONNECTIONS; count++) connections.use(await open(server.port));
  return [(residentBytesOf(server.pid) - before) / 1024 / IDLE_CONNECTIONS];
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Begins to measure a server; what it returns tells the figures of {@linkcode costOf}. */
function meter({ pid }: Server): (units: number) => [cpuUs: number, perSecond: number] {
  const cpuBefore = cpuMsOf(pid);
  const before = performance.now();
  return (units) => {
    const seconds = (performance.now() - before) / 1000;
    return [(cpuMsOf(pid) - cpuBefore) * 1000 / units, units / seconds];
  };
}
