import type { LogRecord } from "../server/log.ts";
import { LOG_LEVELS, type LogLevel } from "../server/policy/config.ts";
import { escapeControls } from "../server/policy/printable.ts";

/** How the log is written. */
export interface LogWriterOptions {
  /** Lowest level of the records that are written. */
  readonly level: LogLevel;
  /** Whether people read the log: `key=value` pairs instead of JSON. */
  readonly isTerminal: boolean;
}

/**
 * Creates a function that writes records to the standard output, whatever their level, so that one
 * stream has all of them in order. Each is one line, in which control characters are escaped.
 */
export function createLogWriter(
  { level, isTerminal }: LogWriterOptions,
): (record: LogRecord) => void {
  const lowest = LOG_LEVELS.indexOf(level);
  const format = isTerminal ? formatForPeople : formatForPrograms;
  return (record) => {
    if (LOG_LEVELS.indexOf(record.level) >= lowest) console.log(escapeControls(format(record)));
  };
}

function formatForPrograms({ timestamp, level, message, properties }: LogRecord): string {
  return JSON.stringify({
    "@timestamp": new Date(timestamp).toISOString(),
    level: level.toUpperCase(),
    message,
    logger: "eco",
    ...properties,
  }, (_, value) => value instanceof Error ? describeError(value) : value);
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
  return { name, message, stack, cause };
}
