import { DEFAULT_PREFIX } from "./echo.ts";

/** What the operator of a server may set. */
export interface Config {
  /**
   * Name or address of the interface to listen on.
   * @default "127.0.0.1"
   */
  readonly host: string;
  /**
   * TCP port, 0 to 65535; 0 lets the system choose a free one.
   * @default 8765
   */
  readonly port: number;
  /**
   * Text put before every echoed text message; may be empty.
   * @default "echo: "
   */
  readonly prefix: string;
}

/** How one field of {@linkcode Config} is set from outside. */
export interface Setting<Value> {
  /** Flag with a placeholder for its value, as the help shows it. */
  readonly flag: string;
  /** Environment variable, read where the flag is absent. */
  readonly variable: string;
  /** What it does, for the help and the README. */
  readonly description: string;
  /** Value where neither flag nor variable is given. */
  readonly default: Value;
  /** Reads a value; throws a `RangeError` that names the rule and the value. */
  readonly parse: (text: string) => Value;
}

/** Every setting: the one place that knows its flag, variable, default and rule. */
export const SETTINGS: { readonly [Name in keyof Config]: Setting<Config[Name]> } = {
  host: {
    flag: "--host <address>",
    variable: "HOST",
    description: "address to listen on; 0.0.0.0 is every IPv4 interface",
    default: "127.0.0.1",
    parse: parseHost,
  },
  port: {
    flag: "--port <number>",
    variable: "PORT",
    description: "port to listen on; 0 picks a free one",
    default: 8765,
    parse: parsePort,
  },
  prefix: {
    flag: "--prefix <text>",
    variable: "ECO_PREFIX",
    description: "text put before every echoed text message; may be empty",
    default: DEFAULT_PREFIX,
    parse: (text) => text,
  },
};

function parseHost(text: string): string {
  if (!/^[\w.:%-]+$/.test(text)) {
    throw new RangeError(
      "Cannot listen as the host (--host or HOST) must be a name or an address, without port or " +
        `brackets: current value is ${JSON.stringify(text)}`,
    );
  }
  return text;
}

function parsePort(text: string): number {
  // Digits alone: Number() also takes "", "0x50", "8e3" and " 80 ".
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) {
    throw new RangeError(
      "Cannot listen as the port (--port or PORT) must be an integer from 0 to 65535: " +
        `current value is ${JSON.stringify(text)}`,
    );
  }
  return Number(text);
}
