import type { Refusing } from "./policy/control.ts";

/** The handshakes that a test has asked the server to refuse. */
export class Faults {
  /** How many handshakes were refused so. */
  refused = 0;
  #status = 0;
  /** How many are refused still. */
  #left = 0;
  #endMs = 0;

  /** Refuses from now on. @param nowMs A monotonic clock in milliseconds. */
  refuse({ status, next = Infinity, forMs = Infinity }: Refusing, nowMs: number): void {
    this.#status = status;
    this.#left = next;
    this.#endMs = nowMs + forMs;
  }

  /** Refuses no more. */
  clear(): void {
    this.#left = 0;
  }

  /** Counts a handshake; returns the status to refuse it with, or `undefined`. */
  take(nowMs: number): number | undefined {
    if (!this.#isOn(nowMs)) return undefined;
    this.#left -= 1;
    this.refused += 1;
    return this.#status;
  }

  /** Returns what is refused still, in the words of the request; `null`: nothing. */
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
