/** A log record. */
export interface LogRecord {
  /** Time in milliseconds since 1970. */
  readonly timestamp: number;
  /** How serious it is. */
  readonly level: "info" | "warning" | "error";
  /** A sentence that is the same each time, without values. */
  readonly message: string;
  /** The values; `undefined` means: absent. */
  readonly properties: Readonly<Record<string, unknown>>;
}

let write: ((record: LogRecord) => void) | undefined;

/**
 * Passes each record of every handler to a function from now on; `undefined` ends that.
 *
 * A record is created when a connection opens or closes, when a handshake is refused and when
 * something fails. None contains the content of a message.
 *
 * @example To the console
 * ```ts
 * import { logTo } from "@eco/eco";
 *
 * logTo(({ level, message, properties }) => console.log(level, message, properties));
 * ```
 */
export function logTo(writer: ((record: LogRecord) => void) | undefined): void {
  write = writer;
}

/** The log of the server. */
export const log = {
  info: createRecorder("info"),
  warning: createRecorder("warning"),
  error: createRecorder("error"),
};

function createRecorder(level: LogRecord["level"]) {
  return (message: string, properties: LogRecord["properties"] = {}): void => {
    try {
      write?.({ timestamp: Date.now(), level, message, properties });
    } catch (error) {
      // A log that cannot be written must not break the connection that it tells of.
      console.error("The function given to logTo() failed:", error);
    }
  };
}
