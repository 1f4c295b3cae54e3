import {
  hideSecrets,
  parseHeaders,
  parseResolutions,
  parseSubprotocols,
  parseTime,
  parseUrl,
  type ProbeRequest,
  readPem,
} from "../probe/request.ts";
import { formatLocalAuthority } from "../server/policy/address.ts";
import { type Config, DEFAULTS } from "../server/policy/config.ts";
import { formatSetting, parseSetting, type Setting, SETTINGS } from "../server/policy/settings.ts";
import {
  formatHelp,
  getName,
  type HelpRow,
  type Option,
  parseArguments,
  type ParsedArguments,
  suggest,
} from "./arguments.ts";
import type { Healthcheck } from "./healthcheck.ts";
import { readConfig } from "./settings.ts";

export type Command =
  | { readonly kind: "serve"; readonly config: Config }
  | {
    readonly kind: "probe";
    readonly request: ProbeRequest;
    readonly asJson: boolean;
    readonly isVerbose: boolean;
  }
  | { readonly kind: "healthcheck"; readonly healthcheck: Healthcheck }
  | { readonly kind: "print"; readonly text: string };

interface Subcommand {
  /** As `--help` shows it; in brackets if it may be absent. */
  readonly operand: string;
  readonly description: string;
  readonly options: readonly Option[];
  readonly read: (operand: string | undefined, given: ParsedArguments) => Command;
}

const HELP: Option = { flag: "--help", short: "h", description: "print this help" };
const VERSION: Option = { flag: "--version", short: "V", description: "print the version" };
const INSECURE: Option = { flag: "--insecure", description: "accept untrusted certificates" };

const SETTING_OPTIONS: readonly Option[] = Object.entries(SETTINGS)
  .map(([name, setting]) => describeSetting<unknown>(setting, DEFAULTS[name as keyof Config]));

const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map([
  ["probe", {
    operand: "<url>",
    description:
      "Test the connection to a WebSocket endpoint: which hop breaks it, and what to change",
    options: [
      {
        flag: "--header <field>",
        description: 'header field to send, as "Name: value"; repeatable',
      },
      {
        flag: "--subprotocol <name>",
        description: "subprotocol to offer; the server must choose one; repeatable",
      },
      {
        flag: "--resolve <name:port:address>",
        description: "connect to this address instead of looking up the name; repeatable",
      },
      { flag: "--client-cert <file>", description: "certificate of the client, in PEM" },
      { flag: "--client-key <file>", description: "its key, if not in the same file" },
      INSECURE,
      { flag: "--timeout <time>", description: "how long each answer may take (default: 10s)" },
      {
        flag: "--idle <time>",
        description: "stay silent for up to this long, to find out when the connection is dropped",
      },
      {
        flag: "--verbose",
        description: "show the first handshake and each failed one, as sent",
      },
      { flag: "--json", description: "print one JSON document at the end, instead of the table" },
    ],
    read: readProbe,
  }],
  ["healthcheck", {
    operand: "[url]",
    description:
      "Exit with 0 if a server is healthy, otherwise with 1 (default: the server that the same options start)",
    options: [INSECURE],
    read: readHealthcheck,
  }],
]);

/**
 * Parses the command line: without a subcommand the program serves.
 *
 * @throws {RangeError} If it cannot be understood, or a value breaks its rule.
 */
export function parseCommandLine(args: readonly string[], version: string): Command {
  const subcommands = [...SUBCOMMANDS.values()].flatMap(({ options }) => options);
  const given = parseArguments(args, [HELP, VERSION, ...SETTING_OPTIONS, ...subcommands]);
  const [name, ...operands] = given.operands;
  const subcommand = SUBCOMMANDS.get(name);
  if (given.texts.has("--version")) return { kind: "print", text: version };
  if (given.texts.has("--help")) {
    return { kind: "print", text: subcommand ? describe(name, subcommand) : describeProgram() };
  }
  if (name !== undefined && !subcommand) {
    throw new RangeError(`unknown command ${name}${suggest(name, [...SUBCOMMANDS.keys()])}`);
  }
  // A setting of the server does not disturb another command: a script has the same for both.
  const taken = new Set([...SETTING_OPTIONS, ...subcommand?.options ?? []].map(getName));
  const foreign = given.texts.keys().find((option) => !taken.has(option));
  if (foreign) {
    const [owner] = SUBCOMMANDS.entries().find(([, { options }]) =>
      options.some((option) => getName(option) === foreign)
    )!;
    throw new RangeError(`${foreign} is an option of ${owner}: eco ${owner} … ${foreign}`);
  }
  if (!subcommand) return { kind: "serve", config: readConfig(readSettings(given)) };
  const { operand, read } = subcommand;
  if (operands.length > 1) {
    throw new RangeError(`${name} takes one operand, ${operand}, not ${operands.length}`);
  }
  if (operands.length === 0 && operand.startsWith("<")) {
    throw new RangeError(`${name} needs a ${operand}: eco ${name} ${operand}`);
  }
  return read(operands[0], given);
}

