import { pathOf } from "../tests/support/needs.ts";
import { Client, createEcho, type Exchange, PAGE } from "./load.ts";
import { measurePage } from "./page.ts";
import { RunningServer, type Server } from "./servers.ts";

/** How much is done for one figure. */
export interface Effort {
  /** How long a server is kept busy, after half of it to warm up. */
  readonly seconds: number;
  /** The most clients that are connected. */
  readonly maxClients: number;
}

/** What is measured of each server; less is better. */
export interface Row {
  readonly name: string;
  readonly unit: "µs" | "ms" | "KiB" | "%" | "×";
  /** Turns of each server in a round, if one turn is short. @default 1 */
  readonly turns?: number;
  /** Returns what stands in the table if the server cannot be measured. */
  readonly whyNot?: (server: Server) => string | false;
  readonly measure: (server: Server, effort: Effort) => Promise<number>;
}

const MANY = 10_000; // eco accepts no more by default.
const ECHO = createEcho();

export const ROWS: readonly Row[] = [
  createLoadRow("1 connection", 1, ECHO),
  createLoadRow("100 connections", 100, ECHO),
  // Python takes so long to connect them that it sends pings, which the clients do not expect.
  { ...createLoadRow("10,000 connections", MANY, ECHO), whyNot: isNotDeno },
  createLoadRow("50 connections × 16", 50, createEcho({ count: 16 })),
  createLoadRow("16 KiB text", 10, createEcho({ bytes: 2 ** 14 })),
  createLoadRow("16 KiB binary", 10, createEcho({ bytes: 2 ** 14, isBinary: true })),
  createLoadRow("1 MiB binary", 4, createEcho({ bytes: 2 ** 20, isBinary: true })),
  { ...createLoadRow("the page", 32, PAGE), whyNot: isNotDeno },
  { name: "a message shown", unit: "ms", whyNot: cannotShow, measure: measurePage },
  { name: "a connection", unit: "µs", measure: measureConnection },
  { name: "an idle connection", unit: "KiB", measure: measureMemory },
  { name: "start", unit: "ms", turns: 4, measure: (server) => measureStart(server) },
  {
    name: "start with --port",
    unit: "ms",
    turns: 4,
    measure: (server) => measureStart(server, { withFlag: true }),
  },
  { name: "probe", unit: "ms", whyNot: isNotDeno, measure: measureProbe },
  createStopRow("stop", "×", ({ kind }) => kind !== "eco" && "–"),
  createStopRow("replies lost", "%", isNotDeno),
];

function isNotDeno({ kind }: Server): string | false {
  return kind === "other" && "–";
}

function cannotShow(server: Server): string | false {
  return isNotDeno(server) || !pathOf("chromium") && "needs Chromium";
}

/** Returns the row of the server's processor time for a message or a page, in microseconds. */
function createLoadRow(name: string, count: number, exchange: Exchange): Row {
  async function measure(server: Server, { seconds, maxClients }: Effort): Promise<number> {
    await using running = new RunningServer(server);
    const clients = await running.connect(Math.min(count, maxClients), exchange);
    const actions = clients.map((client) => () => client.exchange());
    return await measureLoad(running, actions, seconds) / exchange.count;
  }
  return { name, unit: "µs", measure };
}

/** Resolves with the server's processor time to open, echo and close, in microseconds. */
async function measureConnection(server: Server, { seconds }: Effort): Promise<number> {
  await using running = new RunningServer(server);
  await running.connect(1, ECHO);
  async function connect(): Promise<void> {
    using client = await Client.open(running.port, ECHO);
    await client.close();
  }
  return await measureLoad(running, Array(20).fill(connect), seconds);
}

/**
 * Repeats actions side by side. Resolves with the server's processor time for each time that one of
 * them is done, in microseconds.
 */
async function measureLoad(
  running: RunningServer,
  actions: readonly (() => Promise<void>)[],
  seconds: number,
): Promise<number> {
  async function repeat(ms: number): Promise<number> {
    const end = performance.now() + ms;
    let count = 0;
    await Promise.all(actions.map(async (act) => {
      do {
        await act();
        count++;
      } while (performance.now() < end);
    }));
    return count;
  }
  await repeat(seconds * 500); // The server's compiler warms up.
  const readMs = () => running.readUsage().processorMs;
  const before = readMs();
  let count = 0;
  // A machine that is busy with other things may let the server run for less than 10 ms.
  do count += await repeat(seconds * 1000); while (readMs() === before);
  return (readMs() - before) * 1000 / count;
}

/** Resolves with the memory of a connection after its first message, in KiB. */
async function measureMemory(server: Server, { maxClients }: Effort): Promise<number> {
  await using running = new RunningServer(server);
  await running.connect(1, ECHO);
  const before = running.readUsage().residentKib;
  const count = Math.min(MANY, maxClients) - 1;
  await running.connect(count, ECHO);
  return (running.readUsage().residentKib - before) / count;
}

/** Resolves with the time from the start of the process to the first echo, in milliseconds. */
export async function measureStart(server: Server, options = {}): Promise<number> {
  const startedAt = performance.now();
  await using running = new RunningServer(server, options);
  await running.connect(1, ECHO);
  return performance.now() - startedAt;
}

/** Resolves with the time from the start of the server's client to its end, in milliseconds. */
async function measureProbe(server: Server): Promise<number> {
  await using running = new RunningServer(server);
  await running.connect(1, ECHO);
  await running.runClient(); // Deno's cache and the server's compiler warm up.
  const startedAt = performance.now();
  await running.runClient();
  return performance.now() - startedAt;
}

/** Returns the row of one of the figures of a stop. */
function createStopRow(name: string, unit: "×" | "%", whyNot: Row["whyNot"]): Row {
  return { name, unit, whyNot, measure: async (...turn) => (await measureStop(...turn))[unit] };
}

/**
 * Stops a server when 200 clients have just sent 500 messages each. Resolves with the time until it
 * has answered and ended, divided by the time to answer without a stop, and with the replies lost.
 */
async function measureStop(server: Server, { maxClients }: Effort) {
  await using running = new RunningServer(server);
  const clients = await running.connect(Math.min(200, maxClients), createEcho({ count: 500 }));
  const startedAt = performance.now();
  await Promise.all(clients.map((client) => client.send()));
  await Promise.all(clients.map((client) => client.receive()));
  const sentAt = performance.now();
  await Promise.all(clients.map((client) => client.send()));
  const ended = running.end("SIGTERM");
  const parts = await Promise.all(clients.map(async (client) => {
    const part = await client.receive();
    const isClosing = await client.receive(1) === 1; // The first byte of a close frame.
    if (isClosing) await client.close();
    return part;
  }));
  await ended;
  const answered = parts.reduce((sum, part) => sum + part) / parts.length;
  return {
    "×": (performance.now() - sentAt) / (sentAt - startedAt),
    "%": (1 - answered) * 100,
  };
}
