import { StartError } from "./errors.ts";
import { getFolder } from "./tls.ts";

/** The ports that a server listens on. */
export interface Ports {
  readonly port: number;
  /** @default there is none */
  readonly controlPort?: number;
  /** @default there is none */
  readonly metricsPort?: number;
}

/**
 * Writes the ports and the number of the process to a file, as JSON. Whoever waits for the file sees
 * it whole: it gets its name when everything is written.
 *
 * @throws {StartError} If it cannot be written.
 */
export async function writePorts(file: string, ports: Ports): Promise<void> {
  const path = await resolvePath(file);
  const temporary = `${path}.${Deno.pid}`;
  try {
    await Deno.writeTextFile(temporary, `${JSON.stringify({ pid: Deno.pid, ...ports })}\n`);
    await Deno.rename(temporary, path);
  } catch (error) {
    throw new StartError(`Cannot write --ports-file ${path}: ${describeWriteError(error)}`);
  }
}

/** Removes the file, so that it names no server that has stopped. */
export async function removePorts(file: string): Promise<void> {
  try {
    await Deno.remove(await resolvePath(file));
  } catch {
    // Somebody else has removed it.
  }
}

async function resolvePath(file: string): Promise<string> {
  const { resolve } = await import("node:path");
  return resolve(getFolder(), file);
}

function describeWriteError(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno was not given the permission; use deno task start-test, or add --allow-read --allow-write";
  }
  if (error instanceof Deno.errors.NotFound) return "there is no such folder; make it";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "the system denies access; let the user who runs eco write there";
  }
  return (error as Error).message;
}
