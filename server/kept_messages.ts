import type { Reply } from "./delayed_replies.ts";
import type { Behavior } from "./policy/behavior.ts";
import type { DrivenState, Registry } from "./registry.ts";

/** Memory for the kept messages of one connection, and of all together. */
const MAX_BYTES = 1024 ** 2;
const MAX_TOTAL_BYTES = 64 * MAX_BYTES;
/** The memory for a kept message beyond its payload, roughly. */
const OVERHEAD_BYTES = 64;

/**
 * The last messages of a client, bounded by number and bytes. This object listens to the socket, so
 * that the message path of other connections has nothing to do.
 */
export class KeptMessages implements EventListenerObject {
  /** How many messages the client has sent. */
  received = 0;
  readonly #maxCount: number;
  readonly #registry: Registry;
  readonly #driven: DrivenState;
  readonly #messages: Reply[] = [];
  #bytes = 0;
  #hasEnded = false;

  constructor(maxCount: number, registry: Registry, driven: DrivenState) {
    this.#maxCount = maxCount;
    this.#registry = registry;
    this.#driven = driven;
  }

  /** The messages that are kept, oldest first. */
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
    const isTotalTooMuch = () => this.#driven.messageBytes > MAX_TOTAL_BYTES;
    while (isTotalTooMuch() && this.#driven.forgetOldest());
    const isTooMuch = () =>
      this.#messages.length > this.#maxCount || this.#bytes > MAX_BYTES || isTotalTooMuch();
    while (this.#messages.length > 0 && isTooMuch()) {
      this.#count(-countBytes(this.#messages.shift()!));
    }
    this.#registry.notify();
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
    this.#driven.messageBytes += bytes;
  }
}

function countBytes(message: Reply): number {
  return OVERHEAD_BYTES + (typeof message === "string" ? 2 * message.length : message.byteLength);
}

/** Returns what keeps the messages of a client that asks for it, if a test can ask for them. */
export function createKeptMessages(
  { name, record }: Behavior,
  registry: Registry,
): KeptMessages | undefined {
  const { driven } = registry;
  const isReadable = driven && name !== undefined;
  return record && isReadable ? new KeptMessages(record, registry, driven) : undefined;
}
