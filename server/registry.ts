import { type Counts, newCounts } from "./policy/counts.ts";
import { Addresses } from "./addresses.ts";
import type { Connection } from "./connection.ts";
import type { Operations } from "./operations.ts";
import { Share } from "./share.ts";

/** After so long a handshake that has not become a connection is given up. */
const PENDING_TIMEOUT_MS = 10_000;

/** Counts the connections of each client address where several workers have some. */
export interface Ledger {
  /** Resolves with whether an address may have one more, which it has then. */
  reserve(address: string): Promise<boolean>;
  /** Takes one away. */
  release(address: string): void;
}

/** What a registry shares with those of other workers; nothing where there are none. */
export interface RegistryOptions {
  /** What all of them count together. @default one of its own */
  readonly share?: Share;
  /** Where there is a limit for each address. @default none */
  readonly ledger?: Ledger;
}

/** The connections of one server, open and about to be, and whether it takes more. */
export class Registry implements Operations {
  /** What counts the connections of an address in all workers, if anything does. */
  readonly ledger: Ledger | undefined;
  readonly #share: Share;
  /** What has been counted so far; `connections` is right in {@linkcode snapshot} alone. */
  readonly counts: Counts = newCounts();
  readonly #pending = new Map<Connection, number>();
  readonly #open = new Set<Connection>();
  #waiting = 0;
  readonly #addresses = new Addresses();
  #drainUntilMs: number | undefined;
  readonly #stopping = new AbortController();

  constructor({ share = new Share(Share.allocate(1), 0), ledger }: RegistryOptions = {}) {
    this.#share = share;
    this.ledger = ledger;
  }

  /** Whether the memory of the process is above the limit. */
  get shortOfMemory(): boolean {
    return this.#share.shortOfMemory;
  }

  set shortOfMemory(isShort: boolean) {
    this.#share.shortOfMemory = isShort;
  }

  /** The open connections, oldest first. */
  get open(): ReadonlySet<Connection> {
    return this.#open;
  }

  /** How many connections are open or about to be, in all workers. */
  get size(): number {
    return this.#own + this.#share.others;
  }

  get #own(): number {
    return this.#open.size + this.#pending.size + this.#waiting;
  }

  /** Returns what has been counted, and how many connections are open. */
  snapshot(): Counts {
    return { ...this.counts, connections: this.#open.size };
  }

  /** How many of them are of a client address. */
  countOf(address: string): number {
    return this.#addresses.countOf(address);
  }

  /** Whether the server is stopping. */
  get draining(): boolean {
    return this.stopping.aborted;
  }

  /** Aborts when the server begins to stop. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Drains every connection within so long, also those that are still to open. */
  drain(timeoutMs: number): void {
    this.#drainUntilMs = performance.now() + timeoutMs;
    this.#stopping.abort();
    for (const connection of this.#open) connection.drain(timeoutMs);
  }

  /** Counts a handshake whose answer has to wait. */
  addWaiting(address: string): void {
    this.#waiting += 1;
    this.#addresses.add(address);
    this.#share.connections = this.#own;
  }

  /** Counts it no more. */
  removeWaiting(address: string): void {
    this.#waiting -= 1;
    this.#addresses.remove(address);
    this.#share.connections = this.#own;
  }

  /** Counts a connection whose handshake has been answered. */
  addPending(connection: Connection): void {
    this.#pending.set(connection, performance.now());
    this.#count(connection, 1);
  }

  /** Forgets a connection that did not open. */
  removePending(connection: Connection): void {
    if (this.#pending.delete(connection)) this.#count(connection, -1);
  }

  /** Keeps a connection that is open now. */
  addOpen(connection: Connection): void {
    const wasPending = this.#pending.delete(connection);
    this.#open.add(connection);
    this.counts.opened += 1;
    // One that was given up for lost, and its place given back.
    if (!wasPending) {
      this.#count(connection, 1);
      this.ledger?.reserve(connection.peer.address);
    }
    if (this.#drainUntilMs !== undefined) {
      connection.drain(this.#drainUntilMs - performance.now());
    }
  }

  /** Forgets a connection that has been closed; returns whether it was open until now. */
  removeOpen(connection: Connection): boolean {
    const wasOpen = this.#open.delete(connection);
    if (wasOpen) this.#count(connection, -1);
    return wasOpen;
  }

  /**
   * Gives up the handshakes that never became connections.
   *
   * The runtime tells nothing of a peer that resets TCP before it has read the answer, and keeps
   * its descriptor.
   */
  giveUpLost(): void {
    const now = performance.now();
    for (const [connection, since] of this.#pending) {
      if (now - since < PENDING_TIMEOUT_MS) break; // They are in the order of their handshakes.
      this.removePending(connection);
      this.counts.lost += 1;
    }
  }

  #count({ peer: { address } }: Connection, change: 1 | -1): void {
    this.#share.connections = this.#own;
    if (change === -1) this.ledger?.release(address);
    if (change === 1) this.#addresses.add(address);
    else this.#addresses.remove(address);
  }
}
