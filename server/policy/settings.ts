import { type Config, DEFAULTS, ECHO_DEFAULTS, type EchoConfig, LOG_LEVELS } from "./config.ts";
import { isLoopback } from "./address.ts";
import {
  ANY_TEXT,
  bytes,
  HOST,
  integer,
  oneOf,
  ORIGINS,
  PORT_OR_OFF,
  type Rule,
  seconds,
  TOKEN,
  YES_OR_NO,
} from "./rules.ts";

/** How an operator sets one field of {@linkcode Config}. */
export interface Setting<Value> {
  /** Heading of its part of `--help`. */
  readonly group: string;
  /** Flag with a placeholder for its value, as `--help` shows it. */
  readonly flag: string;
  /** Environment variable, used if the flag is absent. */
  readonly variable: string;
  /** What it does, for `--help` and docs/reference/options.md. */
  readonly description: string;
  readonly rule: Rule<Value>;
}

const ONE_DAY_SECONDS = 86_400;
const MAX_COUNT = 1_000_000;
/** The runtime resets a connection on a larger frame, without a close code. */
const MAX_FRAME_BYTES = 64 * 1024 ** 2;

/** Every setting: its flag, variable, description and rule stand here alone. */
export const SETTINGS: { readonly [Name in keyof Config]: Setting<Config[Name]> } = {
  host: {
    group: "Listening",
    flag: "--host <address>",
    variable: "HOST",
    description: "address to listen on; 0.0.0.0 is every IPv4 interface, :: every interface",
    rule: HOST,
  },
  port: {
    group: "Listening",
    flag: "--port <number>",
    variable: "PORT",
    description: "port to listen on; 0 picks a free one",
    rule: integer(0, 65535),
  },
  reusePort: {
    group: "Listening",
    flag: "--reuse-port [yes]",
    variable: "ECO_REUSE_PORT",
    description: "share the port with other processes (Linux only); the system spreads connections",
    rule: YES_OR_NO,
  },
  tlsCert: {
    group: "Listening",
    flag: "--tls-cert <file>",
    variable: "ECO_TLS_CERT",
    description: "certificate chain in PEM: serve https:// and wss://",
    rule: ANY_TEXT,
  },
  tlsKey: {
    group: "Listening",
    flag: "--tls-key <file>",
    variable: "ECO_TLS_KEY",
    description: "private key of the certificate, in PEM",
    rule: ANY_TEXT,
  },
  requireTls: {
    group: "Listening",
    flag: "--require-tls [yes]",
    variable: "ECO_REQUIRE_TLS",
    description: "do not start without a certificate; deno task start-tls sets it",
    rule: YES_OR_NO,
  },
  prefix: {
    group: "Replies",
    flag: "--prefix <text>",
    variable: "ECO_PREFIX",
    description: "text before every echoed text message; may be empty",
    rule: ANY_TEXT,
  },
  behaviors: {
    group: "Replies",
    flag: "--behaviors <state>",
    variable: "ECO_BEHAVIORS",
    description: "on or off; off: only name and record work, the rest and the report get 403",
    rule: oneOf(["on", "off"]),
  },
  maxPayloadBytes: {
    group: "Limits",
    flag: "--max-payload <size>",
    variable: "ECO_MAX_PAYLOAD",
    description: "largest message; above that, close with 1009",
    rule: bytes(1, MAX_FRAME_BYTES),
  },
  maxBufferedBytes: {
    group: "Limits",
    flag: "--max-buffered <size>",
    variable: "ECO_MAX_BUFFERED",
    description: "bytes that may wait for a slow consumer; above that, close with 1013",
    rule: bytes(1),
  },
  maxMessagesPerSecond: {
    group: "Limits",
    flag: "--max-message-rate <number>",
    variable: "ECO_MAX_MESSAGE_RATE",
    description:
      "messages per second of one client address; above that, close with 1008; 0: no limit",
    rule: integer(0, MAX_COUNT),
  },
  idleTimeoutSeconds: {
    group: "Limits",
    flag: "--idle-timeout <time>",
    variable: "ECO_IDLE_TIMEOUT",
    description: "ping after half this silence, close with 1001 if no pong comes; 0: never",
    rule: seconds(ONE_DAY_SECONDS),
  },
  maxLifetimeSeconds: {
    group: "Limits",
    flag: "--max-lifetime <time>",
    variable: "ECO_MAX_LIFETIME",
    description: "longest life of a connection; after that, close with 1001; 0: no limit",
    rule: seconds(24 * ONE_DAY_SECONDS), // A timer of the runtime takes 24.8 days at most.
  },
  maxConnections: {
    group: "Limits",
    flag: "--max-connections <number>",
    variable: "ECO_MAX_CONNECTIONS",
    description: "open connections in total; one more gets 503; 0: no limit",
    rule: integer(0, MAX_COUNT),
  },
  maxConnectionsPerAddress: {
    group: "Limits",
    flag: "--max-connections-per-address <number>",
    variable: "ECO_MAX_CONNECTIONS_PER_ADDRESS",
    description: "open connections per client address; one more gets 503; 0: no limit",
    rule: integer(0, MAX_COUNT),
  },
  trustedProxies: {
    group: "Clients",
    flag: "--trust-proxy [hops]",
    variable: "ECO_TRUST_PROXY",
    description:
      "number of trusted proxies in front; they put the client address in X-Forwarded-For",
    rule: integer(0, 100),
  },
  allowedOrigins: {
    group: "Clients",
    flag: "--allow-origin <origin>",
    variable: "ECO_ALLOW_ORIGIN",
    description:
      "origin of pages that may connect; others get 403; repeatable; default: every origin",
    rule: ORIGINS,
  },
  metricsPort: {
    group: "Operation",
    flag: "--metrics-port <number>",
    variable: "ECO_METRICS_PORT",
    description: "separate port for /metrics and /healthz; 0: serve them on --port, to everyone",
    rule: integer(0, 65535),
  },
  metricsHost: {
    group: "Operation",
    flag: "--metrics-host <address>",
    variable: "ECO_METRICS_HOST",
    description: "address to listen on for --metrics-port",
    rule: HOST,
  },
  drainTimeoutSeconds: {
    group: "Operation",
    flag: "--drain-timeout <time>",
    variable: "ECO_DRAIN_TIMEOUT",
    description: "longest time that stopping may take",
    rule: seconds(ONE_DAY_SECONDS),
  },
  logLevel: {
    group: "Operation",
    flag: "--log-level <level>",
    variable: "ECO_LOG_LEVEL",
    description: `lowest level that is logged: ${LOG_LEVELS.join(", ")}`,
    rule: oneOf(LOG_LEVELS),
  },
  controlPort: {
    group: "Tests",
    flag: "--control-port <number>",
    variable: "ECO_CONTROL_PORT",
    description: "separate port on which a test controls the server; 0 picks a free one",
    rule: PORT_OR_OFF,
  },
  controlHost: {
    group: "Tests",
    flag: "--control-host <address>",
    variable: "ECO_CONTROL_HOST",
    description: "address to listen on for --control-port",
    rule: HOST,
  },
  controlToken: {
    group: "Tests",
    flag: "--control-token <secret>",
    variable: "ECO_CONTROL_TOKEN",
    description:
      "secret that each request to --control-port must send; required unless on loopback",
    rule: TOKEN,
  },
  portsFile: {
    group: "Tests",
    flag: "--ports-file <file>",
    variable: "ECO_PORTS_FILE",
    description: "file to write the port numbers to, as JSON; needs deno task start-test",
    rule: ANY_TEXT,
  },
};

