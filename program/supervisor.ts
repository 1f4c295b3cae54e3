import { addCounts, type Counts, newCounts } from "../server/policy/counts.ts";
import { judgeDeath, SETTLED_MS } from "../server/policy/restart.ts";
import { Addresses } from "../server/addresses.ts";
import { log } from "../server/log.ts";
import type { Operations } from "../server/operations.ts";
import { pause } from "../server/pause.ts";
import { Share } from "../server/share.ts";
import { StartError } from "./start_error.ts";
import { ask, type FromWorker, type ToWorker, type WorkerStart } from "./worker_messages.ts";

/** How a supervisor works. */
export interface SupervisorOptions {
  /** How many workers there are. */
  readonly workers: number;
  /** What each of them has to know; the port is a free one. */
  readonly start: Omit<WorkerStart, "index" | "memory">;
  /** Called where only a new process can go on. */
  readonly onFailure: () => void;
  /** Module of the workers. @default io/worker.ts */
  readonly url?: URL;
  /** How often they are asked whether they are alive. @default 1000 */
  readonly heartbeatMs?: number;
  /** How long the answer may take; a worker that is busy does not hang. @default 10000 */
  readonly heartbeatLimitMs?: number;
}

/** How long one who asks for the counts is kept waiting by a worker. */
const SNAPSHOT_TIMEOUT_MS = 1000;
/** How much longer than its time a worker may take to drain, to write its log to the end. */
const DRAIN_GRACE_MS = 500;

/** What a worker that listens tells or asks. */
type Question = Exclude<FromWorker, { type: "listening" | "failed" }>;

/** A worker, and what is known of it. */
interface Member {
  readonly worker: Worker;
  readonly index: number;
  readonly bornAtMs: number;
  readonly addresses: Addresses;
  /** What it had counted when it was last asked. */
  counts: Counts;
  isListening: boolean;
}

/** Keeps some workers serving on one port, and speaks for all of them. */
export class Supervisor implements Operations {
  readonly #options: Required<SupervisorOptions>;
  readonly #memory: SharedArrayBuffer;
  readonly #share: Share;
  readonly #members = new Map<number, Member>();
  readonly #deathsInARow: number[];
  /** What the workers that have died had counted. */
  readonly #past = newCounts();
  readonly #stopping = new AbortController();

