import type { LogRecord } from "../server/log.ts";
import { pause, waitAtMost } from "../server/pause.ts";
import { LOG_LEVELS, type LogLevel } from "../server/policy/config.ts";
import { escapeControls } from "../static/shared/escape.js";

export interface LogWriterOptions {
  /** The lowest level that is written; `off`: none. */
  readonly level: LogLevel;
  /** Whether people read the log: `key=value` pairs instead of JSON. */
  readonly isTerminal: boolean;
  /** Where the log goes. @default the standard output */
  readonly output?: { write(bytes: Uint8Array): Promise<number> };
}

/** UTF-16 units of text that may wait to be written: about 15,000 records. */
const MAX_WAITING_LENGTH = 4 * 1024 ** 2;

const NEWLINE = "\n".charCodeAt(0);

/** Records within this time after a write are written together: each write wakes another thread. */
const BATCH_MS = 100;
/** The first writes come without a pause: the runtime's timers take 4 ms to load. */
const WRITES_WITHOUT_PAUSE = 10;
/** How long to wait before writing again to an output that was full. */
const RETRY_MS = 20;

/**
 * Writes records to the standard output, whatever their level, so that one stream has all of them in
 * order. Each is one line, in which control characters are escaped.
 *
 * Nobody waits for the log: if its reader sleeps (Ctrl+S, a full pipe), records wait in a queue.
 * If that is full, or writing fails, they are dropped, and a later record tells how many.
 */
export class LogWriter {
  readonly #lowest: number;
  readonly #format: (record: LogRecord) => string;
  readonly #output: NonNullable<LogWriterOptions["output"]>;
  #lines: string[] = [];
  #waitingLength = 0;
  #dropped = 0;
  /** Whether only a part of the last line was written. */
  #isMidLine = false;
  #writing: Promise<void> | undefined;
  #writes = 0;
  #lastWriteMs = 0;
  readonly #flushing = new AbortController();

  constructor({ level, isTerminal, output = Deno.stdout }: LogWriterOptions) {
    this.#lowest = LOG_LEVELS.indexOf(level);
    this.#format = isTerminal ? formatForPeople : formatForPrograms;
    this.#output = output;
  }

  write(record: LogRecord): void {
    if (LOG_LEVELS.indexOf(record.level) < this.#lowest) return;
    this.writeLine(escapeControls(this.#format(record)));
  }

  writeLine(line: string): void {
    if (this.#waitingLength + line.length > MAX_WAITING_LENGTH) {
      this.#dropped += 1;
      return;
    }
    this.#lines.push(line);
    this.#waitingLength += line.length;
    this.#writing ??= this.#writeWaiting();
  }

  /** Stops pausing, and resolves when everything is written, or after a time in milliseconds. */
  async flush(timeoutMs: number): Promise<void> {
    this.#flushing.abort();
    await waitAtMost(timeoutMs, this.#writing);
  }

  async #writeWaiting(): Promise<void> {
    while (this.#lines.length > 0) {
      await this.#pauseIfBusy();
      const lines = this.#lines;
      this.#lines = [];
      this.#waitingLength = 0;
      const written = await this.#writeLines(lines);
      this.#dropped += lines.length - written;
      if (written === lines.length) this.#reportDropped();
      this.#writes += 1;
      this.#lastWriteMs = performance.now();
    }
    this.#writing = undefined;
  }

  async #pauseIfBusy(): Promise<void> {
    const waitMs = this.#lastWriteMs + BATCH_MS - performance.now();
    if (waitMs <= 0 || this.#writes < WRITES_WITHOUT_PAUSE) return;
    await pause(waitMs, [this.#flushing.signal]);
  }

  /** Resolves with the number of lines that were written to their ends. */
  async #writeLines(lines: readonly string[]): Promise<number> {
    const start = this.#isMidLine ? "\n" : "";
    const bytes = new TextEncoder().encode(`${start}${lines.join("\n")}\n`);
    let length = 0;
    try {
      while (length < bytes.length) length += await this.#write(bytes.subarray(length));
    } catch {
      // The reader has gone, or the disk is full.
    }
    if (length === bytes.length) {
      this.#isMidLine = false;
      return lines.length;
    }
    const written = bytes.subarray(0, length);
    if (length > 0) this.#isMidLine = written.at(-1) !== NEWLINE;
    const ends = written.filter((byte) => byte === NEWLINE).length;
    return Math.max(ends - start.length, 0);
  }

  /** Writes a part of the bytes, once the output can take one, and resolves with its length. */
  async #write(bytes: Uint8Array): Promise<number> {
    while (true) {
      try {
        return await this.#output.write(bytes);
      } catch (error) {
        // Another program that shares the pipe may have told it not to wait (O_NONBLOCK).
        if (!(error instanceof Deno.errors.WouldBlock)) throw error;
        await pause(RETRY_MS);
      }
    }
  }

  #reportDropped(): void {
    if (this.#dropped === 0) return;
    const properties = { dropped: this.#dropped };
    this.#dropped = 0;
    const timestamp = Date.now();
    const message = "log records dropped";
    // At any level: it speaks of the records that should have been written.
    this.writeLine(this.#format({ timestamp, level: "warning", message, properties }));
  }
}

function formatForPrograms({ timestamp, level, message, properties }: LogRecord): string {
  return JSON.stringify({
    "@timestamp": new Date(timestamp).toISOString(),
    level: level.toUpperCase(),
    message,
    logger: "eco",
    ...properties,
    // Not a replacer: it would be called for each value of each record.
    ...properties.error instanceof Error && { error: describeError(properties.error) },
  });
}

function formatForPeople({ timestamp, level, message, properties }: LogRecord): string {
  const time = new Date(timestamp).toISOString();
  const pairs = Object.entries({ time, level, msg: message, ...properties })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${quoteIfNeeded(value)}`);
  return pairs.join(" ");
}

function quoteIfNeeded(value: unknown): string {
  const text = value instanceof Error ? value.stack ?? `${value}` : `${value}`;
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text);
}

function describeError({ name, message, stack, cause }: Error): Record<string, unknown> {
  return { name, message, stack, cause: cause instanceof Error ? describeError(cause) : cause };
}
