import {
  configureSync,
  getConsoleSink,
  getJsonLinesFormatter,
  getLogfmtFormatter,
  getLogger,
  type Logger,
  type LogRecord,
} from "@logtape/logtape";
import type { LogLevel } from "../core/config.ts";

/**
 * The log of this server; fields without a value are left out. Silent until {@linkcode startLog} is
 * called, so that a program that only mounts the handler decides by itself what is written.
 */
export const log: Logger = getLogger(["eco"]);

/** How the log is written. */
export interface LogOptions {
  /** Least level of the records written. */
  readonly level: LogLevel;
  readonly isTerminal: boolean;
  /** Number of the worker, where there are several. */
  readonly worker?: number;
}

/**
 * Writes the log to the standard output from now on: JSON lines, or `key=value` pairs for a
 * terminal. Both escape control characters.
 */
export function startLog({ level, isTerminal, worker }: LogOptions): void {
  const format = isTerminal ? formatForTerminal : getJsonLinesFormatter({ properties: "flatten" });
  const sink = getConsoleSink({
    formatter: worker === undefined
      ? format
      : (record) => format({ ...record, properties: { worker, ...record.properties } }),
    // One stream, whatever the level: whoever reads the log reads all of it, in order.
    levelMap: {
      trace: "log",
      debug: "log",
      info: "log",
      warning: "log",
      error: "log",
      fatal: "log",
    },
  });
  configureSync({
    sinks: { stdout: sink },
    loggers: [
      { category: ["eco"], sinks: ["stdout"], lowestLevel: level === "off" ? null : level },
      { category: ["logtape", "meta"], sinks: ["stdout"], lowestLevel: "error" },
    ],
  });
}

const formatPairs = getLogfmtFormatter();

function formatForTerminal(record: LogRecord): string {
  const given = Object.entries(record.properties).filter(([, value]) => value !== undefined);
  return formatPairs({ ...record, properties: Object.fromEntries(given) });
}
