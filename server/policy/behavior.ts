import type { Config } from "./config.ts";
import type { Behavior } from "./query.ts";

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

export interface ReplyPlan {
  /** How many replies it gets. */
  readonly replies: number;
  /** Time before each reply, in milliseconds. */
  readonly delayMs: number;
  /** Whether the connection closes after that time. */
  readonly closes: boolean;
}

/** Returns whether a behavior changes more than settings: what is sent, when, or when to close. */
export function needsDelayedReplies(behavior: Behavior): boolean {
  const { delayMs, jitterMs, closeCode, pushMs, repeat, mute, lose } = behavior;
  return [delayMs, jitterMs, closeCode, pushMs, repeat, mute, lose].some(Boolean);
}

/** Returns whether one behavior closes at another time, or in another way, than the one before. */
export function changesClose(before: Behavior, after: Behavior): boolean {
  return JSON.stringify(getClose(before)) !== JSON.stringify(getClose(after));
}

function getClose({ closeCode, closeReason, closeAfter }: Behavior): unknown[] {
  return [closeCode, closeReason, closeAfter];
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
