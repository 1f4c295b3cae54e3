/** Something that happened, as it is logged. */
export interface LogRecord {
  /** When, in milliseconds since 1970. */
  readonly timestamp: number;
  readonly level: "info" | "warning" | "error";
  readonly message: string;
  /** What there is to tell beside the message; those without a value are left out. */
  readonly properties: Readonly<Record<string, unknown>>;
}

let write: ((record: LogRecord) => void) | undefined;

/**
 * Hands each record over from now on; `undefined`: nobody wants them, as before the first call.
 *
 * A record is made when a connection opens, when it closes, when a handshake is refused and when
 * something fails; none has the content of a message.
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