/** Parses the text given for a setting. @throws {RangeError} If it breaks the setting's rule. */
export function parseSetting<Value>({ flag, variable, rule }: Setting<Value>, text: string): Value {
  const value = rule.parse(text);
  if (value !== undefined) return value;
  const [name] = flag.split(" ");
  const shown = rule.isSecret ? `the ${text.length} characters given` : JSON.stringify(text);
  throw new RangeError(`${name} (or ${variable}) must be ${rule.inWords}, not ${shown}`);
}

/** Returns a value of a setting as people type it; empty if there is nothing to show. */
export function formatSetting<Value>({ rule }: Setting<Value>, value: Value): string {
  if (value === false || String(value) === "") return "";
  return rule.format?.(value) ?? String(value);
}

/** Returns the settings. @throws {RangeError} If they do not fit together. */
export function checkConfig(config: Config): Config {
  if (Boolean(config.tlsCert) !== Boolean(config.tlsKey)) {
    throw new RangeError("--tls-cert and --tls-key need each other: give both");
  }
  if (config.requireTls && !config.tlsCert) {
    throw new RangeError(
      "--require-tls, which deno task start-tls sets, needs a certificate: " +
        "give --tls-cert and --tls-key (or ECO_TLS_CERT and ECO_TLS_KEY)",
    );
  }
  if (config.metricsPort > 0 && config.metricsPort === config.port) {
    throw new RangeError(
      `--metrics-port must differ from --port: both are ${config.port}`,
    );
  }
  if (config.metricsPort === 0 && config.metricsHost !== DEFAULTS.metricsHost) {
    throw new RangeError("--metrics-host needs --metrics-port: give both");
  }
  checkControl(config);
  return config;
}

function checkControl(config: Config): void {
  const { controlPort, controlHost, controlToken } = config;
  if (controlPort === "off") {
    const given = (["controlHost", "controlToken"] as const)
      .find((name) => config[name] !== DEFAULTS[name]);
    if (given === undefined) return;
    const [flag] = SETTINGS[given].flag.split(" ");
    throw new RangeError(`${flag} needs --control-port: give both`);
  }
  for (const name of ["port", "metricsPort"] as const) {
    if (controlPort === 0 || controlPort !== config[name]) continue;
    const [flag] = SETTINGS[name].flag.split(" ");
    throw new RangeError(`--control-port must differ from ${flag}: both are ${controlPort}`);
  }
  if (controlToken === "" && !isLoopback(controlHost)) {
    throw new RangeError(
      `--control-host ${controlHost} lets other machines control the server: ` +
        "give --control-token (or ECO_CONTROL_TOKEN) too, or leave --control-host out",
    );
  }
}

/** Returns the settings of a handler with defaults. @throws {RangeError} If one breaks its rule. */
export function completeConfig(options: Partial<EchoConfig>): EchoConfig {
  const given = Object.entries(options)
    .filter(([name, value]) => Object.hasOwn(ECHO_DEFAULTS, name) && value !== undefined)
    .map(([name, value]) => [name, checkOption(name as keyof EchoConfig, value)]);
  return { ...ECHO_DEFAULTS, ...Object.fromEntries(given) };
}

function checkOption(name: keyof EchoConfig, value: unknown): unknown {
  const { rule } = SETTINGS[name];
  const isEmptyList = Array.isArray(value) && value.length === 0;
  const isOfType = typeof value === typeof ECHO_DEFAULTS[name] && value !== null;
  const checked = isEmptyList ? value : isOfType ? rule.parse(String(value)) : undefined;
  if (checked !== undefined) return checked;
  const shown = typeof value === "number" ? value : JSON.stringify(value);
  throw new RangeError(`${name} must be ${rule.inWords}, not ${shown}`);
}
