import { areDescriptorsLost } from "../server/policy/lost_descriptors.ts";
import { drain } from "../server/drain.ts";
import { listen, type ListenOptions } from "./listen.ts";
import { log } from "../server/log.ts";
import type { Registry } from "../server/registry.ts";

/** Where a server listens, and whom it tells that it cannot go on. */
export interface ServerOptions extends Omit<ListenOptions, "onFailure"> {
  /** Called where only a new process can go on. */
  readonly onDescriptorsLost: () => void;
}

/** What serves until it is drained. */
export interface Server {
  /** The TCP port. */
  readonly port: number;
  /** Stops without losing a reply, within so long. */
  drain(timeoutMs: number): Promise<void>;
}

/**
 * Starts a server of this thread.
 *
 * @throws {StartError} As {@linkcode listen} does.
 */
export function startServer(
  handler: Deno.ServeHandler,
  registry: Registry,
  { onDescriptorsLost, ...options }: ServerOptions,
): Server {
  const { port, shutdown } = listen(handler, {
    ...options,
    onFailure(failingMs) {
      registry.giveUpLost();
      const { lost, connections } = registry.snapshot();
      if (!areDescriptorsLost(lost, connections, failingMs)) return;
      log.error("descriptors are lost to handshakes that peers reset, stopping", { lost });
      onDescriptorsLost();
    },
  });
  return { port, drain: (timeoutMs) => drain(registry, shutdown, timeoutMs) };
}
