import { answers, pathOf } from "../tests/support/needs.ts";
import { freePort } from "../tests/support/port.ts";
import { Program } from "../tests/support/program.ts";
import type { Contestant } from "./servers.ts";

/** A server in a process of its own, killed when it goes out of scope. */
export interface Server extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
}

/** Clients have a core of their own, so that neither side waits for the other; servers have core 0. */
const CLIENT_CORE = "1";
const TASKSET = pathOf("taskset") ?? "taskset";

/** Starts a server, on a core of its own or on all of them; it may not listen yet. */
export function startServer(contestant: Contestant, cores: "one" | "all" = "one"): Server {
  const port = freePort();
  const command = contestant.command(port);
  const [path, ...args] = cores === "one" ? [TASKSET, "-c", "0", ...command] : command;
  const env = { ...contestant.env, PORT: `${port}` };
  const program = new Program(path, args, { cwd: contestant.cwd, env });
  return { pid: program.pid, port, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

/**
 * Keeps this process, and what it starts as a client, on the core for clients.
 *
 * @throws {RangeError} Where there is none, or nothing to do it with.
 */
export function becomeClient(): void {
  const args = ["-a", "-c", "-p", CLIENT_CORE, `${Deno.pid}`];
  if (answers(TASKSET, args)) return;
  throw new RangeError(
    "Cannot measure as clients and servers need a core each: use a machine with two, and install " +
      "taskset",
  );
}
