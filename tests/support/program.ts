import { fromFileUrl } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import { SETTINGS } from "../../server/policy/settings.ts";
import { Client } from "./client.ts";
import { due } from "./deadline.ts";

export const ROOT = fromFileUrl(new URL("../../", import.meta.url));

export type Task = keyof typeof project.tasks;

/** Returns the arguments that a task, a single call of `deno`, gives to it. */
export function taskArguments(task: Task): string[] {
  return project.tasks[task].command.replaceAll("'", "").split(" ").slice(1);
}

/** The environment of this process without what configures the server. */
function inheritedEnvironment(): Record<string, string> {
  const environment = Deno.env.toObject();
  for (const { variable } of Object.values(SETTINGS)) delete environment[variable];
  return environment;
}

export interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** Whether what it starts is killed with it. @default false */
  readonly isGroup?: boolean;
}

/** A program in a process of its own, killed when it goes out of scope. */
export class Program implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #isGroup: boolean;
  readonly #stdout: Reader;
  readonly #stderr: Reader;

  /** Starts a program; the caller's own `HOST`, `PORT` and the like do not reach it. */
  constructor(
    path: string,
    args: readonly string[],
    { env = {}, cwd = ROOT, isGroup = false }: ProgramOptions = {},
  ) {
    this.#isGroup = isGroup;
    this.#child = new Deno.Command(path, {
      args: [...args],
      cwd,
      detached: isGroup,
      clearEnv: true,
      env: { ...inheritedEnvironment(), NO_COLOR: "1", ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#stdout = new Reader(this.#child.stdout);
    this.#stderr = new Reader(this.#child.stderr);
  }

  /** Starts a task as `deno task` does: the server on a free port by default. */
  static start(
    args: readonly string[] = ["--port", "0"],
    options?: ProgramOptions,
    task: Task = "start",
  ): Program {
    return new Program(Deno.execPath(), [...taskArguments(task), ...args], options);
  }

  /** Resolves with the match once the standard output has it. */
  output(pattern: RegExp): Promise<RegExpMatchArray> {
    return due(this.#find(this.#stdout, pattern), () => `${pattern} in the output${this.#said()}`);
  }

  /** Resolves with the match once the standard error output has it. */
  errorOutput(pattern: RegExp): Promise<RegExpMatchArray> {
    const what = () => `${pattern} in the error output${this.#said()}`;
    return due(this.#find(this.#stderr, pattern), what);
  }

  async #find(reader: Reader, pattern: RegExp): Promise<RegExpMatchArray> {
    const match = await reader.match(pattern);
    if (match) return match;
    await this.#child.status; // Until then the other stream may tell why.
    await this.#stderr.all();
    throw new Error(`The program ended without ${pattern}${this.#said()}`);
  }

  /** Everything that the program has written, for the message of a failure. */
  #said(): string {
    return `\n--- its output:\n${this.#stdout.text}\n--- its error output:\n${this.#stderr.text}`;
  }

  /** Resolves with the port once the program says that it listens. */
  async port(): Promise<number> {
    const [, port] = await this.output(/"page":"https?:\/\/[^"]+:(\d+)"/);
    return Number(port);
  }

  /** Opens a connection to a path once the program listens. */
  async connect(path = "/"): Promise<Client> {
    return Client.open(`ws://127.0.0.1:${await this.port()}${path}`);
  }

  /** Resolves with the memory that the process holds. */
  async residentBytes(): Promise<number> {
    const { stdout } = await new Deno.Command("ps", {
      args: ["-o", "rss=", "-p", `${this.pid}`],
    }).output();
    return Number(new TextDecoder().decode(stdout)) * 1024;
  }

  /** Resolves with the number of its open descriptors. */
  async descriptors(): Promise<number> {
    // Deno lets only a program with every permission look there itself.
    const { stdout } = await new Deno.Command("ls", { args: [`/proc/${this.pid}/fd`] })
      .output();
    return new TextDecoder().decode(stdout).trim().split("\n").length;
  }

  get pid(): number {
    return this.#child.pid;
  }

  kill(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** Resolves when the program has ended; kills it if that takes too long. */
  async ended(timeoutMs?: number): Promise<Ending> {
    const what = () => `the program to end${this.#said()}`;
    const { code } = await due(this.#child.status, what, timeoutMs).catch(async (error) => {
      await this[Symbol.asyncDispose]();
      throw error;
    });
    const [stdout, stderr] = await Promise.all([this.#stdout.all(), this.#stderr.all()]);
    return { code, stdout, stderr };
  }

  /** Sends SIGTERM and resolves when the program has ended. */
  stop(): Promise<Ending> {
    this.kill("SIGTERM");
    return this.ended();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      if (this.#isGroup) Deno.kill(-this.#child.pid, "SIGKILL");
      else this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.ended();
  }
}

class Reader {
  text = "";
  #hasEnded = false;
  #more = Promise.withResolvers<void>();
  readonly #done: Promise<void>;

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#done = this.#read(stream);
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      this.text += chunk;
      this.#more.resolve();
      this.#more = Promise.withResolvers();
    }
    this.#hasEnded = true;
    this.#more.resolve();
  }

  /** Resolves with the match once the text has it, or with nothing if the stream ends without. */
  async match(pattern: RegExp): Promise<RegExpMatchArray | undefined> {
    for (;;) {
      const match = this.text.match(pattern);
      if (match || this.#hasEnded) return match ?? undefined;
      await this.#more.promise;
    }
  }

  async all(): Promise<string> {
    await this.#done;
    return this.text;
  }
}
