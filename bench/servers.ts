import { fromFileUrl, join } from "@std/path";
import { answers, pathOf } from "../tests/support/needs.ts";
import { freePort } from "../tests/support/port.ts";

/** A server to measure. */
export interface Server {
  readonly name: string;
  /** Servers of Deno have a page and a client; those of eco also options, and a stop. */
  readonly kind: "eco" | "Deno" | "other";
  readonly folder?: string;
  /** Serves on the port of 127.0.0.1 in the variable `PORT`; empty if it is not installed. */
  readonly command: readonly string[];
  /** The client in the same folder, which takes the address of a server; empty if there is none. */
  readonly client?: readonly string[];
  /** Folder for what Deno compiles. */
  readonly denoDir?: string;
}

const ROOT = fromFileUrl(new URL("../", import.meta.url));
const SERVERS = fromFileUrl(new URL("servers/", import.meta.url));
const BARE = "deno run --no-prompt --allow-net --allow-read --allow-env=PORT";

/** Returns eco, eco again to show the noise, and another checkout of eco or other servers. */
export function findServers(against?: string): Server[] {
  const eco = [createEco("eco", ROOT), createEco("eco again", ROOT)];
  if (against) return [...eco, createEco(against, against)];
  const [node, python] = [pathOf("node"), pathOf("pythonWebsockets")];
  const other = (name: string, command: string[]) => ({ name, kind: "other" as const, command });
  return [
    ...eco,
    createDenoServer("bare Deno", SERVERS, [`${BARE} bare.ts`, `${BARE} bare_client.ts`]),
    other("Bun", answers("bun", ["--version"]) ? ["bun", "bun.ts"] : []),
    other("Node ws", node ? [node, "node.mjs", import.meta.resolve("ws")] : []),
    other("Python websockets", python ? [python, "python.py"] : []),
  ];
}

/** Returns eco as `deno task start` and `deno task eco probe` start it in a checkout. */
function createEco(name: string, folder: string): Server {
  const { tasks } = JSON.parse(Deno.readTextFileSync(join(folder, "deno.json")));
  const lines = [tasks.start.command, `${tasks.eco.command} probe`];
  return { ...createDenoServer(name, folder, lines), kind: "eco" };
}

/** Returns a server with a separate folder for compiled code, and npm packages that all share. */
function createDenoServer(name: string, folder: string, lines: readonly string[]): Server {
  const { stdout } = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync();
  // Deno throws away the code that a program with other V8 flags has left.
  const denoDir = Deno.makeTempDirSync({ prefix: "eco-bench-" });
  addEventListener("unload", () => Deno.removeSync(denoDir, { recursive: true }));
  Deno.symlinkSync(JSON.parse(new TextDecoder().decode(stdout)).npmCache, join(denoDir, "npm"));
  const [command, client] = lines.map((line) => {
    const [, ...args] = line.replaceAll("'", "").split(" ");
    return [Deno.execPath(), ...args];
  });
  return { name, kind: "Deno", folder, command, client, denoDir };
}

/**
 * Starts a server on core 0, killed when it goes out of scope. It may not listen yet.
 *
 * @param options With `withFlag` the port stands on the command line of eco too.
 */
export function startServer(server: Server, { withFlag = false } = {}) {
  const port = freePort();
  const flags = withFlag && server.kind === "eco" ? ["--port", `${port}`] : [];
  const process = start(server, "0", [...server.command, ...flags], port);
  const connections = new DisposableStack();
  async function end(signal: Deno.Signal): Promise<void> {
    process.kill(signal);
    await process.status;
  }
  let stopping: Promise<void> | undefined;
  async function kill(): Promise<void> {
    // First, since Python reports each connection that a client ends.
    await (stopping ?? end("SIGKILL"));
    connections.dispose();
  }
  const stop = () => stopping = end("SIGTERM");
  return { pid: process.pid, port, connections, stop, [Symbol.asyncDispose]: kill };
}

/**
 * Runs the client of a server on core 1, once it listens.
 *
 * @throws {Error} If the client fails.
 */
export async function runClient(server: Server, port: number): Promise<void> {
  const url = `ws://127.0.0.1:${port}/`;
  const { code } = await start(server, "1", [...server.client!, url], port).status;
  if (code !== 0) throw new Error(`The client of ${server.name} ended with ${code}`);
}

function start(
  { folder = SERVERS, denoDir = "" }: Server,
  core: string,
  command: readonly string[],
  port: number,
): Deno.ChildProcess {
  return new Deno.Command("taskset", {
    args: ["-c", core, ...command],
    cwd: folder,
    clearEnv: true, // Settings of eco in this environment would change what is measured.
    env: { PATH: Deno.env.get("PATH")!, PORT: `${port}`, DENO_DIR: denoDir },
    stdin: "null",
    stdout: "null",
  }).spawn();
}

/** Has this process, and what it starts from now on, run on some cores; returns whether it can. */
export function pinTo(cores: string): boolean {
  return answers("taskset", ["-a", "-c", "-p", cores, `${Deno.pid}`]);
}
