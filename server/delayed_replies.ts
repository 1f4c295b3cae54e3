import { OVERHEAD_BYTES } from "./policy/backlog.ts";
import type { Behavior } from "./policy/behavior.ts";
import { CLOSE_CODE } from "../static/shared/close_codes.js";
import { ReplyPlanner } from "./policy/reply_planner.ts";

/** A message as it is sent. */
export type Reply = string | ArrayBuffer;

/** The connection that a {@linkcode BehavedReplies} acts on. */
export interface ReplyTarget {
  /** Sends at once. */
  send(reply: Reply): void;
  /** Returns whether one more message may wait beside so many bytes; closes where not. */
  hasRoom(waitingBytes: number): boolean;
  /** Starts the closing handshake. */
  close(code: number, reason: string): void;
  /** Runs something; a failure of it closes the connection, and nothing else. */
  attempt(run: () => void): void;
}

/** Something to be done when its time has come. */
interface DelayedAction {
  readonly atMs: number;
  readonly bytes: number;
  readonly run: () => void;
}

/** Makes a connection do what its peer has asked for. One that asked for nothing has none. */
export class BehavedReplies {
  readonly #target: ReplyTarget;
  readonly #behavior: Behavior;
  readonly #report: string | undefined;
  readonly #planner: ReplyPlanner;
  #actions: DelayedAction[] = [];
  #waitingBytes = 0;
  #next: ReturnType<typeof setTimeout> | undefined;
  #closing: ReturnType<typeof setTimeout> | undefined;
  #pushing: ReturnType<typeof setInterval> | undefined;
  #isHasty = false;
  #isStopped = false;

  /** @param report What is sent first, if anything. */
  constructor(target: ReplyTarget, behavior: Behavior, report: string | undefined) {
    this.#target = target;
    this.#behavior = behavior;
    this.#report = report;
    this.#planner = new ReplyPlanner(behavior, Math.random() * 2 ** 32);
  }

  /** Does what does not wait for a message. */
  open(): void {
    const { closeCode, closeAfter = { ms: 0 }, pushMs } = this.#behavior;
    if (this.#report !== undefined) this.#target.send(this.#report);
    if (pushMs !== undefined) this.#push(pushMs);
    if (closeCode === undefined) return;
    const ms = "ms" in closeAfter ? closeAfter.ms : closeAfter.messages === 0 ? 0 : undefined;
    if (ms === 0) this.#close();
    else if (ms !== undefined) this.#closing = setTimeout(() => this.#close(), ms);
  }

  /** Does what its turn is about a message. @param reply What would answer it at once. */
  send(reply: Reply): void {
    const { replies, delayMs, closes } = this.#planner.next();
    const bytes = OVERHEAD_BYTES + (typeof reply === "string" ? reply.length : reply.byteLength);
    for (let count = 0; count < replies; count++) {
      if (!this.#target.hasRoom(this.#waitingBytes)) return;
      this.#later(delayMs, bytes, () => this.#target.send(reply));
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
    this.#actions = [];
    clearTimeout(this.#next);
    clearTimeout(this.#closing);
    clearInterval(this.#pushing);
  }

  #close(): void {
    const { closeCode = CLOSE_CODE.NORMAL_CLOSURE, closeReason = "" } = this.#behavior;
    this.#target.close(closeCode, closeReason);
  }

  #push(intervalMs: number): void {
    let count = 0;
    const push = () => {
      count += 1;
      if (this.#target.hasRoom(this.#waitingBytes)) this.#target.send(`push ${count}`);
    };
    this.#pushing = setInterval(() => this.#target.attempt(push), intervalMs);
  }

  /** Runs something after so long, but never before what was there earlier. */
  #later(delayMs: number, bytes: number, run: () => void): void {
    if (this.#isHasty || (delayMs === 0 && this.#actions.length === 0)) return run();
    const earliestMs = this.#actions.at(-1)?.atMs ?? 0;
    this.#actions.push({ atMs: Math.max(performance.now() + delayMs, earliestMs), bytes, run });
    this.#waitingBytes += bytes;
    if (this.#actions.length === 1) this.#await();
  }

  #await(): void {
    const [first] = this.#actions;
    if (first === undefined) return;
    const delayMs = Math.max(Math.ceil(first.atMs - performance.now()), 0);
    const run = () => this.#run(performance.now());
    this.#next = setTimeout(() => this.#target.attempt(run), delayMs);
  }

  #run(untilMs: number): void {
    clearTimeout(this.#next);
    const later = this.#actions.findIndex(({ atMs }) => atMs > untilMs);
    const due = this.#actions.splice(0, later === -1 ? Infinity : later);
    for (const { bytes, run } of due) {
      if (this.#isStopped) return;
      this.#waitingBytes -= bytes;
      run();
    }
    this.#await();
  }
}
