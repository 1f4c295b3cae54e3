import type { Behavior } from "./behavior.ts";
import { seededRandom } from "./random.ts";

/** What is done about one message. */
export interface ReplyPlan {
  /** How many replies it gets. */
  readonly replies: number;
  /** How long after it, in milliseconds. */
  readonly delayMs: number;
  /** Whether the connection closes then. */
  readonly closes: boolean;
}

/** Returns whether a behaviour makes a connection do anything but reply at once. */
export function needsPlanner(behavior: Behavior): boolean {
  const { report, delayMs, jitterMs, closeCode, pushMs, repeat, mute, lose } = behavior;
  return [report, delayMs, jitterMs, closeCode, pushMs, repeat, mute, lose].some(Boolean);
}

/** Decides about one message after the other, as a peer has asked for. */
export class ReplyPlanner {
  readonly #behavior: Behavior;
  readonly #random: () => number;
  #messages = 0;

  /** @param seed What makes the draws, where the behaviour has none of its own. */
  constructor(behavior: Behavior, seed: number) {
    this.#behavior = behavior;
    this.#random = seededRandom(behavior.seed ?? seed);
  }

  /** Returns what is done about the next message. */
  next(): ReplyPlan {
    const { delayMs = 0, jitterMs = 0, repeat = 1, mute, lose = 0, closeAfter } = this.#behavior;
    this.#messages += 1;
    // Both are drawn for each message, so that a seed loses the same ones with and without jitter.
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
