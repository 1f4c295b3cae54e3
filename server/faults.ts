import { checkReject } from "./policy/behavior.ts";
import type { RefusalOrder } from "./policy/query.ts";
import type { Refusal } from "./policy/refusal.ts";

/** The handshakes that a test has asked the server to refuse. */
export class Faults {
  /** How many handshakes were refused. */
  refused = 0;
  #status = 0;
  /** How many are yet to be refused. */
  #left = 0;
  #endMs = 0;

  /**
   * Refuses from now on.
   *
   * @param order Checked by `checkRefusalOrder()`.
   * @param nowMs A monotonic clock in milliseconds.
   */
  refuse({ status = 503, next = Infinity, forMs = Infinity }: RefusalOrder, nowMs: number): void {
    this.#status = status;
    this.#left = next;
    this.#endMs = nowMs + forMs;
  }

  /** Refuses no more. */
  clear(): void {
    this.#left = 0;
  }

  /** Counts a handshake; returns its refusal, or `undefined`. */
  take(url: string, nowMs: number): Refusal | undefined {
    if (!this.#isOn(nowMs)) return undefined;
    this.#left -= 1;
    this.refused += 1;
    return checkReject({ reject: this.#status }, url);
  }

  /** Returns what is yet to be refused, in the fields of the control port; `null`: nothing. */
  describe(nowMs: number): { status: number; next?: number; for?: number } | null {
    if (!this.#isOn(nowMs)) return null;
    const rest = this.#left < Infinity
      ? { next: this.#left }
      : { for: Math.ceil(this.#endMs - nowMs) };
    return { status: this.#status, ...rest };
  }

  #isOn(nowMs: number): boolean {
    return this.#left > 0 && nowMs < this.#endMs;
  }
}
