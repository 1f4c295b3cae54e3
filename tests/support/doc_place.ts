import { join } from "@std/path";
import { filesOf } from "./documents.ts";
import { temporaryFolder } from "./folder.ts";
import { pathOf } from "./needs.ts";
import { freePort } from "./port.ts";
import { Program, ROOT } from "./program.ts";

/** What stands for the programs that a document names, by the names that it has for them. */
const PROGRAMS: Record<string, () => string | undefined> = {
  deno: () => Deno.execPath(),
  python3: () => pathOf("pythonWebsockets"),
};

/** Ports of this kind are all that numbers of this size are used for in documents. */
const PORT = /(?<![\d.,])[89]\d{3}(?![\d.,]*\d)/g;
/** Addresses that documents have for a server of the reader's own. */
const EXAMPLE = /\b(http|ws)s?:\/\/(?:[\w-]+\.)*example(?:\.\w+)?(?:\/eco)?/g;

/**
 * A copy of the project in which the commands of one document are run, one block after the other.
 *
 * The ports that the document names are free ones there: in its commands, and in the programs of the
 * tutorial and of the exercises.
 */
export class DocPlace implements AsyncDisposable {
  readonly #stack = new AsyncDisposableStack();
  readonly #ports = new Map<string, number>();
  readonly #folder: string;
  readonly #programs: string;

  private constructor(folder: string, programs: string) {
    this.#folder = folder;
    this.#programs = programs;
  }

  /** Makes a copy. */
  static async make(): Promise<DocPlace> {
    await using stack = new AsyncDisposableStack();
    const { path: folder } = stack.use(await temporaryFolder());
    const { path: programs } = stack.use(await temporaryFolder());
    const place = new DocPlace(folder, programs);
    for (const path of filesOf()) await place.#copy(path);
    for (const [name, find] of Object.entries(PROGRAMS)) {
      const path = find();
      if (!path) continue;
      // What has been found may be a name, which would find this script again in the PATH of here.
      const script = `#!/bin/sh\nPATH='${Deno.env.get("PATH")}' exec '${path}' "$@"\n`;
      await Deno.writeTextFile(join(programs, name), script, { mode: 0o755 });
    }
    place.#stack.use(stack.move());
    return place;
  }

  async #copy(path: string): Promise<void> {
    const target = join(this.#folder, path);
    await Deno.mkdir(join(target, ".."), { recursive: true });
    await Deno.copyFile(join(ROOT, path), target);
    if (!/^docs\/(tutorial|exercises)\//.test(path)) return;
    await Deno.writeTextFile(target, this.here(await Deno.readTextFile(target)));
  }

  /** The port that stands for one of the document's. */
  port(number: string): number {
    const port = this.#ports.get(number) ?? freePort();
    this.#ports.set(number, port);
    return port;
  }

  /** Returns a text of the document with the ports and addresses of here. */
  here(text: string): string {
    return text
      .replaceAll(EXAMPLE, (_, scheme) => `${scheme}://127.0.0.1:8765`)
      .replaceAll(PORT, (number) => `${this.port(number)}`);
  }

  /** Starts a script; its standard error output goes with the other where it is a server's. */
  start(script: string): Program {
    return new Program(pathOf("bash")!, ["-euc", script], {
      cwd: this.#folder,
      isGroup: true,
      env: {
        PATH: `${this.#programs}:${Deno.env.get("PATH")}`,
        HOST: "127.0.0.1",
        PORT: `${this.port("8765")}`,
      },
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}
