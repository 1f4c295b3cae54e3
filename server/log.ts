/** Something that happened, as it is logged. */
export interface LogRecord {
  /** When, in milliseconds since 1970. */
  readonly timestamp: number;
  /** How bad it is. */
  readonly level: "info" | "warning" | "error";
  /** A sentence that is the same each time, without values. */
  readonly message: string;
  /** What there is to tell beside the message; those without a value are left out. */
  readonly properties: Readonly<Record<string, unknown>>;
}

let write: ((record: LogRecord) => void) | undefined;

/**
 * Hands each record of every handler over from now on; `undefined`: none, as before the first call.
 *
 * A record is made when a connection opens, when it closes, when a handshake is refused and when
 * something fails; none has the content of a message.
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

/** The log of this server. */
export const log = {
  info: recorder("info"),
  warning: recorder("warning"),
  error: recorder("error"),
};

function recorder(level: LogRecord["level"]) {
  return (message: string, properties: LogRecord["properties"] = {}): void =>
    write?.({ timestamp: Date.now(), level, message, properties });
}
