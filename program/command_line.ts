import { Command as Program, Option } from "commander";
import {
  hideSecrets,
  parseHeader,
  parseResolve,
  parseSubprotocol,
  parseTime,
  parseUrl,
  type ProbeRequest,
  readPem,
} from "../probe/request.ts";
import { formatLocalAuthority } from "../server/policy/address.ts";
import { type Config, DEFAULTS } from "../server/policy/config.ts";
import { formatSetting, parseSetting, type Setting, SETTINGS } from "../server/policy/settings.ts";
import type { Healthcheck } from "./healthcheck.ts";
import { readConfig } from "./settings.ts";

/** What the program is asked to do. */
export type Command =
  | { readonly kind: "serve"; readonly config: Config }
  | {
    readonly kind: "probe";
    readonly request: ProbeRequest;
    readonly asJson: boolean;
    readonly isVerbose: boolean;
  }
  | { readonly kind: "healthcheck"; readonly healthcheck: Healthcheck };

/**
 * Parses the command line: without a subcommand the program serves.
 *
 * @param args The arguments of the program.
 * @param version What `--version` prints.
 * @throws {RangeError} If a value breaks its rule.
 * @throws {CommanderError} If the command line cannot be understood, or asks for help.
 */
export function parseCommandLine(args: readonly string[], version: string): Command {
  const { program, readFlags } = createProgram(version);
  let command!: Command;
  const select = (selected: Command) => {
    command = selected;
  };
  // Commander suggests the nearest subcommand only if the program does nothing without one. A
  // separate program looks for operands, because parsing twice would collect each value twice.
  if (createProgram(version).program.parseOptions([...args]).operands.length === 0) {
    program.action(() => select({ kind: "serve", config: readConfig(readFlags()) }));
  }
  addProbe(program, select);
  addHealthcheck(program, readFlags, select);
  program.parse(args, { from: "user" });
  return command;
}

/** Creates the program with a flag for each setting; `readFlags` returns the values of those given. */
function createProgram(version: string): { program: Program; readFlags: () => Partial<Config> } {
  const program = new Program("eco")
    .description("A WebSocket test server: sends every message back, and serves a page to try it.")
    .version(version)
    .configureHelp({
      helpWidth: 80,
      minWidthToWrap: 20,
      // Commander would add the value that a flag on its own has.
      optionDescription: ({ description }) => description,
    })
    .configureOutput({
      outputError: () => {},
      // Asking the terminal would need the permission to read a dozen more variables.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();
  const readers = Object.entries(SETTINGS).map(([name, setting]) => {
    const { option, read } = createOption<unknown>(setting, DEFAULTS[name as keyof Config]);
    program.addOption(option);
    return () => [name, read()];
  });
  const readFlags = () =>
    Object.fromEntries(readers.map((read) => read()).filter(([, value]) => value !== undefined));
  return { program, readFlags };
}

/** Creates the option of a setting; `read` returns its value after the program has parsed. */
function createOption<Value>(
  setting: Setting<Value>,
  defaultValue: Value,
): { readonly option: Option; readonly read: () => Value | undefined } {
  // Kept as text, so that a wrong setting of the server does not disturb other subcommands.
  const texts: string[] = [];
  const shownDefault = formatSetting(setting, defaultValue);
  const notes = [shownDefault && `default: ${shownDefault}`, `env: ${setting.variable}`];
  const description = `${setting.description} (${notes.filter(Boolean).join(", ")})`;
  const option = new Option(setting.flag, description)
    .helpGroup(`${setting.group}:`)
    .argParser((text) => texts.push(text));
  if (option.optional) option.preset("1");
  return {
    option,
    read() {
      const values = texts.map((text) => parseSetting(setting, text));
      return Array.isArray(defaultValue) && values.length > 0
        ? values.flat() as Value
        : values.at(-1);
    },
  };
}

function addProbe(program: Program, select: (command: Command) => void): void {
  program.command("probe <url>")
    .description("Test the path to a WebSocket endpoint: which hop breaks it, and what to change")
    .option("--header <field>", 'header field to send, as "Name: value"; repeatable', parseHeader)
    .option(
      "--subprotocol <name>",
      "subprotocol to offer, which must be chosen; repeatable",
      parseSubprotocol,
    )
    .option(
      "--resolve <name:port:address>",
      "connect to this address instead of looking up the name; repeatable",
      parseResolve,
    )
    .option("--client-cert <file>", "certificate of the client, in PEM", readPem("--client-cert"))
    .option("--client-key <file>", "its key, if not in the same file", readPem("--client-key"))
    .option("--insecure", "accept untrusted certificates")
    .addOption(
      new Option("--timeout <time>", "how long each answer may take (default: 10s)")
        .argParser(parseTime("--timeout", 600)).default(10_000),
    )
    .option(
      "--idle <time>",
      "stay silent for up to this long, to find out when the connection is dropped",
      parseTime("--idle", 3300),
    )
    .option("--verbose", "show the first handshake, and those that fail, as they were sent")
    .option("--json", "print one JSON document at the end, instead of the table")
    .action((url, options) => {
      const { header: headers = {}, subprotocol: protocols = [], insecure = false } = options;
      const { timeout: timeoutMs, idle: idleMs, json: asJson = false, resolve } = options;
      const { clientCert, clientKey = clientCert, verbose: isVerbose = false } = options;
      const request = {
        ...{ url: parseUrl(url), headers, protocols, timeoutMs, idleMs },
        ...{ insecure, resolve, clientCert, clientKey },
      };
      select({ kind: "probe", request, asJson, isVerbose });
    });
}

function addHealthcheck(
  program: Program,
  readFlags: () => Partial<Config>,
  select: (command: Command) => void,
): void {
  program.command("healthcheck [url]")
    .description(
      "Exit with 0 if a server serves, otherwise with 1 (default: the one on this machine with " +
        "these options)",
    )
    .option("--insecure", "accept untrusted certificates")
    .action((url, { insecure = false }) => {
      const healthcheck = url
        ? { url: parseHttpUrl(url), insecure }
        : createLocalHealthcheck(readConfig(readFlags()));
      select({ kind: "healthcheck", healthcheck });
    });
}

/** Returns the check of the server that has these settings, on this machine. */
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
