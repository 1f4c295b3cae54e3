import { fromFileUrl, join } from "@std/path";
import { answers, pathOf } from "../tests/support/needs.ts";
import { freePort } from "../tests/support/port.ts";

/** A server to measure. */
export interface Server {
  readonly name: string;
  readonly folder: string;
  /** Serves on the port of 127.0.0.1 in the variable `PORT`; empty if it is not installed. */
  readonly command: readonly string[];
  readonly hasPage: boolean;
  readonly denoDir: string;
}

const ROOT = fromFileUrl(new URL("../", import.meta.url));
const SERVERS = fromFileUrl(new URL("servers/", import.meta.url));

/** Returns eco, eco again to show the noise, and another checkout of eco or other servers. */
export function findServers(against?: string): Server[] {
  const eco = [createEco("eco", ROOT), createEco("eco again", ROOT)];
  if (against) return [...eco, createEco(against, against)];
  const flags = ["--no-prompt", "--allow-net", "--allow-read", "--allow-env=PORT"];
  const bare = [Deno.execPath(), "run", ...flags, "bare.ts"];
  const [node, python] = [pathOf("node"), pathOf("pythonWebsockets")];
  return [
    ...eco,
    createServer("bare Deno", SERVERS, bare, true),
    createServer("Bun", SERVERS, answers("bun", ["--version"]) ? ["bun", "bun.ts"] : []),
    createServer("Node ws", SERVERS, node ? [node, "node.mjs", import.meta.resolve("ws")] : []),
    createServer("Python websockets", SERVERS, python ? [python, "python.py"] : []),
  ];
}

/** Returns eco as `deno task start` starts it in a checkout. */
function createEco(name: string, folder: string): Server {
  const { tasks } = JSON.parse(Deno.readTextFileSync(join(folder, "deno.json")));
  const [, ...args] = tasks.start.command.replaceAll("'", "").split(" ");
  return createServer(name, folder, [Deno.execPath(), ...args], true);
}

/**
 * Returns a server with a separate folder for compiled code, since Deno throws away the code that a
 * program with other V8 flags has left. The npm packages are shared.
 */
function createServer(name: string, folder: string, command: string[], hasPage = false): Server {
  const { stdout } = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync();
  const denoDir = Deno.makeTempDirSync({ prefix: "eco-bench-" });
  addEventListener("unload", () => Deno.removeSync(denoDir, { recursive: true }));
  Deno.symlinkSync(JSON.parse(new TextDecoder().decode(stdout)).npmCache, join(denoDir, "npm"));
  return { name, folder, command, hasPage, denoDir };
}

/** Starts a server on core 0, killed when it goes out of scope. It may not listen yet. */
export function startServer({ folder, command, denoDir }: Server) {
  const port = freePort();
  const process = new Deno.Command("taskset", {
    args: ["-c", "0", ...command],
    cwd: folder,
    clearEnv: true, // Settings of eco in this environment would change what is measured.
    env: { PATH: Deno.env.get("PATH")!, PORT: `${port}`, DENO_DIR: denoDir },
    stdin: "null",
    stdout: "null",
  }).spawn();
  async function kill(): Promise<void> {
    process.kill("SIGKILL");
    await process.status;
  }
  return { pid: process.pid, port, [Symbol.asyncDispose]: kill };
}
