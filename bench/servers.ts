import { fromFileUrl, join } from "@std/path";
import { answers, pathOf } from "../tests/support/needs.ts";
import { freePort } from "../tests/support/port.ts";

/** A server to measure. */
export interface Server {
  readonly name: string;
  readonly folder?: string;
  /** Serves on the port of 127.0.0.1 in the variable `PORT`; empty if it is not installed. */
  readonly command: readonly string[];
  /** Folder for what Deno compiles. @default another program runs it, and it has no page */
  readonly denoDir?: string;
  /** The option for its port, such as `--port`. @default it takes no options */
  readonly portFlag?: string;
}

const ROOT = fromFileUrl(new URL("../", import.meta.url));
const SERVERS = fromFileUrl(new URL("servers/", import.meta.url));
const BARE = "deno run --no-prompt --allow-net --allow-read --allow-env=PORT bare.ts";

/** Returns eco, eco again to show the noise, and another checkout of eco or other servers. */
export function findServers(against?: string): Server[] {
  const eco = [createEco("eco", ROOT), createEco("eco again", ROOT)];
  if (against) return [...eco, createEco(against, against)];
  const [node, python] = [pathOf("node"), pathOf("pythonWebsockets")];
  return [
    ...eco,
    createDenoServer("bare Deno", SERVERS, BARE),
    { name: "Bun", command: answers("bun", ["--version"]) ? ["bun", "bun.ts"] : [] },
    { name: "Node ws", command: node ? [node, "node.mjs", import.meta.resolve("ws")] : [] },
    { name: "Python websockets", command: python ? [python, "python.py"] : [] },
  ];
}

/** Returns eco as `deno task start` starts it in a checkout. */
function createEco(name: string, folder: string): Server {
  const { tasks } = JSON.parse(Deno.readTextFileSync(join(folder, "deno.json")));
  return { ...createDenoServer(name, folder, tasks.start.command), portFlag: "--port" };
}

/** Returns a server with a separate folder for compiled code, and npm packages that all share. */
function createDenoServer(name: string, folder: string, line: string): Server {
  const { stdout } = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync();
  // Deno throws away the code that a program with other V8 flags has left.
  const denoDir = Deno.makeTempDirSync({ prefix: "eco-bench-" });
  addEventListener("unload", () => Deno.removeSync(denoDir, { recursive: true }));
  Deno.symlinkSync(JSON.parse(new TextDecoder().decode(stdout)).npmCache, join(denoDir, "npm"));
  const [, ...args] = line.replaceAll("'", "").split(" ");
  return { name, folder, command: [Deno.execPath(), ...args], denoDir };
}

/**
 * Starts a server on core 0, killed when it goes out of scope. It may not listen yet.
 *
 * @param options With `withFlag` the port stands on its command line too, if it takes one.
 */
export function startServer(
  { command, folder = SERVERS, denoDir = "", portFlag }: Server,
  { withFlag = false } = {},
) {
  const port = freePort();
  const flags = withFlag && portFlag ? [portFlag, `${port}`] : [];
  const process = new Deno.Command("taskset", {
    args: ["-c", "0", ...command, ...flags],
    cwd: folder,
    clearEnv: true, // Settings of eco in this environment would change what is measured.
    env: { PATH: Deno.env.get("PATH")!, PORT: `${port}`, DENO_DIR: denoDir },
    stdin: "null",
    stdout: "null",
  }).spawn();
  const connections = new DisposableStack();
  async function kill(): Promise<void> {
    process.kill("SIGKILL"); // First, since Python reports each connection that a client ends.
    await process.status;
    connections.dispose();
  }
  return { pid: process.pid, port, connections, [Symbol.asyncDispose]: kill };
}
