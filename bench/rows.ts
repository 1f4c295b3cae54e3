import { openClients, reconnect, type Workload } from "./load.ts";
import { type Server, startServer } from "./servers.ts";

/** What is measured of each server; less is better. */
interface Row {
  readonly name: string;
  readonly unit: "µs" | "ms" | "KiB";
  /** Turns of each server in a round, if one turn is short. @default 1 */
  readonly turns?: number;
  readonly measure: (server: Server, seconds: number) => Promise<number>;
}

const ONE_CLIENT: Workload = { connections: 1, type: "text" };
const IDLE_CLIENTS: Workload = { connections: 2000, type: "text" };

export const ROWS: readonly Row[] = [
  createLoadRow("1 connection", ONE_CLIENT),
  createLoadRow("100 connections", { connections: 100, type: "text" }),
  createLoadRow("50 connections × 16", { connections: 50, type: "text", depth: 16 }),
  createLoadRow("16 KiB text", { connections: 10, type: "text", bytes: 2 ** 14 }),
  createLoadRow("16 KiB binary", { connections: 10, type: "binary", bytes: 2 ** 14 }),
  createLoadRow("1 MiB binary", { connections: 4, type: "binary", bytes: 2 ** 20 }),
  createLoadRow("the page", { connections: 32, type: "page" }),
  { name: "a connection", unit: "µs", measure: measureConnection },
  { name: "start", unit: "ms", turns: 4, measure: (server) => measureStart(server) },
  {
    name: "start with --port",
    unit: "ms",
    turns: 4,
    measure: (server) => measureStart(server, { withFlag: true }),
  },
  { name: "an idle connection", unit: "KiB", measure: measureIdleConnection },
];

/** Returns the row of the server's processor time for a message or a page, in microseconds. */
function createLoadRow(name: string, workload: Workload): Row {
  async function measure(server: Server, seconds: number): Promise<number> {
    await using running = startServer(server);
    return await measureLoad(running.pid, await openClients(running, workload), seconds);
  }
  return { name, unit: "µs", measure };
}

/** Resolves with the server's processor time to open, echo and close, in microseconds. */
async function measureConnection(server: Server, seconds: number): Promise<number> {
  await using running = startServer(server);
  await openClients(running, ONE_CLIENT);
  return await measureLoad(running.pid, (ms) => reconnect(running.port, ms), seconds);
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

/** Resolves with the memory of a connection after its first message, in KiB. */
async function measureIdleConnection(server: Server): Promise<number> {
  await using running = startServer(server);
  await openClients(running, ONE_CLIENT);
  const before = readUsage(running.pid).residentKib;
  await openClients(running, IDLE_CLIENTS);
  return (readUsage(running.pid).residentKib - before) / IDLE_CLIENTS.connections;
}

/** Returns the processor time of a process, in steps of 10 ms, and its memory (proc_pid_stat(5)). */
function readUsage(pid: number): { processorMs: number; residentKib: number } {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(" ").map(Number);
  return { processorMs: (fields[13] + fields[14]) * 10, residentKib: fields[23] * 4 };
}
