import type { Config } from "./config.ts";

/** The behaviors that a client asks for in the query string of its handshake. */
export interface Behavior {
  /** Text put before each reply to text; may be empty. @default the server's prefix */
  readonly prefix?: string;
  /** Time before each reply, in milliseconds. @default 0 */
  readonly delayMs?: number;
  /** Upper bound of a random time added to it, in milliseconds. @default 0 */
  readonly jitterMs?: number;
  /** Time before the response to the handshake, in milliseconds. @default 0 */
  readonly openDelayMs?: number;
  /** HTTP status, 200 to 599, to refuse the handshake with. @default it is accepted */
  readonly reject?: number;
  /** Subprotocol to choose; empty: none. @default the first one offered */
  readonly protocol?: string;
  /** Close code that the server closes with. @default the server does not close */
  readonly closeCode?: number;
  /** Close reason sent with the code. @default "" */
  readonly closeReason?: string;
  /** When the server closes. @default immediately */
  readonly closeAfter?: CloseTrigger;
  /** Time between messages that the server sends unasked, in milliseconds. @default none are sent */
  readonly pushMs?: number;
  /** Replies to each message. @default 1 */
  readonly repeat?: number;
  /** Whether messages get no reply. @default false */
  readonly mute?: boolean;
  /** Fraction of the messages that get no reply, 0 to 1. @default 0 */
  readonly lose?: number;
  /** Seed of everything random. @default a random one per connection */
  readonly seed?: number;
  /** Silence before a ping, in milliseconds; 0: no pings. @default half of the idle timeout */
  readonly idleMs?: number;
  /** Whether the first message is the report of the handshake. @default false */
  readonly report?: boolean;
  /** Name by which a test finds the connection; several may share it. @default none */
  readonly name?: string;
  /** How many of the client's last messages are kept for a test. @default none */
  readonly record?: number;
}

/** When to close: after a number of messages from the client, or after a time in milliseconds. */
export type CloseTrigger = { readonly messages: number } | { readonly ms: number };

/** The longest life of a connection without pings: a peer that vanished would stay forever. */
const MAX_LIFETIME_WITHOUT_PINGS_SECONDS = 3600;

/** Returns the settings of one connection: the server's, with the changes that its client asks for. */
export function applyBehavior<Settings extends ConnectionSettings>(
  settings: Settings,
  { prefix, idleMs }: Behavior,
): Settings {
  if (prefix === undefined && idleMs === undefined) return settings;
  const { maxLifetimeSeconds } = settings;
  return {
    ...settings,
    prefix: prefix ?? settings.prefix,
    idleTimeoutSeconds: idleMs === undefined ? settings.idleTimeoutSeconds : idleMs * 2 / 1000,
    maxLifetimeSeconds: idleMs === 0
      ? Math.min(maxLifetimeSeconds || Infinity, MAX_LIFETIME_WITHOUT_PINGS_SECONDS)
      : maxLifetimeSeconds,
  };
}

/** The settings that {@linkcode applyBehavior} may change. */
export type ConnectionSettings = Pick<
  Config,
  "prefix" | "idleTimeoutSeconds" | "maxLifetimeSeconds"
>;

/** What happens after one message. */
export interface ReplyPlan {
  /** How many replies it gets. */
  readonly replies: number;
  /** Time before each reply, in milliseconds. */
  readonly delayMs: number;
  /** Whether the connection closes after that time. */
  readonly closes: boolean;
}

/** Returns whether a behavior changes more than settings: what is sent, when, or when to close. */
export function needsPlanner(behavior: Behavior): boolean {
  const { delayMs, jitterMs, closeCode, pushMs, repeat, mute, lose } = behavior;
  return [delayMs, jitterMs, closeCode, pushMs, repeat, mute, lose].some(Boolean);
}

/** Returns whether one behavior closes at another time, or in another way, than the one before. */
export function changesClose(before: Behavior, after: Behavior): boolean {
  const fields = ["closeCode", "closeReason", "closeAfter"] as const;
  return fields.some((field) => before[field] !== after[field]);
}

/** Plans the replies to one message after another, by the behavior that the client asked for. */
export class ReplyPlanner {
  #behavior: Behavior;
  readonly #seed: number;
  #random: () => number;
  #messages = 0;

  /** @param seed Seed of everything random if the behavior has none. */
  constructor(behavior: Behavior, seed: number) {
    this.#behavior = behavior;
    this.#seed = seed;
    this.#random = seededRandom(behavior.seed ?? seed);
  }

  /** Plans the next messages by another behavior; only what it changes starts anew. */
  change(behavior: Behavior): void {
    const before = this.#behavior;
    this.#behavior = behavior;
    if (behavior.seed !== before.seed) this.#random = seededRandom(behavior.seed ?? this.#seed);
    if (changesClose(before, behavior)) this.#messages = 0;
  }

  /** Returns the plan for the next message. */
  next(): ReplyPlan {
    const { delayMs = 0, jitterMs = 0, repeat = 1, mute, lose = 0, closeAfter } = this.#behavior;
    this.#messages += 1;
    // Draws both for each message, so that a seed loses the same messages with and without jitter.
    const isLost = this.#random() < lose;
    const jitter = this.#random() * jitterMs;
    return {
      replies: mute || isLost ? 0 : repeat,
      delayMs: delayMs + jitter,
      closes: closeAfter !== undefined && "messages" in closeAfter &&
        closeAfter.messages === this.#messages,
    };
  }
}

/**
 * Returns a generator of numbers from 0 to below 1 that are the same for the same seed: a Weyl
 * sequence through the finalizer of MurmurHash3. Good enough to test clients, not for secrets.
 */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
  };
}
