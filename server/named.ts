import type { Connection } from "./connection.ts";
import type { Reply } from "./delayed_replies.ts";
import { pause } from "./pause.ts";
import type { Behavior } from "./policy/query.ts";

/** Of how many names the connection that has ended last is kept. */
const MAX_ENDED_NAMES = 1000;
/** Memory for the kept messages of one connection, and of all together. */
const MAX_BYTES = 1024 ** 2;
const MAX_TOTAL_BYTES = 64 * MAX_BYTES;
/** The memory for a kept message beyond its payload, roughly. */
const OVERHEAD_BYTES = 64;

/** The connections with a name, which a test finds, waits for and reads. */
export class NamedConnections {
  /** Whether a test can ask; otherwise nothing is kept for it. */
  isDriven = false;
  /** The memory for the messages of all connections. */
  messageBytes = 0;
  /** The open ones, oldest first. */
  readonly #open = new Map<string, Connection[]>();
  /** The connection of each name that has ended last, latest last. */
  readonly #ended = new Map<string, Connection>();
  /** Called when a connection opens, ends, or keeps a message. */
  readonly #watchers = new Set<() => void>();

  /** The names of open connections, each once. */
  get names(): MapIterator<string> {
    return this.#open.keys();
  }

  get(name: string): Connection | undefined {
    return this.#open.get(name)?.at(-1);
  }

  getEnded(name: string): Connection | undefined {
    return this.#ended.get(name);
  }

  /** Adds a connection that has opened, if it has a name. */
  add(connection: Connection): void {
    const { name } = connection;
    if (name === undefined) return;
    const others = this.#open.get(name);
    if (others) others.push(connection);
    else this.#open.set(name, [connection]);
    this.notify();
  }

  /** Removes a connection that has ended, and keeps it in place of an earlier one with its name. */
  remove(connection: Connection): void {
    const { name } = connection;
    if (name === undefined) return;
    const others = this.#open.get(name)!;
    others.splice(others.lastIndexOf(connection), 1);
    if (others.length === 0) this.#open.delete(name);
    if (this.isDriven) {
      this.#forget(name);
      this.#ended.set(name, connection);
      if (this.#ended.size > MAX_ENDED_NAMES) this.forgetOldest();
    }
    this.notify();
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

  /** Makes every wait search again. */
  notify(): void {
    for (const check of this.#watchers) check();
  }

  /**
   * Searches now and at each change. Resolves with what it finds first, even if that is true only
   * briefly; with nothing after a time in milliseconds, or if a signal aborts.
   *
   * @throws What the search throws.
   */
  async waitUntil<Found>(
    find: () => Found | undefined,
    timeoutMs: number,
    signals: readonly AbortSignal[],
  ): Promise<Found | undefined> {
    let found: Found | undefined;
    let failure: unknown;
    const end = new AbortController();
    const check = () => {
      try {
        found ??= find();
        if (found !== undefined) end.abort();
      } catch (error) { // The connection that has changed must not fail for it.
        failure = error;
        end.abort();
      }
    };
    this.#watchers.add(check);
    check();
    await pause(timeoutMs, [end.signal, ...signals]);
    this.#watchers.delete(check);
    if (failure !== undefined) throw failure;
    return found;
  }

  /** Returns what keeps the messages of a client that asks for it, if a test can ask for them. */
  createKeptMessages({ name, record }: Behavior): KeptMessages | undefined {
    const isReadable = this.isDriven && name !== undefined;
    return record && isReadable ? new KeptMessages(record, this) : undefined;
  }
}

/**
 * The last messages of a client, bounded by number and bytes. This object listens to the socket, so
 * that the message path of other connections has nothing to do.
 */
export class KeptMessages implements EventListenerObject {
  /** How many messages the client has sent. */
  received = 0;
  readonly #maxCount: number;
  readonly #named: NamedConnections;
  readonly #messages: Reply[] = [];
  #bytes = 0;
  #hasEnded = false;

  constructor(maxCount: number, named: NamedConnections) {
    this.#maxCount = maxCount;
    this.#named = named;
  }

  get messages(): readonly Reply[] {
    return this.#messages;
  }

  /** Keeps the message of an event, and forgets older ones to make room. */
  handleEvent(event: Event): void {
    if (this.#hasEnded) return;
    const message: Reply = (event as MessageEvent).data;
    this.received += 1;
    this.#messages.push(message);
    this.#count(countBytes(message));
    const isTotalTooMuch = () => this.#named.messageBytes > MAX_TOTAL_BYTES;
    while (isTotalTooMuch() && this.#named.forgetOldest());
    const isTooMuch = () =>
      this.#messages.length > this.#maxCount || this.#bytes > MAX_BYTES || isTotalTooMuch();
    while (this.#messages.length > 0 && isTooMuch()) {
      this.#count(-countBytes(this.#messages.shift()!));
    }
    this.#named.notify();
  }

  /** Keeps no more messages, once the connection has ended. */
  end(): void {
    this.#hasEnded = true;
  }

  /** Stops counting the memory; a test may still hold this object. */
  release(): void {
    this.#count(-this.#bytes);
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#named.messageBytes += bytes;
  }
}

function countBytes(message: Reply): number {
  return OVERHEAD_BYTES + (typeof message === "string" ? 2 * message.length : message.byteLength);
}
