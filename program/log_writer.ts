import {
  configureSync,
  getConsoleSink,
  getJsonLinesFormatter,
  getLogfmtFormatter,
  getLogger,
  type LogRecord as Formatted,
} from "@logtape/logtape";
import type { LogLevel } from "../server/policy/config.ts";
import type { LogRecord } from "../server/log.ts";

const CATEGORY = ["eco"];

/** How the log is written. */
export interface LogOptions {
  /** Least level of the records written. */
  readonly level: LogLevel;
  readonly isTerminal: boolean;
  /** Number of the worker, where there are several. @default none */
  readonly worker?: number;
}

/**
 * Makes what writes records to the standard output: as JSON lines, or as `key=value` pairs for a
 * terminal. Both escape control characters.
 */
export function createLogWriter(
  { level, isTerminal, worker }: LogOptions,
): (record: LogRecord) => void {
  const sink = getConsoleSink({
    formatter: isTerminal ? formatForTerminal : getJsonLinesFormatter({ properties: "flatten" }),
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
      { category: CATEGORY, sinks: ["stdout"], lowestLevel: level === "off" ? null : level },
      { category: ["logtape", "meta"], sinks: ["stdout"], lowestLevel: "error" },
    ],
  });
  const logger = getLogger(CATEGORY);
  return ({ message, properties, ...record }) => {
    // With its category the record is taken as it is; without, it is copied at some length.
    const complete: Formatted = {
      ...record,
      category: CATEGORY,
      message: [message],
      rawMessage: message,
      properties: worker === undefined ? properties : { worker, ...properties },
    };
    logger.emit(complete);
  };
}

const formatPairs = getLogfmtFormatter();

function formatForTerminal(record: Formatted): string {
  const given = Object.entries(record.properties).filter(([, value]) => value !== undefined);
  return formatPairs({ ...record, properties: Object.fromEntries(given) });
}
