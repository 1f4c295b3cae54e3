import { fromFileUrl } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import { due } from "./deadline.ts";

/** The folder of this project. */
export const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** A task of `deno.json` that is a single call of `deno`. */
export type Task = "start" | "compile" | "bundle";

/** Returns the arguments that a task gives to `deno`. */
export function taskArguments(task: Task): string[] {
  return project.tasks[task].command.split(" ").slice(1);
}

/** How a program ended, and what it said. */
export interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how to run a program. */
export interface ProgramOptions {
  /** Environment variables beside those that Deno itself needs. */
  readonly env?: Record<string, string>;
  /** Folder to start in. @default the project's */
  readonly cwd?: string;
}

/** A program in a process of its own, killed when it goes out of scope. */
export class Program implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #stdout: Reader;
  readonly #stderr: Reader;

  /** Starts a program; the caller's own `HOST`, `PORT` and the like do not reach it. */
  constructor(
    path: string,
    args: readonly string[],
    { env = {}, cwd = ROOT }: ProgramOptions = {},
  ) {
    const inherited = ["PATH", "HOME", "DENO_DIR", "NPM_CONFIG_REGISTRY", "DENORT_BIN"]
      .flatMap((name) => Deno.env.get(name) === undefined ? [] : [[name, Deno.env.get(name)!]]);
    this.#child = new Deno.Command(path, {
      args: [...args],
      cwd,
      clearEnv: true,
      env: { ...Object.fromEntries(inherited), NO_COLOR: "1", ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#stdout = new Reader(this.#child.stdout);
    this.#stderr = new Reader(this.#child.stderr);
  }

  /** Starts the server from source as `deno task start` does, on a free port by default. */
  static start(args: readonly string[] = ["--port", "0"], options?: ProgramOptions): Program {
    return new Program(Deno.execPath(), [...taskArguments("start"), ...args], options);
  }

  /** Resolves with the match once the standard output has it. */
  output(pattern: RegExp): Promise<RegExpMatchArray> {
    return due(this.#stdout.match(pattern), `the output ${pattern}`);
  }

  /** Resolves with the match once the standard error output has it. */
  errorOutput(pattern: RegExp): Promise<RegExpMatchArray> {
    return due(this.#stderr.match(pattern), `the error output ${pattern}`);
  }

  /** Resolves with the port once the program says that it listens. */
  async port(): Promise<number> {
    const [, port] = await this.output(/http:\/\/[^ ]+:(\d+)\n/);
    return Number(port);
  }

  kill(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** Resolves when the program has ended. */
  async ended(timeoutMs?: number): Promise<Ending> {
    const { code } = await due(this.#child.status, "the program to end", timeoutMs);
    const [stdout, stderr] = await Promise.all([this.#stdout.all(), this.#stderr.all()]);
    return { code, stdout, stderr };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.ended();
  }
}

/** The text of a stream so far, and the news of more. */
class Reader {
  #text = "";
  #more = Promise.withResolvers<void>();
  readonly #done: Promise<void>;

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#done = this.#read(stream);
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      this.#text += chunk;
      this.#more.resolve();
      this.#more = Promise.withResolvers();
    }
    this.#more.reject(new Error(`The output ended with: ${this.#text}`));
    this.#more.promise.catch(() => {});
  }

  async match(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = this.#text.match(pattern);
      if (match) return match;
      await this.#more.promise;
    }
  }

  async all(): Promise<string> {
    await this.#done;
    return this.#text;
  }
}
