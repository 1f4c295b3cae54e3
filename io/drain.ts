import { CLOSE_CODE } from "../core/close_codes.ts";
import type { Registry } from "./registry.ts";

/** A connection that has been silent for so long has nothing on the way. */
const QUIET_MS = 150;
/** How often the conditions below are looked at. */
const POLL_MS = 20;
/** The share of the time that may go into waiting for silence. */
const QUIET_SHARE = 2 / 3;

/**
 * Stops a server without losing a reply: takes no new connection, lets every message on the way be
 * answered, closes each connection with 1001, and waits for the closing handshakes.
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
  const startMs = performance.now();
  registry.draining = true;
  await untilQuiet(registry, startMs + timeoutMs * QUIET_SHARE);
  for (const connection of registry.open) {
    connection.close(CLOSE_CODE.GOING_AWAY, "the server is stopping");
  }
  const deadlineMs = startMs + timeoutMs;
  while (registry.open.size > 0 && performance.now() < deadlineMs) await pause(POLL_MS);
  // It resolves once every TCP connection is gone, which a peer can prevent.
  await Promise.race([shutdown(), pause(Math.max(deadlineMs - performance.now(), POLL_MS))]);
}

async function untilQuiet(registry: Registry, deadlineMs: number): Promise<void> {
  let messagesBefore = -1;
  let quietSinceMs = performance.now();
  while (registry.size > 0 && performance.now() < deadlineMs) {
    let messages = 0;
    let bufferedBytes = 0;
    for (const connection of registry.open) {
      messages += connection.messages;
      bufferedBytes += connection.bufferedBytes;
    }
    if (messages !== messagesBefore || bufferedBytes > 0) quietSinceMs = performance.now();
    else if (performance.now() - quietSinceMs >= QUIET_MS) return;
    messagesBefore = messages;
    await pause(POLL_MS);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
