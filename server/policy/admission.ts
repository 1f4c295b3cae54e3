import type { Config } from "./config.ts";
import { DRAINING, type Refusal, refuseForNow } from "./refusal.ts";

/** How busy a server is. */
export interface Load {
  /** Whether it is stopping. */
  readonly isDraining: boolean;
  /** Connections that are open or opening. */
  readonly connections: number;
  /** Those of them that come from the client's address. */
  readonly connectionsOfClient: number;
}

/** Returns why a server cannot take another connection, or `undefined` if it can. */
export function checkAdmission(
  { isDraining, connections, connectionsOfClient }: Load,
  limits: Pick<Config, "maxConnections" | "maxConnectionsPerAddress">,
): Refusal | undefined {
  if (isDraining) return DRAINING;
  if (isReached(connections, limits.maxConnections)) {
    return refuseForNow("connections", "The server has reached its limit of connections");
  }
  if (isReached(connectionsOfClient, limits.maxConnectionsPerAddress)) {
    return refuseForNow("connections_per_address", "Too many connections from your address");
  }
}

function isReached(count: number, limit: number): boolean {
  return limit > 0 && count >= limit;
}
