import type { Behavior } from "./behavior.ts";

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
  const { report, delayMs, jitterMs, closeCode, pushMs, repeat, mute, lose } = behavior;
  return [report, delayMs, jitterMs, closeCode, pushMs, repeat, mute, lose].some(Boolean);
}

/** Plans the replies to one message after another, by the behavior that the client asked for. */
export class ReplyPlanner {
  readonly #behavior: Behavior;
  readonly #random: () => number;
  #messages = 0;

  /** @param seed Seed of everything random if the behavior has none. */
  constructor(behavior: Behavior, seed: number) {
    this.#behavior = behavior;
    this.#random = seededRandom(behavior.seed ?? seed);
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
 *
 * @param seed A 32-bit integer.
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
