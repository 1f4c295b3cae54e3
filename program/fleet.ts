import type { Config } from "../server/policy/config.ts";
import { findPort } from "./listen.ts";
import { log } from "../server/log.ts";
import type { Watched } from "./memory_watch.ts";
import type { Operations } from "../server/operations.ts";
import { Registry } from "../server/registry.ts";
import { startServer } from "./server.ts";
import type { TlsFiles } from "./tls.ts";

/** One or several threads that serve, as their program sees them. */
export interface Fleet {
  /** The TCP port. */
  readonly port: number;
  /** What knows their connections and their memory. */
  readonly overview: Operations & Watched;
  /** Stops without losing a reply, within so long. */
  drain(timeoutMs: number): Promise<void>;
}

/** Returns how many workers there are to be; says so where it is not what the operator wishes. */
export function workersOf({ workers }: Config): number {
  const wished = workers === "auto" ? navigator.hardwareConcurrency : workers;
  if (wished === 1) return 1;
  if (Deno.build.os !== "linux") {
    log.warning("only Linux spreads connections over several workers, serving with one");
    return 1;
  }
  if (!import.meta.url.endsWith("/fleet.ts")) {
    log.warning("a bundle has no module for workers, serving with one");
    return 1;
  }
  return wished;
}

/**
 * Serves in this thread.
 *
 * @param makeHandler What makes the handler, with its registry.
 * @throws {StartError} Where it cannot listen.
 */
export async function serveAlone(
  config: Config,
  makeHandler: (registry: Registry) => Deno.ServeHandler,
  onFailure: () => void,
): Promise<Fleet> {
  const registry = new Registry();
  const { port, drain } = startServer(makeHandler(registry), registry, {
    host: config.host,
    port: config.port,
    tls: await tlsOf(config),
    onDescriptorsLost: onFailure,
  });
  return { port, overview: registry, drain };
}

/** Serves in several threads. @throws {StartError} Where one cannot listen. */
export async function serveWithWorkers(
  config: Config,
  workers: number,
  onFailure: () => void,
): Promise<Fleet> {
  const port = findPort(config);
  const start = {
    config: { ...config, port },
    tls: await tlsOf(config),
    isTerminal: Deno.stdout.isTerminal(),
  };
  const { Supervisor } = await import("./supervisor.ts"); // Most servers have one thread.
  const supervisor = await Supervisor.start({ workers, start, onFailure });
  return { port, overview: supervisor, drain: (timeoutMs) => supervisor.drain(timeoutMs) };
}

async function tlsOf({ tlsCert, tlsKey }: Config): Promise<TlsFiles | undefined> {
  if (!tlsCert) return undefined;
  const { readTlsFiles } = await import("./tls.ts");
  return readTlsFiles(tlsCert, tlsKey);
}
