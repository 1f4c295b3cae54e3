import { CLOSE_CODE } from "../static/shared/close_codes.js";
import { byteLength } from "../static/shared/text.js";
import type { Connection } from "./connection.ts";
import { changesClose, ReplyPlanner } from "./policy/behavior.ts";
import { MAX_EXTRA_PER_SECOND, OVERHEAD_BYTES } from "./policy/limits.ts";
import type { Behavior } from "./policy/query.ts";

export type Reply = string | ArrayBuffer;

/** The part of a connection that {@linkcode DelayedReplies} acts on. */
type ReplyTarget = Pick<
  Connection,
  "attempt" | "close" | "ensureCapacity" | "send" | "takeExtra" | "takePush"
>;

/** How long pushing pauses if a limit does not allow a message. */
const PUSH_PAUSE_MS = 1000;

interface DelayedAction {
  readonly dueAtMs: number;
  readonly bytes: number;
  readonly run: () => void;
}

/** Carries out the behavior that a client asked for. A connection without behaviors has none. */
export class DelayedReplies {
  readonly #target: ReplyTarget;
  #behavior: Behavior;
  readonly #planner: ReplyPlanner;
  /** What waits for its time, in the order in which it is due. */
  #actions: DelayedAction[] = [];
  #waitingReplies = 0;
  #waitingBytes = 0;
  #nextTimer: ReturnType<typeof setTimeout> | undefined;
  /** How often the behavior has changed when or how it closes. */
  #closeChanges = 0;
  #closeTimer: ReturnType<typeof setTimeout> | undefined;
  #pushTimer: ReturnType<typeof setTimeout> | undefined;
  #isFlushed = false;
  #isStopped = false;

  /** @param target The connection, which may be still connecting. */
  constructor(target: ReplyTarget, behavior: Behavior) {
    this.#target = target;
    this.#behavior = behavior;
    this.#planner = new ReplyPlanner(behavior, Math.random() * 2 ** 32);
  }

  get waitingReplies(): number {
    return this.#waitingReplies;
  }

  /**
   * Plans the next messages by another behavior. Replies that wait are sent when they were due;
   * pushing and closing start anew if they change.
   */
  change(behavior: Behavior): void {
    const before = this.#behavior;
    this.#behavior = behavior;
    this.#planner.change(behavior);
    const isCloseNew = changesClose(before, behavior);
    if (isCloseNew) this.#closeChanges += 1;
    if (this.#isStopped || this.#isFlushed) return;
    if (behavior.pushMs !== before.pushMs) this.#startPushing();
    if (isCloseNew) this.#startClosing();
  }

  /** Starts what does not depend on a message: pushing, and closing after a time. */
  start(): void {
    this.#startPushing();
    this.#startClosing();
  }

  #startClosing(): void {
    clearTimeout(this.#closeTimer);
    const { closeCode, closeAfter = { ms: 0 } } = this.#behavior;
    if (closeCode === undefined) return;
    const ms = "ms" in closeAfter ? closeAfter.ms : closeAfter.messages === 0 ? 0 : undefined;
    if (ms === 0) this.#close();
    else if (ms !== undefined) this.#closeTimer = setTimeout(() => this.#close(), ms);
  }

  /** Takes the ordinary reply to a message, and sends, delays, repeats or drops it. */
  send(reply: Reply): void {
    const { replies, delayMs, closes } = this.#planner.next();
    if (replies > 1 && !this.#target.takeExtra(replies - 1)) {
      const reason = `the server repeats at most ${MAX_EXTRA_PER_SECOND} replies per second`;
      return this.#target.close(CLOSE_CODE.POLICY_VIOLATION, reason);
    }
    const bytes = OVERHEAD_BYTES +
      (typeof reply === "string" ? byteLength(reply) : reply.byteLength);
    for (let count = 0; count < replies; count++) {
      if (!this.#target.ensureCapacity(this.#waitingBytes)) return;
      this.#waitingReplies += 1;
      this.#schedule(delayMs, bytes, () => {
        this.#waitingReplies -= 1;
        this.#target.send(reply);
      });
    }
    if (!closes) return;
    const changes = this.#closeChanges;
    this.#schedule(delayMs, 0, () => {
      if (changes === this.#closeChanges) this.#close(); // If it has changed, it starts anew.
    });
  }

  /** Sends everything that waits, and stops delaying and pushing. */
  flush(): void {
    this.#isFlushed = true;
    clearTimeout(this.#pushTimer);
    this.#runDue(Infinity);
  }

  /** Drops everything that waits, and does nothing more. */
  stop(): void {
    this.#isStopped = true;
    this.#actions = [];
    clearTimeout(this.#nextTimer);
    clearTimeout(this.#closeTimer);
    clearTimeout(this.#pushTimer);
  }

  #close(): void {
    const { closeCode = CLOSE_CODE.NORMAL_CLOSURE, closeReason = "" } = this.#behavior;
    this.#target.close(closeCode, closeReason);
  }

  #startPushing(): void {
    clearTimeout(this.#pushTimer);
    const { pushMs } = this.#behavior;
    if (pushMs === undefined) return;
    let count = 0;
    const push = () => {
      const isAllowed = this.#target.takePush();
      if (isAllowed) {
        if (!this.#target.ensureCapacity(this.#waitingBytes)) return;
        count += 1;
        this.#target.send(`push ${count}`);
      }
      // Trying again at each interval would take the thread as much as sending does.
      schedule(isAllowed ? pushMs : Math.max(pushMs, PUSH_PAUSE_MS));
    };
    const schedule = (ms: number) => {
      this.#pushTimer = setTimeout(() => this.#target.attempt(push), ms);
    };
    schedule(pushMs);
  }

  /** Runs an action after a delay, but never before an earlier one. */
  #schedule(delayMs: number, bytes: number, run: () => void): void {
    if (this.#isFlushed || (delayMs === 0 && this.#actions.length === 0)) return run();
    const earliestMs = this.#actions.at(-1)?.dueAtMs ?? 0;
    const dueAtMs = Math.max(performance.now() + delayMs, earliestMs);
    this.#actions.push({ dueAtMs, bytes, run });
    this.#waitingBytes += bytes;
    if (this.#actions.length === 1) this.#awaitNext();
  }

  #awaitNext(): void {
    const [first] = this.#actions;
    if (first === undefined) return;
    const delayMs = Math.max(Math.ceil(first.dueAtMs - performance.now()), 0);
    const run = () => this.#runDue(performance.now());
    this.#nextTimer = setTimeout(() => this.#target.attempt(run), delayMs);
  }

  #runDue(nowMs: number): void {
    clearTimeout(this.#nextTimer);
    const firstNotDue = this.#actions.findIndex(({ dueAtMs }) => dueAtMs > nowMs);
    const due = this.#actions.splice(0, firstNotDue === -1 ? Infinity : firstNotDue);
    for (const { bytes, run } of due) {
      // An earlier action may have closed the connection.
      if (this.#isStopped) return;
      this.#waitingBytes -= bytes;
      run();
    }
    this.#awaitNext();
  }
}
