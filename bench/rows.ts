import { answers, whyIgnored } from "../tests/support/needs.ts";
import { exchangeFor, openClients, reconnectFor, type Workload } from "./load.ts";
import { measurePage } from "./page.ts";
import { runClient, type Server, startServer } from "./servers.ts";

/** How long, and with how many clients. */
interface Size {
  readonly seconds: number;
  /** Connections in the rows of many. */
  readonly connections: number;
}

/** What is measured of each server; less is better. */
interface Row {
  readonly name: string;
  readonly unit: "µs" | "ms" | "KiB" | "%" | "×";
  /** Turns of each server in a round, if one turn is short. @default 1 */
  readonly turns?: number;
  /** Kinds of servers that have what is measured. @default all */
  readonly kinds?: readonly Server["kind"][];
  /** Returns why this machine cannot measure it, if so. */
  readonly whyNot?: (size: Size) => string | undefined;
  readonly measure: (server: Server, size: Size) => Promise<number>;
}

const ONE_CLIENT: Workload = { connections: 1, type: "text" };
/** 200 × 500 messages. */
const BACKLOG: Workload = { connections: 200, type: "text", depth: 500 };
const DENO = ["eco", "Deno"] as const;

export const ROWS: readonly Row[] = [
  createLoadRow("1 connection", ONE_CLIENT),
  createLoadRow("100 connections", { connections: 100, type: "text" }),
  {
    name: "many connections",
    unit: "µs",
    whyNot: findDescriptors,
    measure: (server, { seconds, connections }) =>
      measureMessage(server, { connections, type: "text" }, seconds),
  },
  createLoadRow("50 connections × 16", { connections: 50, type: "text", depth: 16 }),
  createLoadRow("16 KiB text", { connections: 10, type: "text", bytes: 2 ** 14 }),
  createLoadRow("16 KiB binary", { connections: 10, type: "binary", bytes: 2 ** 14 }),
  createLoadRow("1 MiB binary", { connections: 4, type: "binary", bytes: 2 ** 20 }),
  { ...createLoadRow("the page", { connections: 32, type: "page" }), kinds: DENO },
  {
    name: "a message shown",
    unit: "ms",
    kinds: DENO,
    whyNot: () => whyIgnored(["chromium"]),
    measure: (server, { seconds }) => measurePage(server, seconds),
  },
  { name: "a connection", unit: "µs", measure: measureConnection },
  { name: "start", unit: "ms", turns: 4, measure: (server) => measureStart(server) },
  {
    name: "start with --port",
    unit: "ms",
    turns: 4,
    measure: (server) => measureStart(server, { withFlag: true }),
  },
  { name: "probe", unit: "ms", turns: 2, kinds: DENO, measure: measureClient },
  {
    name: "stop",
    unit: "×",
    kinds: ["eco"],
    measure: async (server) => (await measureStop(server)).ratio,
  },
  {
    name: "replies lost by a stop",
    unit: "%",
    kinds: DENO,
    measure: async (server) => (await measureStop(server)).lostPercent,
  },
  { name: "an idle connection", unit: "KiB", whyNot: findDescriptors, measure: measureIdle },
];

/** Returns why so many connections cannot be opened, if so. */
function findDescriptors({ connections }: Size): string | undefined {
  const needed = connections + 100;
  const isEnough = answers("sh", ["-c", `ulimit -n $(ulimit -H -n) && ulimit -n ${needed}`]);
  return isEnough ? undefined : `needs ${needed} file descriptors: ulimit -n, or --connections`;
}

/** Returns the row of the server's processor time for a message or a page, in microseconds. */
function createLoadRow(name: string, workload: Workload): Row {
  return {
    name,
    unit: "µs",
    measure: (server, { seconds }) => measureMessage(server, workload, seconds),
  };
}

async function measureMessage(
  server: Server,
  workload: Workload,
  seconds: number,
): Promise<number> {
  await using running = startServer(server);
  const clients = await openClients(running, workload);
  const load = (ms: number) => exchangeFor(ms, clients);
  return await measureLoad(running.pid, load, seconds) / (workload.depth ?? 1);
}

/** Resolves with the server's processor time to open, echo and close, in microseconds. */
async function measureConnection(server: Server, { seconds }: Size): Promise<number> {
  await using running = startServer(server);
  await openClients(running, ONE_CLIENT);
  return await measureLoad(running.pid, (ms) => reconnectFor(ms, running.port), seconds);
}

/** Resolves with a server's processor time for one unit of a load, in microseconds. */
async function measureLoad(
  pid: number,
  load: (ms: number) => Promise<number>,
  seconds: number,
): Promise<number> {
  await load(seconds * 500); // The server's compiler warms up.
  const readMs = () => readUsage(pid).processorMs;
  const before = readMs();
  let count = 0;
  // A machine that is busy with other things may let the server run for less than 10 ms.
  do count += await load(seconds * 1000); while (readMs() === before);
  return (readMs() - before) * 1000 / count;
}

/** Resolves with the time from the start of the process to the first echo, in milliseconds. */
export async function measureStart(server: Server, { withFlag = false } = {}): Promise<number> {
  const startedAt = performance.now();
  await using running = startServer(server, { withFlag });
  await openClients(running, ONE_CLIENT);
  return performance.now() - startedAt;
}

/** Resolves with the time from the start of the server's client to its end, in milliseconds. */
async function measureClient(server: Server): Promise<number> {
  await using running = startServer(server);
  await openClients(running, ONE_CLIENT);
  await runClient(server, running.port); // Deno's cache and the server's compiler warm up.
  const startedAt = performance.now();
  await runClient(server, running.port);
  return performance.now() - startedAt;
}

/**
 * Stops a server that clients have just sent messages. Resolves with the part of the replies that is
 * lost, and with the time until the server has answered and ended, divided by the time to answer
 * without a stop.
 */
async function measureStop(server: Server): Promise<{ ratio: number; lostPercent: number }> {
  await using running = startServer(server);
  const clients = await openClients(running, BACKLOG);
  const send = () => Promise.all(clients.map((client) => client.send()));
  const startedAt = performance.now();
  await send();
  await Promise.all(clients.map((client) => client.receive()));
  const sentAt = performance.now();
  await send();
  const stopped = running.stop();
  const parts = await Promise.all(clients.map(async (client) => {
    const part = await client.receive();
    const isClosing = await client.receive(1) === 1; // The first byte of a close frame.
    if (isClosing) await client.close();
    return part;
  }));
  await stopped;
  const answered = parts.reduce((sum, part) => sum + part) / parts.length;
  return {
    ratio: (performance.now() - sentAt) / (sentAt - startedAt),
    lostPercent: (1 - answered) * 100,
  };
}

/** Resolves with the memory of a connection after its first message, in KiB. */
async function measureIdle(server: Server, { connections }: Size): Promise<number> {
  await using running = startServer(server);
  await openClients(running, ONE_CLIENT);
  const before = readUsage(running.pid).residentKib;
  const more = connections - 1; // eco accepts 10,000.
  await openClients(running, { ...ONE_CLIENT, connections: more });
  return (readUsage(running.pid).residentKib - before) / more;
}

/** Returns the processor time of a process, in steps of 10 ms, and its memory (proc_pid_stat(5)). */
function readUsage(pid: number): { processorMs: number; residentKib: number } {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(" ").map(Number);
  return { processorMs: (fields[13] + fields[14]) * 10, residentKib: fields[23] * 4 };
}
