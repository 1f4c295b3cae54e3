import { StartError } from "./errors.ts";
import { getFolder } from "./tls.ts";

export interface Ports {
  readonly port: number;
  readonly controlPort?: number;
  readonly metricsPort?: number;
}

/** A file that has the ports and the number of the process, as JSON, while the server runs. */
export class PortsFile {
  readonly #path: string;
  #content: string | undefined;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Removes what a server has left that was killed, so that nobody reads its ports. */
  static async prepare(file: string): Promise<PortsFile> {
    const { resolve } = await import("node:path");
    const path = resolve(getFolder(), file);
    await remove(path);
    return new PortsFile(path);
  }

  /**
   * Writes the file. A program that waits for it finds it complete: it gets its name when everything
   * is written.
   *
   * @throws {StartError} If it cannot be written.
   */
  async write(ports: Ports): Promise<void> {
    const temporary = `${this.#path}.${Deno.pid}`;
    this.#content = `${JSON.stringify({ pid: Deno.pid, ...ports })}\n`;
    try {
      await Deno.writeTextFile(temporary, this.#content);
      await Deno.rename(temporary, this.#path);
    } catch (error) {
      const reason = describeWriteError(error);
      throw new StartError(`Cannot write --ports-file ${this.#path}: ${reason}`);
    }
  }

  /** Removes the file, unless another server has written it since. */
  async remove(): Promise<void> {
    const content = await Deno.readTextFile(this.#path).catch(() => undefined);
    if (content === this.#content) await remove(this.#path);
  }
}

async function remove(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch {
    // It is not there, or the attempt to write it tells why it cannot be removed.
  }
}

function describeWriteError(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno was not given the permission; use deno task start-test, or add --allow-read --allow-write";
  }
  if (error instanceof Deno.errors.NotFound) return "there is no such folder; create it";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "the system denies access; let the user who runs eco write there";
  }
  return (error as Error).message;
}
