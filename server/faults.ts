import { describePeer } from "./peer.ts";
import { checkReject } from "./policy/behavior.ts";
import { checkHandshake, isHandshake } from "./policy/handshake.ts";
import type { Refusing } from "./policy/query.ts";
import type { Refusal } from "./policy/refusal.ts";
import { refuseHandshake } from "./refuse.ts";
import type { Registry } from "./registry.ts";

/** The handshakes that a test has asked the server to refuse. */
export class Faults {
  /** How many handshakes were refused so. */
  refused = 0;
  #status = 0;
  /** How many are refused still. */
  #left = 0;
  #endMs = 0;

  /**
   * Refuses from now on.
   *
   * @param refusing Checked by `checkRefusing()`.
   * @param nowMs A monotonic clock in milliseconds.
   */
  refuse({ status = 503, next = Infinity, forMs = Infinity }: Refusing, nowMs: number): void {
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

  /** Returns what is refused still, in the words of the control port; `null`: nothing. */
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

type Handler = (
  request: Request,
  info?: Deno.ServeHandlerInfo,
) => Response | Promise<Response>;

/**
 * Returns a handler that may refuse handshakes, malformed ones apart, before another handler has
 * them.
 *
 * @param check Returns the refusal of a handshake with this URL, or `undefined`.
 */
export function refuseBefore(
  handler: Handler,
  check: (url: string) => Refusal | undefined,
  { registry, trustedProxies }: { readonly registry: Registry; readonly trustedProxies: number },
): Handler {
  return (request, info) => {
    const isGood = isHandshake(request) && checkHandshake(request) === undefined;
    const refusal = isGood ? check(request.url) : undefined;
    if (refusal === undefined) return handler(request, info);
    const peer = describePeer(request, info?.remoteAddr, trustedProxies);
    return refuseHandshake(refusal, peer, registry.counts);
  };
}
