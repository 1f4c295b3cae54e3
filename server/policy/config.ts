import { DEFAULT_PREFIX } from "./echo.ts";

/** What a handler may be told; {@linkcode DEFAULTS} has the defaults. */
export interface EchoConfig {
  /** Text put before every echoed text message; may be empty. @default "echo: " */
  readonly prefix: string;
  /** Largest message in bytes; a larger one closes with 1009. @default 1048576 */
  readonly maxPayloadBytes: number;
  /** Bytes that may wait for a slow consumer; more close with 1013. @default 4194304 */
  readonly maxBufferedBytes: number;
  /** Messages a second on one connection; more close with 1008; 0: any number. @default 0 */
  readonly maxMessagesPerSecond: number;
  /**
   * Silence in seconds after which a peer that leaves a ping unanswered is closed with 1001; 0:
   * never.
   *
   * @default 30
   */
  readonly idleTimeoutSeconds: number;
  /** Longest life of a connection in seconds, closed with 1001 at its end; 0: any. @default 0 */
  readonly maxLifetimeSeconds: number;
  /** Open connections in all; one more is refused with 503; 0: any number. @default 10000 */
  readonly maxConnections: number;
  /** Open connections of one client address; one more gets 503; 0: any number. @default 0 */
  readonly maxConnectionsPerAddress: number;
  /** Proxies in front whose entry in `X-Forwarded-For` is believed. @default 0 */
  readonly trustedProxies: number;
  /**
   * Origins of pages that may connect (RFC 6454 §6.2), others are refused with 403; empty: every
   * origin. A handshake without `Origin`, from no page, is not refused for it.
   *
   * @default []
   */
  readonly allowedOrigins: readonly string[];
}

/** What the operator of a server may set; one literal, {@linkcode DEFAULTS}, has the defaults. */
export interface Config extends EchoConfig {
  /** Name or IP address to listen on. @default "127.0.0.1" */
  readonly host: string;
  /** TCP port, 0 to 65535; 0 lets the system choose a free one. @default 8765 */
  readonly port: number;
  /** Threads that serve; "auto": one for each core. @default 1 */
  readonly workers: number | "auto";
  /** Resident memory in bytes above which handshakes are refused; 0: any. @default 0 */
  readonly maxMemoryBytes: number;
  /** TCP port of its own for `/metrics` and `/healthz`; 0: they are on the other. @default 0 */
  readonly metricsPort: number;
  /** How long stopping may take, in seconds. @default 3 */
  readonly drainTimeoutSeconds: number;
  /** Path of the TLS certificate chain in PEM; empty: no TLS. @default "" */
  readonly tlsCert: string;
  /** Path of the TLS private key in PEM; empty: no TLS. @default "" */
  readonly tlsKey: string;
  /** Least level of the records written. @default "info" */
  readonly logLevel: LogLevel;
}

/** The levels of log records, least first; `off` writes none. */
export const LOG_LEVELS = ["info", "warning", "error", "off"] as const;

/** A level of log records. */
export type LogLevel = typeof LOG_LEVELS[number];

/** The value of each setting where the operator gives none. */
export const DEFAULTS: Config = {
  host: "127.0.0.1",
  port: 8765,
  prefix: DEFAULT_PREFIX,
  maxPayloadBytes: 1024 ** 2,
  // Several of the largest messages: receiving cannot be paused, and an honest peer sends in bursts.
  maxBufferedBytes: 4 * 1024 ** 2,
  maxMessagesPerSecond: 0,
  idleTimeoutSeconds: 30,
  maxLifetimeSeconds: 0,
  workers: 1,
  maxConnections: 10_000,
  maxConnectionsPerAddress: 0,
  trustedProxies: 0,
  allowedOrigins: [],
  maxMemoryBytes: 0,
  metricsPort: 0,
  drainTimeoutSeconds: 3,
  tlsCert: "",
  tlsKey: "",
  logLevel: "info",
};
