import { CLOSE_CODE } from "../static/shared/close_codes.js";
import type { Connection } from "./connection.ts";
import { log } from "./log.ts";
import { DEFAULTS } from "./policy/config.ts";
import type { Counts } from "./policy/counts.ts";
import { checkTimeout, pause, waitAtMost } from "./pause.ts";
import { type EchoRegistry, type Registry, resolveRegistry } from "./registry.ts";

/** The server is quiet if no connection has received a message for this long. */
const QUIET_MS = 150;
/** How often to check whether the server is quiet. */
const CHECK_MS = 25;
/** A check that is later than this found the thread busy: messages may have arrived unread. */
const LATE_MS = 50;
/** The longest part of the time that is kept for closing handshakes. */
const MAX_CLOSING_MS = 1000;
/** How long delayed replies are sent before other work gets a turn. */
const SLICE_MS = 10;

/** What a server could not finish before its deadline. */
export interface DrainResult {
  /** Replies that were not sent: to messages that came too late, and delayed ones. */
  readonly unanswered: number;
  /** Connections that miss such replies. */
  readonly unansweredConnections: number;
  /** Connections that were closed while messages still came in; some may have arrived unread. */
  readonly closedEarly: number;
  /** Connections that were left open: their peers did not read, or did not close. */
  readonly cut: number;
}

/**
 * Stops a server without losing a reply: refuses new handshakes and the page with 503, answers every
 * message that has arrived on any connection, sends delayed replies now, closes each connection with
 * 1001 (RFC 6455 §7.4.1), waits for the closing handshakes, and calls `shutdown`. Other routes of
 * the application are served until then.
 *
 * Connections that have not ended at the deadline are left: a peer that does not read would be
 * waited for forever.
 *
 * @param registry The registry that `createHandler` was given.
 * @param shutdown Stops the listener, as `server.shutdown()` of `Deno.serve` does. If it fails,
 * that is logged.
 * @param timeoutMs How long everything may take, in milliseconds, up to 2147483647. @default 3000
 * @returns What could not be finished in time.
 * @throws {RangeError} If the time breaks its rule; then nothing has been stopped.
 * @throws {TypeError} If the registry does not come from `createRegistry`.
 */
export async function drain(
  registry: EchoRegistry,
  shutdown: () => Promise<void>,
  timeoutMs: number = DEFAULTS.drainTimeoutSeconds * 1000,
): Promise<DrainResult> {
  checkTimeout(timeoutMs);
  const deadlineMs = performance.now() + timeoutMs;
  const result = await drainConnections(resolveRegistry(registry), timeoutMs, deadlineMs);
  try {
    // It resolves once every TCP connection has ended, which a peer can prevent.
    await waitAtMost(Math.max(deadlineMs - performance.now(), CHECK_MS), shutdown());
  } catch (error) {
    log.error("shutdown failed", { error }); // The connections have ended all the same.
  }
  return result;
}

async function drainConnections(
  registry: Registry,
  timeoutMs: number,
  deadlineMs: number,
): Promise<DrainResult> {
  const closingMs = Math.min(timeoutMs / 3, MAX_CLOSING_MS);
  const closeByMs = deadlineMs - closingMs;
  registry.startDraining();
  const drained = new Set(registry.open);
  await flushDelayedReplies(registry, closeByMs);
  let closedEarly = 0;
  const checkQuiet = detectQuiet(registry.counts);
  while (performance.now() < deadlineMs) {
    const isQuiet = checkQuiet();
    // A handshake that has been answered opens a connection soon, or never.
    if (registry.open.size === 0 && (registry.size === 0 || isQuiet)) break;
    const isOverdue = performance.now() >= closeByMs;
    for (const connection of registry.open) {
      drained.add(connection);
      if (!isOverdue) connection.flush(); // It may have opened meanwhile.
      if (isOverdue && !isQuiet && connection.isOpen) closedEarly += 1;
      if ((isQuiet && connection.hasNothingWaiting) || isOverdue) {
        // A peer that is still sending gets a moment to stop; see close().
        close(connection, isQuiet ? 0 : closingMs / 2);
      }
    }
    await pause(CHECK_MS);
  }
  const cut = registry.open.size;
  for (const connection of registry.open) {
    close(connection, 0); // If the deadline has come first, as with a time of 0.
    connection.abandon();
  }
  const losses = [...drained].map(({ unanswered }) => unanswered).filter((count) => count > 0);
  return {
    unanswered: losses.reduce((sum, count) => sum + count, 0),
    unansweredConnections: losses.length,
    closedEarly,
    cut,
  };
}

function close(connection: Connection, maxLingerMs: number): void {
  connection.close(CLOSE_CODE.GOING_AWAY, "the server is stopping", maxLingerMs);
}

/** Sends what is delayed, a slice at a time, so that what arrives meanwhile is read. */
async function flushDelayedReplies(registry: Registry, endMs: number): Promise<void> {
  let sliceEndMs = performance.now() + SLICE_MS;
  for (const connection of registry.open) {
    connection.flush();
    if (performance.now() < sliceEndMs) continue;
    await pause(0);
    if (performance.now() >= endMs) return;
    sliceEndMs = performance.now() + SLICE_MS;
  }
}

/**
 * Returns a function that tells whether no message has arrived for a while; to be called every
 * `CHECK_MS`.
 *
 * It looks at all connections together: while some of them keep the thread busy, the messages of
 * others have arrived but are unread, so that one connection alone says nothing.
 */
function detectQuiet({ received }: Counts): () => boolean {
  let messagesBefore = -1;
  let checkedAtMs = 0;
  let quietSinceMs = 0;
  return () => {
    const nowMs = performance.now();
    const messages = received.text.messages + received.binary.messages;
    const isLate = nowMs - checkedAtMs > CHECK_MS + LATE_MS;
    if (messages !== messagesBefore || isLate) quietSinceMs = nowMs;
    messagesBefore = messages;
    checkedAtMs = nowMs;
    return nowMs - quietSinceMs >= QUIET_MS;
  };
}
