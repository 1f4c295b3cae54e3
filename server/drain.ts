import { pause } from "./pause.ts";
import type { Registry } from "./registry.ts";

/** How often to look whether all connections are closed. */
const POLL_MS = 20;

/**
 * Stops a server without losing a reply: takes no new connection, answers every message on its way,
 * closes each connection with 1001 and waits for the closing handshakes.
 *
 * What has not ended by the deadline is left: a peer that does not read would be waited for
 * for ever.
 *
 * @param shutdown Stops the listener.
 * @param timeoutMs How long it may take in all.
 */
export async function drain(
  registry: Registry,
  shutdown: () => Promise<void>,
  timeoutMs: number,
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  registry.drain(timeoutMs);
  while (registry.open.size > 0 && performance.now() < deadlineMs) await pause(POLL_MS);
  for (const connection of registry.open) connection.forget();
  // It resolves once every TCP connection is gone, which a peer can prevent.
  await Promise.race([shutdown(), pause(Math.max(deadlineMs - performance.now(), POLL_MS))]);
}
