import type { Config } from "./config.ts";
import type { Refusal } from "./refusal.ts";

/** What a server has to bear at the moment. */
export interface Load {
  /** Whether it is stopping. */
  readonly draining: boolean;
  /** Whether its memory is above the limit. */
  readonly shortOfMemory: boolean;
  /** Connections, open or about to be. */
  readonly connections: number;
  /** Those of them that the client of this request has. */
  readonly connectionsOfClient: number;
}

/** The answer of a server that is stopping, to a handshake and to any other request. */
export const DRAINING: Refusal = unavailable("draining", "The server is stopping");

/** The answer to a client that has all the connections that its address may have. */
export const TOO_MANY_OF_ADDRESS: Refusal = unavailable(
  "connections_per_address",
  "Your address has all its connections",
);

/** Returns why a server cannot take one more connection, or nothing where it can. */
export function checkAdmission(
  load: Load,
  limits: Pick<Config, "maxConnections" | "maxConnectionsPerAddress">,
): Refusal | undefined {
  if (load.draining) return DRAINING;
  // Where nobody is connected, nothing would be given back by refusing, and nobody served again.
  if (load.shortOfMemory && load.connections > 0) {
    return unavailable("memory", "The server is short of memory");
  }
  if (isReached(load.connections, limits.maxConnections)) {
    return unavailable("connections", "The server has all the connections that it may have");
  }
  if (isReached(load.connectionsOfClient, limits.maxConnectionsPerAddress)) {
    return TOO_MANY_OF_ADDRESS;
  }
}

function isReached(count: number, limit: number): boolean {
  return limit > 0 && count >= limit;
}

function unavailable(reason: string, sentence: string): Refusal {
  return {
    status: 503,
    reason,
    message: `${sentence}: try again later.`,
    headers: { "retry-after": "5" },
  };
}
