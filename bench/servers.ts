import { fromFileUrl, join } from "@std/path";
import { answers, pathOf } from "../tests/support/needs.ts";
import { freePort } from "../tests/support/port.ts";
import { Client, type Exchange } from "./load.ts";

/** A server to measure. */
export interface Server {
  readonly name: string;
  /** Those of Deno have a page and a client; eco also has options, and answers before it stops. */
  readonly kind: "eco" | "Deno" | "other";
  readonly folder?: string;
  /** Serves on the port of 127.0.0.1 in the variable `PORT`; empty if it is not installed. */
  readonly command: readonly string[];
  /** Connects to the address that follows, and ends. */
  readonly clientCommand?: readonly string[];
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
  const others = {
    "Bun": answers("bun", ["--version"]) ? ["bun", "bun.ts"] : [],
    "Node ws": node ? [node, "node.mjs", import.meta.resolve("ws")] : [],
    "Python websockets": python ? [python, "python.py"] : [],
  };
  return [
    ...eco,
    createDenoServer("bare Deno", SERVERS, [`${BARE} bare.ts`, `${BARE} bare_client.ts`]),
    ...Object.entries(others).map(([name, command]) => ({ name, kind: "other" as const, command })),
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
  const [command, clientCommand] = lines.map((line) => {
    const [, ...args] = line.replaceAll("'", "").split(" ");
    return [Deno.execPath(), ...args];
  });
  return { name, kind: "Deno", folder, command, clientCommand, denoDir };
}

/** A server that runs on core 0, killed when it goes out of scope. It may not listen yet. */
export class RunningServer implements AsyncDisposable {
  readonly port: number = freePort();
  readonly #server: Server;
  readonly #process: Deno.ChildProcess;
  readonly #clients = new DisposableStack();

  /** @param options With `withFlag` the port stands on the command line of eco too. */
  constructor(server: Server, { withFlag = false } = {}) {
    const flags = withFlag && server.kind === "eco" ? ["--port", `${this.port}`] : [];
    this.#server = server;
    this.#process = this.#start("0", [...server.command, ...flags]);
  }

  /** Connects clients, twenty at a time: eco sends a ping to one that is silent for 15 s. */
  async connect(count: number, exchange: Exchange): Promise<Client[]> {
    const clients: Client[] = [];
    let left = count;
    const connectNext = async () => {
      while (left-- > 0) {
        clients.push(this.#clients.use(await Client.open(this.port, exchange)));
      }
    };
    await Promise.all(Array.from({ length: 20 }, connectNext));
    return clients;
  }

  /** Runs the server's own client on core 1; throws if it fails. */
  async runClient(): Promise<void> {
    const command = [...this.#server.clientCommand!, `ws://127.0.0.1:${this.port}/`];
    const { code } = await this.#start("1", command).status;
    if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}`);
  }

  #start(core: string, command: readonly string[]): Deno.ChildProcess {
    const { folder = SERVERS, denoDir = "" } = this.#server;
    return new Deno.Command("taskset", {
      args: ["-c", core, ...command],
      cwd: folder,
      clearEnv: true, // Settings of eco in this environment would change what is measured.
      env: { PATH: Deno.env.get("PATH")!, PORT: `${this.port}`, DENO_DIR: denoDir },
      stdin: "null",
      stdout: "null",
    }).spawn();
  }

  /** Returns its processor time, in steps of 10 ms, and its memory (proc_pid_stat(5)). */
  readUsage(): { processorMs: number; residentKib: number } {
    const text = Deno.readTextFileSync(`/proc/${this.#process.pid}/stat`);
    const fields = text.split(" ").map(Number);
    return { processorMs: (fields[13] + fields[14]) * 10, residentKib: fields[23] * 4 };
  }

  /** Sends a signal, and resolves when the process has ended. */
  async end(signal: Deno.Signal): Promise<void> {
    try {
      this.#process.kill(signal);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // It has ended already.
    }
    await this.#process.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end("SIGKILL"); // First, since Python reports each connection that a client ends.
    this.#clients.dispose();
  }
}

/** Has this process, and what it starts from now on, run on some cores; returns whether it can. */
export function pinTo(cores: string): boolean {
  return answers("taskset", ["-a", "-c", "-p", cores, `${Deno.pid}`]);
}
