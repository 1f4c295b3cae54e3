import { open, startLoad } from "./load.ts";
import { cpuMsOf, residentBytesOf } from "./processes.ts";
import { type Server, startServer } from "./server.ts";
import type { Contestant } from "./servers.ts";
import { type Workload, WORKLOADS } from "./workloads.ts";

/** How long a server is kept busy, in milliseconds: before it is measured, and while it is. */
export interface Timing {
  readonly warmUpMs: number;
  readonly measureMs: number;
}

const IDLE_CONNECTIONS = 2000;
const SETTLE_MS = 500;
const MIB = 1024 * 1024;

/** Resolves with µs of processor time for a message, messages a second, and MiB of memory. */
export async function measureMessages(
  contestant: Contestant,
  { warmUpMs, measureMs }: Timing,
  { cores, ...workload }: Workload & { readonly cores: "one" | "all" },
): Promise<number[]> {
  await using server = startServer(contestant, cores);
  await using load = await startLoad(server.port, workload);
  const pass = (ms: number) => Promise.race([load.done, wait(ms)]);
  await pass(warmUpMs);
  const before = load.replies;
  const cost = meter(server);
  // A machine that is busy with other things may take longer for the first.
  do await pass(measureMs); while (load.replies === before);
  return [...cost(load.replies - before), residentBytesOf(server.pid) / MIB];
}

/** Resolves with µs of processor time for a response, and responses a second. */
export async function measurePage(
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

/** Resolves with how many ms a server takes from its start to the first echo, with warm caches. */
export async function measureStart(contestant: Contestant): Promise<number[]> {
  // Deno keeps compiled code, and throws it away where the process before had other --v8-flags:
  // as servers take turns, a start would pay for the turn of another server, which no user's does.
  await timeStart(contestant);
  return [await timeStart(contestant)];
}

async function timeStart(contestant: Contestant): Promise<number> {
  const startedAt = performance.now();
  await using server = startServer(contestant);
  await using load = await startLoad(server.port, WORKLOADS[0]);
  while (load.replies === 0) await Promise.race([load.done, wait(0)]);
  return performance.now() - startedAt;
}

/** Resolves with KiB of memory for a connection that does nothing. */
export async function measureIdle(contestant: Contestant): Promise<number[]> {
  await using server = startServer(contestant);
  (await open(server.port)).close();
  // What a server loads behind its first client is no part of a connection.
  await wait(SETTLE_MS);
  const before = residentBytesOf(server.pid);
  using connections = new DisposableStack();
  for (let count = 0; count < IDLE_CONNECTIONS; count++) connections.use(await open(server.port));
  return [(residentBytesOf(server.pid) - before) / 1024 / IDLE_CONNECTIONS];
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Begins to measure a server; what it returns tells what each of so many units has cost. */
function meter({ pid }: Server): (units: number) => [cpuUs: number, perSecond: number] {
  const cpuBefore = cpuMsOf(pid);
  const before = performance.now();
  return (units) => {
    const seconds = (performance.now() - before) / 1000;
    return [(cpuMsOf(pid) - cpuBefore) * 1000 / units, units / seconds];
  };
}
