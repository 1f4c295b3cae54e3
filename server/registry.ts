import type { Connection } from "./connection.ts";
import { pause } from "./pause.ts";
import { type Counts, newCounts } from "./policy/counts.ts";
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

/**
 * Returns the registry behind its public interface, or a new one if there is none.
 *
 * @throws {TypeError} If it does not come from {@linkcode createRegistry}.
 */
export function resolveRegistry(registry: EchoRegistry = new Registry()): Registry {
  if (registry instanceof Registry) return registry;
  throw new TypeError("The registry must come from createRegistry()");
}

/** Of how many names the server keeps the connection that has ended last. */
const MAX_ENDED_NAMES = 1000;

/** What a server keeps for a test. */
export class DrivenState {
  /** The memory for the messages of all connections. */
  messageBytes = 0;
  /** The connection of each name that has ended last, latest last. */
  readonly #ended = new Map<string, Connection>();

  /** Returns the connection with a name that has ended last. */
  getEnded(name: string): Connection | undefined {
    return this.#ended.get(name);
  }

  /** Keeps a connection that has ended, in place of an earlier one with its name. */
  addEnded(name: string, connection: Connection): void {
    this.#forget(name);
    this.#ended.set(name, connection);
    if (this.#ended.size > MAX_ENDED_NAMES) this.forgetOldest();
  }

  /** Forgets the connection that ended first; returns whether there was one. */
  forgetOldest(): boolean {
    const [name] = this.#ended.keys();
    if (name !== undefined) this.#forget(name);
    return name !== undefined;
  }

  #forget(name: string): void {
    this.#ended.get(name)?.keptMessages?.release();
    this.#ended.delete(name);
  }
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
  /** Allows messages that no message asked for: pushed ones, and repeats after the first reply. */
  readonly unaskedMessages: TokenBucket;
  /** The handshakes that a test has asked the server to refuse. */
  readonly faults: Faults = new Faults();
  #driven: DrivenState | undefined;
  readonly #pending = new Map<Connection, number>();
  readonly #open = new Set<Connection>();
  /** The open connections with a name, oldest first. */
  readonly #named = new Map<string, Connection[]>();
  /** Called when a connection with a name opens, ends, or keeps a message. */
  readonly #watchers = new Set<() => void>();
  /** Places taken, by client address. */
  readonly #places = new Map<string, number>();
  #size = 0;
  readonly #draining = new AbortController();
  #restarting = new AbortController();

  /** @param maxExtraPerSecond How many extra messages all connections may be sent per second. */
  constructor(maxExtraPerSecond: number = MAX_EXTRA_PER_SECOND) {
    this.unaskedMessages = new TokenBucket(maxExtraPerSecond, performance.now());
  }

  get size(): number {
    return this.#size;
  }

  /** What is kept for a test; `undefined`: nobody can ask for it. */
  get driven(): DrivenState | undefined {
    return this.#driven;
  }

  /** Keeps from now on what a test may ask for. */
  startDriving(): void {
    this.#driven ??= new DrivenState();
  }

  get isDraining(): boolean {
    return this.draining.aborted;
  }

  /** Aborts when the server begins to stop. */
  get draining(): AbortSignal {
    return this.#draining.signal;
  }

  get isRestarting(): boolean {
    return this.restarting.aborted;
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

  /** Marks the server as stopping. */
  startDraining(): void {
    this.#draining.abort();
  }

  /** Marks the server as restarting: it refuses handshakes. */
  startRestarting(): void {
    this.#restarting.abort();
  }

  /** Marks the server as ordinary again. */
  endRestarting(): void {
    this.#restarting = new AbortController();
  }

  /** Returns how many places a client address has taken. */
  countPlaces(address: string): number {
    return this.#places.get(address) ?? 0;
  }

  /** Takes a place for a client address. */
  takePlace(address: string): void {
    this.#size += 1;
    this.#places.set(address, this.countPlaces(address) + 1);
  }

  /** Gives a place back. */
  returnPlace(address: string): void {
    this.#size -= 1;
    const count = this.countPlaces(address) - 1;
    if (count > 0) this.#places.set(address, count);
    else this.#places.delete(address);
  }

  /**
   * Adds a connection whose handshake has been answered and whose place is taken.
   *
   * @param nowMs A monotonic clock in milliseconds.
   */
  addPending(connection: Connection, nowMs: number): void {
    this.#pending.set(connection, nowMs);
  }

  /** Removes a connection that did not open. */
  removePending(connection: Connection): void {
    if (this.#pending.delete(connection)) this.returnPlace(connection.peer.address);
  }

  /**
   * Takes back the places of handshakes that have not become connections.
   *
   * The runtime does not tell when a peer resets TCP before it has read the response, and keeps the
   * file descriptor.
   *
   * @param nowMs A monotonic clock in milliseconds.
   */
  expirePending(nowMs: number): void {
    for (const [connection, since] of this.#pending) {
      if (nowMs - since < PENDING_TIMEOUT_MS) break; // The map is in the order of handshakes.
      this.removePending(connection);
      this.counts.lost += 1;
    }
  }

  /** Adds a connection that has opened. */
  addOpen(connection: Connection): void {
    // One that opens after it has expired takes a place again.
    if (!this.#pending.delete(connection)) this.takePlace(connection.peer.address);
    this.#open.add(connection);
    this.counts.opened += 1;
    const { name } = connection;
    if (name === undefined) return;
    const others = this.#named.get(name);
    if (others) others.push(connection);
    else this.#named.set(name, [connection]);
    this.notify();
  }

  /** Removes a connection that has been closed. */
  removeOpen(connection: Connection): void {
    if (!this.#open.delete(connection)) return;
    this.returnPlace(connection.peer.address);
    const { name } = connection;
    if (name === undefined) return;
    const others = this.#named.get(name)!;
    others.splice(others.lastIndexOf(connection), 1);
    if (others.length === 0) this.#named.delete(name);
    this.#driven?.addEnded(name, connection);
    this.notify();
  }

  /** The names of open connections, each once. */
  get names(): MapIterator<string> {
    return this.#named.keys();
  }

  /** Returns the newest open connection with a name. */
  getNamed(name: string): Connection | undefined {
    return this.#named.get(name)?.at(-1);
  }

  /** Makes every wait search again. */
  notify(): void {
    for (const check of this.#watchers) check();
  }

  /**
   * Waits until a search among the named connections finds something, if only for a moment.
   *
   * @param timeoutMs The longest wait; it ends also when the server begins to stop.
   * @param signals What ends it earlier.
   * @returns What was found first.
   */
  async waitUntil<Found>(
    find: () => Found | undefined,
    timeoutMs: number,
    signals: readonly AbortSignal[] = [],
  ): Promise<Found | undefined> {
    let found: Found | undefined;
    const end = new AbortController();
    const check = () => {
      found ??= find();
      if (found !== undefined) end.abort();
    };
    this.#watchers.add(check);
    check();
    await pause(timeoutMs, [end.signal, this.draining, ...signals]);
    this.#watchers.delete(check);
    return found;
  }
}
