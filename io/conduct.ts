import type { Behavior } from "../core/behavior.ts";
import { CLOSE_CODE } from "../core/close_codes.ts";
import { Script } from "../core/script.ts";

/** A message as it is sent. */
export type Reply = string | ArrayBuffer;

/** The connection that a {@linkcode Conduct} acts on. */
export interface Stage {
  /** Sends at once. */
  send(reply: Reply): void;
  /** Returns whether one more message may wait beside so many bytes; closes where not. */
  hasRoom(waitingBytes: number): boolean;
  /** Starts the closing handshake. */
  close(code: number, reason: string): void;
}

/** Something to be done in its turn. */
interface Step {
  readonly atMs: number;
  readonly bytes: number;
  readonly run: () => void;
}

/** A message that waits here takes so many bytes beside its payload. */
const OVERHEAD_BYTES = 64;

/** Makes a connection do what its peer has asked for. One that asked for nothing has none. */
export class Conduct {
  readonly #stage: Stage;
  readonly #behavior: Behavior;
  readonly #report: string | undefined;
  readonly #script: Script;
  #steps: Step[] = [];
  #waitingBytes = 0;
  #next: ReturnType<typeof setTimeout> | undefined;
  #closing: ReturnType<typeof setTimeout> | undefined;
  #pushing: ReturnType<typeof setInterval> | undefined;
  #isHasty = false;
  #isStopped = false;

  /** @param report What is sent first, if anything. */
  constructor(stage: Stage, behavior: Behavior, report: string | undefined) {
    this.#stage = stage;
    this.#behavior = behavior;
    this.#report = report;
    this.#script = new Script(behavior, Math.random() * 2 ** 32);
  }

  /** Does what does not wait for a message. */
  open(): void {
    const { closeCode, closeAfter = { ms: 0 }, pushMs } = this.#behavior;
    if (this.#report !== undefined) this.#stage.send(this.#report);
    if (pushMs !== undefined) this.#push(pushMs);
    if (closeCode === undefined) return;
    const ms = "ms" in closeAfter ? closeAfter.ms : closeAfter.messages === 0 ? 0 : undefined;
    if (ms === 0) this.#close();
    else if (ms !== undefined) this.#closing = setTimeout(() => this.#close(), ms);
  }

  /** Does what its turn is about a message. @param reply What would answer it at once. */
  send(reply: Reply): void {
    const { replies, delayMs, closes } = this.#script.next();
    const bytes = OVERHEAD_BYTES + (typeof reply === "string" ? reply.length : reply.byteLength);
    for (let count = 0; count < replies; count++) {
      if (!this.#stage.hasRoom(this.#waitingBytes)) return;
      this.#later(delayMs, bytes, () => this.#stage.send(reply));
    }
    if (closes) this.#later(delayMs, 0, () => this.#close());
  }

  /** Does at once all that waits, and from now on whatever comes. */
  hurry(): void {
    this.#isHasty = true;
    clearInterval(this.#pushing);
    this.#run(Infinity);
  }

  /** Does nothing more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#next);
    clearTimeout(this.#closing);
    clearInterval(this.#pushing);
  }

  #close(): void {
    const { closeCode = CLOSE_CODE.NORMAL_CLOSURE, closeReason = "" } = this.#behavior;
    this.#stage.close(closeCode, closeReason);
  }

  #push(intervalMs: number): void {
    let count = 0;
    this.#pushing = setInterval(() => {
      count += 1;
      if (this.#stage.hasRoom(this.#waitingBytes)) this.#stage.send(`push ${count}`);
    }, intervalMs);
  }

  /** Runs a step after so long, but never before one that was there earlier. */
  #later(delayMs: number, bytes: number, run: () => void): void {
    if (this.#isHasty || (delayMs === 0 && this.#steps.length === 0)) return run();
    const earliestMs = this.#steps.at(-1)?.atMs ?? 0;
    this.#steps.push({ atMs: Math.max(performance.now() + delayMs, earliestMs), bytes, run });
    this.#waitingBytes += bytes;
    if (this.#steps.length === 1) this.#await();
  }

  #await(): void {
    const [first] = this.#steps;
    if (first === undefined) return;
    const delayMs = Math.ceil(first.atMs - performance.now());
    this.#next = setTimeout(() => this.#run(performance.now()), delayMs);
  }

  #run(untilMs: number): void {
    clearTimeout(this.#next);
    const later = this.#steps.findIndex(({ atMs }) => atMs > untilMs);
    const due = this.#steps.splice(0, later === -1 ? Infinity : later);
    for (const { bytes, run } of due) {
      if (this.#isStopped) return;
      this.#waitingBytes -= bytes;
      run();
    }
    this.#await();
  }
}
