import type { Reply } from "./delayed_replies.ts";
import type { Behavior } from "./policy/behavior.ts";
import type { DrivenState, Registry } from "./registry.ts";

/** Memory for the kept messages of one connection, and of all together. */
const MAX_BYTES = 1024 ** 2;
const MAX_TOTAL_BYTES = 64 * MAX_BYTES;
/** What a kept message takes beside its payload, roughly. */
const OVERHEAD_BYTES = 64;

/**
 * The last messages of a client, bounded by number and bytes. They are kept by a listener of their
 * own, so that a connection that keeps none does nothing for it.
 */
export class KeptMessages implements EventListenerObject {
  /** How many messages the client has sent. */
  received = 0;
  readonly #maxCount: number;
  readonly #registry: Registry;
  readonly #driven: DrivenState;
  #messages: Reply[] = [];
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

  /** Keeps the message of an event. */
  handleEvent(event: Event): void {
    if (this.#hasEnded) return;
    const message: Reply = (event as MessageEvent).data;
    this.received += 1;
    this.#messages.push(message);
    this.#count(countBytes(message));
    const isTooMuch = () =>
      this.#messages.length > this.#maxCount || this.#bytes > MAX_BYTES ||
      this.#driven.keptBytes > MAX_TOTAL_BYTES;
    while (this.#messages.length > 0 && isTooMuch()) {
      this.#count(-countBytes(this.#messages.shift()!));
    }
    this.#registry.notify();
  }

  /** Forgets everything, once the connection has ended. */
  end(): void {
    this.#hasEnded = true;
    this.#messages = [];
    this.#count(-this.#bytes);
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#driven.keptBytes += bytes;
  }
}

function countBytes(message: Reply): number {
  return OVERHEAD_BYTES + (typeof message === "string" ? 2 * message.length : message.byteLength);
}

/** Returns what keeps the messages of a client that asks for it, if somebody can read them. */
export function createKeptMessages(
  { record }: Behavior,
  registry: Registry,
): KeptMessages | undefined {
  const { driven } = registry;
  return record && driven ? new KeptMessages(record, registry, driven) : undefined;
}
