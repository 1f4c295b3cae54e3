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

  /**
   * Removes what a server has left that was killed, so that nobody reads its ports. The file of a
   * server that runs stays until this one writes its own.
   *
   * @param host The address that this server will listen on.
   * @throws {StartError} If something other than a file is there.
   */
  static async prepare(file: string, host: string): Promise<PortsFile> {
    const { resolve } = await import("node:path");
    const path = resolve(getFolder(), file);
    const info = await Deno.stat(path).catch(() => undefined);
    if (info && !info.isFile) throw cannotWrite(path, "it is not a file; choose another path");
    const content = await read(path);
    if (content !== undefined && !isOfRunningServer(content, host)) await remove(path);
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
      await remove(temporary);
      throw cannotWrite(this.#path, describeWriteError(error));
    }
  }

  /** Removes the file, unless another server has written it since. */
  async remove(): Promise<void> {
    if (await read(this.#path) === this.#content) await remove(this.#path);
  }
}

function cannotWrite(path: string, reason: string): StartError {
  return new StartError(`Cannot write --ports-file ${path}: ${reason}`);
}

function read(path: string): Promise<string | undefined> {
  return Deno.readTextFile(path).catch(() => undefined);
}

/**
 * Returns whether a program listens on the port that a file tells. To ask whether its process is
 * alive would need the permission to run programs.
 */
function isOfRunningServer(content: string, host: string): boolean {
  try {
    const { port } = JSON.parse(content);
    Deno.listen({ hostname: host, port }).close();
  } catch (error) {
    return error instanceof Deno.errors.AddrInUse;
  }
  return false;
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