  private constructor(options: SupervisorOptions) {
    this.#options = {
      url: new URL("./worker.ts", import.meta.url),
      heartbeatMs: 1000,
      heartbeatLimitMs: 10_000,
      ...options,
    };
    this.#memory = Share.allocate(options.workers);
    this.#share = new Share(this.#memory, 0);
    this.#deathsInARow = Array.from({ length: options.workers }, () => 0);
  }

  /**
   * Starts the workers; resolves when all of them listen.
   *
   * @throws {StartError} Where one cannot.
   */
  static async start(options: SupervisorOptions): Promise<Supervisor> {
    const supervisor = new Supervisor(options);
    for (let index = 0; index < options.workers; index++) await supervisor.#spawn(index);
    supervisor.#beat();
    return supervisor;
  }

  /** Whether all of them are stopping. */
  get draining(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Whether the memory of the process is above the limit. */
  get shortOfMemory(): boolean {
    return this.#share.shortOfMemory;
  }

  set shortOfMemory(isShort: boolean) {
    this.#share.shortOfMemory = isShort;
  }

  /**
   * Resolves with what all workers have counted, those that have died included; of one that does not
   * answer soon with what it had counted when it was last asked.
   */
  async snapshot(): Promise<Counts> {
    const members = [...this.#members.values()];
    await Promise.all(members.map((member) => this.#count(member, SNAPSHOT_TIMEOUT_MS)));
    const total = newCounts();
    addCounts(total, this.#past);
    for (const { counts } of this.#members.values()) addCounts(total, counts);
    return total;
  }

  /** Has the workers collect their garbage. */
  collectGarbage(): void {
    const message: ToWorker = { type: "collect" };
    for (const { worker } of this.#members.values()) worker.postMessage(message);
  }

  /** Drains all workers at the same time, within so long. */
  async drain(timeoutMs: number): Promise<void> {
    this.#stopping.abort();
    const members = [...this.#members.values()];
    const order = { type: "drain", timeoutMs } as const;
    // A worker that hangs does not keep the others up for much longer.
    const limitMs = timeoutMs + DRAIN_GRACE_MS;
    await Promise.all(members.map(({ worker }) => ask(worker, order, limitMs)));
    for (const { worker } of members) worker.terminate();
  }

  /** Starts a worker in a place; resolves when it listens, rejects where it cannot. */
  #spawn(index: number): Promise<void> {
    const { url, start } = this.#options;
    const worker = new Worker(url, { type: "module", name: `eco ${index}` });
    const member: Member = {
      worker,
      index,
      bornAtMs: performance.now(),
      addresses: new Addresses(),
      counts: newCounts(),
      isListening: false,
    };
    this.#members.set(index, member);
    const listening = Promise.withResolvers<void>();
    worker.onmessage = ({ data, ports: [port] }: MessageEvent<FromWorker>) => {
      if (data.type === "listening") {
        member.isListening = true;
        listening.resolve();
      } else if (data.type === "failed") {
        listening.reject(new StartError(data.reason));
      } else this.#serve(member, data, port);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      listening.reject(new StartError(`Cannot start a worker as ${event.message}`));
      if (member.isListening) this.#bury(member, event.message);
    };
    const message: ToWorker = { type: "start", start: { ...start, index, memory: this.#memory } };
    worker.postMessage(message);
    return listening.promise;
  }

  #serve(member: Member, message: Question, port: MessagePort): void {
    switch (message.type) {
      case "descriptors lost":
        return this.#options.onFailure();
      case "count all":
        this.snapshot().then((counts) => port.postMessage(counts));
        return;
      case "reserve":
        return port.postMessage(this.#reserve(member, message.address));
      case "release":
        return member.addresses.remove(message.address);
    }
  }

  #reserve(member: Member, address: string): boolean {
    let count = 0;
    for (const { addresses } of this.#members.values()) count += addresses.countOf(address);
    if (count >= this.#options.start.config.maxConnectionsPerAddress) return false;
    member.addresses.add(address);
    return true;
  }

  /** Asks all workers whether they are alive, again and again. */
  async #beat(): Promise<void> {
    for (;;) {
      await pause(this.#options.heartbeatMs, [this.#stopping.signal]);
      if (this.draining) return;
      for (const member of this.#members.values()) this.#check(member);
    }
  }

  /**
   * Gives up where a worker hangs: the runtime cannot end a thread that is busy for ever, and its
   * listener would swallow its share of all new connections.
   */
  async #check(member: Member): Promise<void> {
    // Twice, since a process that was halted for a while is late with everything.
    const { heartbeatLimitMs } = this.#options;
    if (await this.#count(member, heartbeatLimitMs)) return;
    if (await this.#count(member, heartbeatLimitMs)) return;
    if (this.draining || this.#members.get(member.index) !== member) return;
    log.error("a worker hangs, which cannot be ended, stopping", { worker: member.index });
    this.#options.onFailure();
  }

  /** Asks a worker what it has counted; resolves with whether it has answered in time. */
  async #count(member: Member, limitMs: number): Promise<boolean> {
    const counts = await ask<Counts>(member.worker, { type: "count" }, limitMs);
    if (counts) member.counts = counts;
    return counts !== undefined;
  }

  /** Takes a worker for dead, and puts another in its place. */
  async #bury(member: Member, reason: string): Promise<void> {
    const { index, counts, bornAtMs } = member;
    if (this.draining || this.#members.get(index) !== member) return;
    this.#members.delete(index);
    member.worker.terminate();
    addCounts(this.#past, { ...counts, connections: 0 });
    new Share(this.#memory, index).connections = 0;
    const hasLived = performance.now() - bornAtMs >= SETTLED_MS;
    this.#deathsInARow[index] = hasLived ? 1 : this.#deathsInARow[index] + 1;
    const verdict = judgeDeath(this.#deathsInARow[index]);
    log.error("worker died", { worker: index, reason, deathsInARow: this.#deathsInARow[index] });
    if (verdict.kind === "stop") return this.#options.onFailure();
    await pause(verdict.delayMs, [this.#stopping.signal]);
    if (this.draining) return;
    try {
      await this.#spawn(index);
      log.info("worker replaced", { worker: index });
    } catch (error) {
      const failed = this.#members.get(index);
      if (failed) await this.#bury(failed, (error as Error).message);
    }
  }
}
