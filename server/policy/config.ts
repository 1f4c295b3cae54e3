import { DEFAULT_PREFIX } from "./echo.ts";

/** The settings of a handler; {@linkcode ECHO_DEFAULTS} holds the defaults. */
export interface EchoConfig {
  /** Text put before every echoed text message; may be empty. @default "echo: " */
  readonly prefix: string;
  /** Largest message in bytes; a larger one closes with 1009. @default 1048576 */
  readonly maxPayloadBytes: number;
  /** Bytes that may wait for a slow consumer; more close with 1013. @default 4194304 */
  readonly maxBufferedBytes: number;
  /** Messages per second of one client address; more close with 1008; 0: no limit. @default 0 */
  readonly maxMessagesPerSecond: number;
  /**
   * Silence in seconds after which a peer that leaves a ping unanswered is closed with 1001; 0:
   * never.
   *
   * @default 30
   */
  readonly idleTimeoutSeconds: number;
  /** Longest life of a connection in seconds, then it closes with 1001; 0: no limit. @default 0 */
  readonly maxLifetimeSeconds: number;
  /** Open connections in total; one more is refused with 503; 0: no limit. @default 10000 */
  readonly maxConnections: number;
  /** Open connections per client address; one more is refused with 503; 0: no limit. @default 0 */
  readonly maxConnectionsPerAddress: number;
  /** Trusted proxies in front, whose entries in `X-Forwarded-For` are used. @default 0 */
  readonly trustedProxies: number;
  /**
   * Origins of pages that may connect (RFC 6454 §6.2), others are refused with 403; empty: every
   * origin. `https://*.example.org` means every subdomain, and not `https://example.org`. A
   * handshake without `Origin` does not come from a page and is not refused for it.
   *
   * @default []
   */
  readonly allowedOrigins: readonly string[];
  /**
   * Whether clients may ask for behaviors and for the report (docs/reference/behaviors.md); if not,
   * such a request is refused with 403.
   *
   * @default "on"
   */
  readonly behaviors: "on" | "off";
}

/** The settings of the program; `SETTINGS` describes each, {@linkcode DEFAULTS} has the defaults. */
export interface Config extends EchoConfig {
  readonly host: string;
  readonly port: number;
  readonly reusePort: boolean;
  readonly metricsPort: number;
  readonly metricsHost: string;
  readonly controlPort: number | "off";
  readonly controlHost: string;
  readonly controlToken: string;
  readonly portsFile: string;
  readonly drainTimeoutSeconds: number;
  readonly requireTls: boolean;
  readonly tlsCert: string;
  readonly tlsKey: string;
  readonly logLevel: LogLevel;
}

/** The levels of log records, lowest first; `off` writes none. */
export const LOG_LEVELS = ["info", "warning", "error", "off"] as const;

/** A level of log records. */
export type LogLevel = typeof LOG_LEVELS[number];

/** The defaults of a handler. */
export const ECHO_DEFAULTS: EchoConfig = {
  prefix: DEFAULT_PREFIX,
  maxPayloadBytes: 1024 ** 2,
  // Several of the largest messages: the runtime cannot pause receiving, and honest peers send bursts.
  maxBufferedBytes: 4 * 1024 ** 2,
  maxMessagesPerSecond: 0,
  idleTimeoutSeconds: 30,
  maxLifetimeSeconds: 0,
  maxConnections: 10_000,
  maxConnectionsPerAddress: 0,
  trustedProxies: 0,
  allowedOrigins: [],
  behaviors: "on",
};

/** The defaults of the program. */
export const DEFAULTS: Config = {
  ...ECHO_DEFAULTS,
  host: "127.0.0.1",
  port: 8765,
  reusePort: false,
  metricsPort: 0,
  metricsHost: "127.0.0.1",
  controlPort: "off",
  controlHost: "127.0.0.1",
  controlToken: "",
  portsFile: "",
  drainTimeoutSeconds: 3,
  requireTls: false,
  tlsCert: "",
  tlsKey: "",
  logLevel: "info",
};
