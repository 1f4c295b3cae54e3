import type { Connection } from "./connection.ts";
import { NamedConnections } from "./named.ts";
import { type Counts, newCounts } from "./policy/counts.ts";
import type { ServerState } from "./policy/handshake.ts";
import { MAX_EXTRA_PER_SECOND, TokenBucket } from "./policy/limits.ts";
import { Faults } from "./policy/refusal.ts";

/** How long an answered handshake may take to become a connection. */
const PENDING_TIMEOUT_MS = 10_000;

/** The connections of one handler or several, as the application that mounts them sees them. */
export interface EchoRegistry {
  /** How many connections are open or opening. */
  readonly size: number;
  /** Whether the server is stopping. */
  readonly isDraining: boolean;
  /** Returns a copy of what has been counted since the registry was created. */
  snapshot(): Counts;
}

/** Creates an empty registry, to be passed to `createHandler` and `drain`. */
export function createRegistry(): EchoRegistry {
  return new Registry();
}

/** Returns the registry itself. @throws {TypeError} If {@linkcode createRegistry} did not make it. */
export function resolveRegistry(registry: EchoRegistry = new Registry()): Registry {
  if (registry instanceof Registry) return registry;
  throw new TypeError("The registry must come from createRegistry()");
}

/**
 * The connections of one server.
 *
 * Each one takes a place when its handshake is admitted, waits in `pending` until its socket opens,
 * stays in `open` until it is closed, and then gives its place back.
 */
export class Registry implements EchoRegistry {
  /** What has been counted so far, apart from the open connections. */
  readonly counts: Counts = newCounts();
  /** Allows the extra messages, beside one reply to each message: pushes, and repeats. */
  readonly extraMessages: TokenBucket;
  /** The handshakes that a test has asked the server to refuse. */
  readonly faults: Faults = new Faults();
  /** The connections with a name that a test can find, open and ended ones. */
  readonly named: NamedConnections = new NamedConnections();
  readonly #pending = new Map<Connection, number>();
  readonly #open = new Set<Connection>();
  /** Places taken, by client address. */
  readonly #places = new Map<string, number>();
  #size = 0;
  readonly #draining = new AbortController();
  #restarting = new AbortController();

  /** @param maxExtraPerSecond How many extra messages all connections may be sent per second. */
  constructor(maxExtraPerSecond: number = MAX_EXTRA_PER_SECOND) {
    this.extraMessages = new TokenBucket(maxExtraPerSecond, performance.now());
  }

  get size(): number {
    return this.#size;
  }

  get isDraining(): boolean {
    return this.draining.aborted;
  }

  /** Aborts when the server begins to stop. */
  get draining(): AbortSignal {
    return this.#draining.signal;
  }

  /** What the server does: it takes handshakes only while it listens. */
  get state(): ServerState {
    if (this.isDraining) return "stopping";
    return this.restarting.aborted ? "restarting" : "listening";
  }

  /** Aborts when the server begins to restart; then there is another one for the next time. */
  get restarting(): AbortSignal {
    return this.#restarting.signal;
  }

  /** The open connections, oldest first. */
  get open(): ReadonlySet<Connection> {
    return this.#open;
  }

  snapshot(): Counts {
    this.expirePending(performance.now());
    return structuredClone({ ...this.counts, connections: this.#open.size });
  }

  /** Aborts {@linkcode draining}: handshakes are refused from now on, and what waits for it ends. */
  startDraining(): void {
    this.#draining.abort();
  }

  /** Aborts {@linkcode restarting}: handshakes are refused until {@linkcode endRestarting}. */
  startRestarting(): void {
    this.#restarting.abort();
  }

  /** Replaces {@linkcode restarting} by a signal for the next time: handshakes are accepted again. */
  endRestarting(): void {
    this.#restarting = new AbortController();
  }

  countPlaces(address: string): number {
    return this.#places.get(address) ?? 0;
  }

  takePlace(address: string): void {
    this.#size += 1;
    this.#places.set(address, this.countPlaces(address) + 1);
  }

  returnPlace(address: string): void {
    this.#size -= 1;
    const count = this.countPlaces(address) - 1;
    if (count > 0) this.#places.set(address, count);
    else this.#places.delete(address);
  }

  /**
   * Adds a connection whose handshake has been answered and whose place is taken.
   *
   * @param nowMs Milliseconds of a monotonic clock, as everywhere under this name.
   */
  addPending(connection: Connection, nowMs: number): void {
    this.#pending.set(connection, nowMs);
  }

  removePending(connection: Connection): void {
    if (this.#pending.delete(connection)) this.returnPlace(connection.peer.address);
  }

  /**
   * Takes back the places of handshakes that have not become connections.
   *
   * The runtime does not tell when a peer resets TCP before it has read the response, and keeps the
   * file descriptor.
   */
  expirePending(nowMs: number): void {
    for (const [connection, since] of this.#pending) {
      if (nowMs - since < PENDING_TIMEOUT_MS) break; // The map is in the order of handshakes.
      this.removePending(connection);
      this.counts.lost += 1;
    }
  }

  addOpen(connection: Connection): void {
    // One that opens after it has expired takes a place again.
    if (!this.#pending.delete(connection)) this.takePlace(connection.peer.address);
    this.#open.add(connection);
    this.counts.opened += 1;
    this.named.add(connection);
  }

  removeOpen(connection: Connection): void {
    if (!this.#open.delete(connection)) return;
    this.returnPlace(connection.peer.address);
    this.named.remove(connection);
  }
}
