import type { Hint } from "./texts.ts";

/** The longest start of a program, in milliseconds. A reply takes far less. */
export const STARTING_MS = 20_000;

/** The longest wait for the text of a server's error, in milliseconds. */
const HANDLER_ERROR_MS = 1000;

/** The line by which `watch.ts` tells that a server still uses a socket that has closed. */
export const STILL_USED = "eco: a closed socket is still in use";

/** The line by which `watch.ts` tells that a socket of a server has closed. */
export const HAS_CLOSED = "eco: a socket has closed";

/** How the check's server ends a connection. `silent`: after a time without messages. */
export type Break = "closed" | "cut" | "cutAfterReply" | "silent";

/** A client of the reader's server, by the order in which they connect. */
export type Name = "first" | "second" | "third";

/** An error in an answer: a hint, and the facts that the reader needs. */
export class Mistake extends Error {
  override name = "Mistake";

  constructor(
    readonly hint: Hint,
    readonly facts: {
      /** The message sent to the program. */
      readonly sent?: string;
      /** The client that sent it. */
      readonly by?: Name;
      /** How its connection ended. */
      readonly happened?: Break;
      readonly expected?: string;
      readonly got?: string;
      /** Whose connection a reply was due on, or came on. */
      readonly client?: Name;
    } = {},
  ) {
    super(hint);
  }
}

/** Resolves with an event, or with `undefined` if it does not come in this time. */
export async function within<T>(event: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise: expired, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([event, expired]);
  } finally {
    clearTimeout(timer);
  }
}

/** The reader's program in a separate process, killed when it goes out of scope. */
export class Answer implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #fileName: string;
  /** Resolves once it has ended and all that it wrote is here. */
  readonly ended: Promise<void>;
  stdout = "";
  stderr = "";
  #hasEnded = false;
  #onText = () => {};

  constructor(file: string, args: readonly string[]) {
    this.#fileName = file.split(/[\\/]/).at(-1)!;
    const watch = new URL("./watch.ts", import.meta.url).href;
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--allow-net", "--preload", watch, file, ...args],
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const read = async (name: "stdout" | "stderr") => {
      for await (const text of this.#child[name].pipeThrough(new TextDecoderStream())) {
        this[name] += text;
        this.#onText();
      }
    };
    const all = Promise.all([read("stdout"), read("stderr"), this.#child.status]);
    this.ended = all.then(() => {
      this.#hasEnded = true;
      this.#onText();
    });
  }

  /** Resolves with the port that a server listens on; throws a {@linkcode Mistake} if it does not. */
  async port(waitMs: number): Promise<string> {
    const match = await this.#find(/Listening on http:\/\/[^ ]+:(\d+)\//, waitMs + STARTING_MS);
    if (match) return match[1];
    this.throwIfCrashed();
    throw new Mistake("notListening");
  }

  /** Resolves once this many sockets of a server have closed, or when the time is over. */
  async closings(count: number, waitMs: number): Promise<void> {
    await this.#find(new RegExp(`(?:${HAS_CLOSED}[^]*){${count}}`), waitMs);
  }

  /** Resolves with the match once the error output has it; with nothing if it does not come. */
  async #find(pattern: RegExp, waitMs: number): Promise<RegExpMatchArray | undefined> {
    let match: RegExpMatchArray | null = null;
    const search = async () => {
      while (!(match = this.stderr.match(pattern)) && !this.#hasEnded) {
        await new Promise<void>((resolve) => this.#onText = resolve);
      }
    };
    await within(search(), waitMs);
    return match ?? undefined;
  }

  /** Throws a {@linkcode Mistake} if the program has told of an error: which, and in which line. */
  throwIfCrashed(): void {
    this.#throwError(this.stderr.match(/^error: (?:Uncaught )?(?:\(in promise\) )?(.*)$/m));
  }

  /**
   * Throws a {@linkcode Mistake} if the function of `Deno.serve` has failed, after which Deno prints
   * the error and goes on.
   */
  async throwIfHandlerFailed(): Promise<void> {
    this.#throwError(await this.#find(/^(\w*Error: .*)\n +at /m, HANDLER_ERROR_MS));
  }

  #throwError(match: RegExpMatchArray | null | undefined): void {
    if (!match) return;
    const [, message] = match;
    // Deno puts the place of a syntax error into the sentence itself. In a stack trace, Deno's own
    // files and watch.ts may come before the reader's.
    const place = new RegExp(`/${RegExp.escape(this.#fileName)}:(\\d+):\\d+`);
    const [, line] = this.stderr.match(place) ?? [];
    const got = message.replace(/ at file:.*$/, "");
    throw new Mistake("crash", { got: line ? `${got} (${line})` : got });
  }

  /** Kills the program, and resolves when all that it wrote is here. */
  async stop(): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