function describeProgram(): string {
  const rows = [HELP, VERSION, ...SETTING_OPTIONS];
  const parts = Map.groupBy(rows, ({ group = "Options" }) => group);
  const commands = [...SUBCOMMANDS].map(([name, { operand, description }]): HelpRow => [
    `${name} [options] ${operand}`,
    description,
  ]);
  const described = [...parts].map(([group, options]) => [group, options.map(toRow)] as const);
  return formatHelp(
    "eco [options] [command]",
    "A WebSocket test server: sends every message back, and serves a page to try it.",
    new Map<string, HelpRow[]>([...described, ["Commands", commands]]),
  );
}

function describe(name: string, { operand, description, options }: Subcommand): string {
  const parts = new Map([["Options", [...options, HELP].map(toRow)]]);
  return formatHelp(`eco ${name} [options] ${operand}`, description, parts);
}

function toRow({ flag, short, description }: Option): HelpRow {
  return [short ? `-${short}, ${flag}` : flag, description];
}

function describeSetting<Value>(setting: Setting<Value>, defaultValue: Value): Option {
  const { flag, group, variable } = setting;
  const shownDefault = formatSetting(setting, defaultValue);
  const notes = [shownDefault && `default: ${shownDefault}`, `env: ${variable}`];
  const description = `${setting.description} (${notes.filter(Boolean).join(", ")})`;
  return { flag, group, description };
}

/** Returns the settings that the command line gives. @throws {RangeError} If one breaks its rule. */
function readSettings({ texts }: ParsedArguments): Partial<Config> {
  const given = Object.entries(SETTINGS).flatMap(([name, setting]) => {
    const values = texts.get(getName(setting))?.map((text) => parseSetting<unknown>(setting, text));
    if (!values) return [];
    return [[name, Array.isArray(DEFAULTS[name as keyof Config]) ? values.flat() : values.at(-1)]];
  });
  return Object.fromEntries(given);
}

function readProbe(operand: string | undefined, { texts }: ParsedArguments): Command {
  const getAll = (name: string) => texts.get(name) ?? [];
  const getLast = (name: string) => texts.get(name)?.at(-1);
  const clientCert = readPem("--client-cert", getLast("--client-cert"));
  const request: ProbeRequest = {
    url: parseUrl(operand!),
    headers: parseHeaders(getAll("--header")),
    protocols: parseSubprotocols(getAll("--subprotocol")),
    resolve: parseResolutions(getAll("--resolve")),
    clientCert,
    clientKey: readPem("--client-key", getLast("--client-key")) ?? clientCert,
    insecure: texts.has("--insecure"),
    timeoutMs: parseTime("--timeout", getLast("--timeout"), 600) ?? 10_000,
    idleMs: parseTime("--idle", getLast("--idle"), 3300),
  };
  return { kind: "probe", request, asJson: texts.has("--json"), isVerbose: texts.has("--verbose") };
}

/** Returns the server to check: that at the URL, or the one with these settings on this machine. */
function readHealthcheck(operand: string | undefined, given: ParsedArguments): Command {
  const healthcheck = operand
    ? { url: parseHttpUrl(operand), insecure: given.texts.has("--insecure") }
    : createLocalHealthcheck(readConfig(readSettings(given)));
  return { kind: "healthcheck", healthcheck };
}

function createLocalHealthcheck(config: Config): Healthcheck {
  const { host, port, metricsHost, metricsPort, tlsCert } = config;
  // The separate port has no TLS.
  const scheme = tlsCert && !metricsPort ? "https" : "http";
  const authority = metricsPort
    ? formatLocalAuthority(metricsHost, metricsPort)
    : formatLocalAuthority(host, port);
  // Its certificate is hardly ever for an address of this machine.
  return { url: parseHttpUrl(`${scheme}://${authority}/healthz`), insecure: true };
}

function parseHttpUrl(text: string): URL {
  // A `ws:` URL means the `http:` URL of the same server.
  const url = URL.parse(text.replace(/^ws/i, "http"));
  // The page does not tell whether the server takes connections.
  if (url?.pathname === "/") url.pathname = "/healthz";
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new RangeError(
    `the URL must be like http://example.org/healthz, not ${JSON.stringify(hideSecrets(text))}`,
  );
}
