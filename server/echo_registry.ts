import { DEFAULTS } from "./policy/config.ts";
import type { Counts } from "./policy/counts.ts";
import { drain as drainConnections } from "./drain.ts";
import type { Operations } from "./operations.ts";
import { Registry } from "./registry.ts";

/** The connections of one handler or of several: what a server of others needs of them. */
export interface EchoRegistry extends Operations {
  /** How many connections are open or about to be. */
  readonly size: number;
  /** Returns what has been counted since the registry was made. */
  snapshot(): Counts;
}

/** Makes a registry without connections, to be handed to `createHandler` and {@linkcode drain}. */
export function createRegistry(): EchoRegistry {
  return new Registry();
}

/**
 * Returns the registry that another is, or a new one where there is none.
 *
 * @throws {TypeError} Where it is not from {@linkcode createRegistry}.
 */
export function registryOf(registry: EchoRegistry = new Registry()): Registry {
  if (registry instanceof Registry) return registry;
  throw new TypeError("Cannot use the registry as it must come from createRegistry()");
}

/**
 * Stops a server without losing a reply: refuses new handshakes and the page with `503`, answers
 * every message on its way, closes each connection with 1001 (RFC 6455 §7.4.1), waits for the
 * closing handshakes, and then for `shutdown`. Other routes are served until then.
 *
 * What has not ended in time is left: a peer that does not read would be waited for for ever.
 *
 * @param registry What `createHandler` was given.
 * @param shutdown Stops the listener, as `server.shutdown()` of `Deno.serve` does.
 * @param timeoutMs How long it may take in all, in milliseconds.
 * @throws {TypeError} Where the registry is not from {@linkcode createRegistry}.
 */
export async function drain(
  registry: EchoRegistry,
  shutdown: () => Promise<void>,
  timeoutMs: number = DEFAULTS.drainTimeoutSeconds * 1000,
): Promise<void> {
  await drainConnections(registryOf(registry), shutdown, timeoutMs);
}
