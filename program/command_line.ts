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
import { checkConfig, parseSetting, type Setting, SETTINGS } from "../server/policy/settings.ts";
import type { Healthcheck } from "./healthcheck.ts";

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
  const { program, readConfig } = createProgram(version);
  let command!: Command;
  const select = (selected: Command) => {
    command = selected;
  };
  // Commander suggests the nearest subcommand only if the program does nothing without one. A
  // separate program looks for operands, because parsing twice would collect each value twice.
  if (createProgram(version).program.parseOptions([...args]).operands.length === 0) {
    program.action(() => select({ kind: "serve", config: readConfig() }));
  }
  addProbe(program, select);
  addHealthcheck(program, readConfig, select);
  program.parse(args, { from: "user" });
  return command;
}

/** Creates the program with a flag for each setting; `readConfig` returns their values. */
function createProgram(version: string): { program: Program; readConfig: () => Config } {
  const program = new Program("eco")
    .description("A WebSocket echo server and its page, on one port.")
    .version(version)
    .configureOutput({
      outputError: () => {},
      // Asking the terminal would need the permission to read a dozen more variables.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();
  const names = Object.keys(SETTINGS) as (keyof Config)[];
  const options = names.map((name) =>
    createOption<Config[keyof Config]>(
      SETTINGS[name] as Setting<Config[keyof Config]>,
      DEFAULTS[name],
    )
  );
  for (const { option } of options) program.addOption(option);
  const readConfig = () => {
    const entries = names.map((name, index) => [name, options[index].read()]);
    return checkConfig(Object.fromEntries(entries));
  };
  return { program, readConfig };
}

/** Creates the option of a setting; `read` returns its value after the program has parsed. */
function createOption<Value>(
  setting: Setting<Value>,
  defaultValue: Value,
): { readonly option: Option; readonly read: () => Value } {
  // Kept as text, so that a wrong setting of the server does not disturb other subcommands.
  const texts: string[] = [];
  const option = new Option(setting.flag, setting.description)
    .env(setting.variable)
    .argParser((text) => texts.push(text));
  if (option.optional) option.preset("1");
  // An empty or a negative default says nothing in the help.
  if (defaultValue !== false && String(defaultValue) !== "") option.default(defaultValue);
  return {
    option,
    read() {
      const values = texts.map((text) => parseSetting(setting, text));
      return Array.isArray(defaultValue) ? values.flat() as Value : values.at(-1) ?? defaultValue;
    },
  };
}

function addProbe(program: Program, select: (command: Command) => void): void {
  program.command("probe <url>")
    .description("Test the path to an echo endpoint: where does it break WebSockets, and why?")
    .option("--header <field>", 'header field to send, as "Name: value"; repeatable', parseHeader)
    .option(
      "--subprotocol <name>",
      "subprotocol that must be chosen; repeatable",
      parseSubprotocol,
    )
    .option(
      "--resolve <name:port:address>",
      "connect to this address for a name; repeatable",
      parseResolve,
    )
    .option("--client-cert <file>", "certificate of the client, in PEM", readPem("--client-cert"))
    .option("--client-key <file>", "its key, if not in the same file", readPem("--client-key"))
    .option("--insecure", "accept untrusted certificates")
    .addOption(
      new Option("--timeout <time>", "how long each answer may take")
        .argParser(parseTime("--timeout", 600)).default(10_000, "10s"),
    )
    .option(
      "--idle <time>",
      "find out after how long a silent connection is dropped, up to this",
      parseTime("--idle", 3300),
    )
    .option("--verbose", "show handshakes as they were sent: the first, and those that fail")
    .option("--json", "print one JSON document at the end")
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
  readConfig: () => Config,
  select: (command: Command) => void,
): void {
  program.command("healthcheck [url]")
    .description("Exit with 0 if a server serves, otherwise with 1; by default the one here")
    .option("--insecure", "accept untrusted certificates")
    .action((url, { insecure = false }) => {
      const healthcheck = url
        ? { url: parseHttpUrl(url), insecure }
        : createLocalHealthcheck(readConfig());
      select({ kind: "healthcheck", healthcheck });
    });
}

/** Returns the check of the server that has these settings, on this machine. */
function createLocalHealthcheck({ host, port, metricsPort, tlsCert }: Config): Healthcheck {
  // The separate port has no TLS.
  const scheme = tlsCert && !metricsPort ? "https" : "http";
  const authority = formatLocalAuthority(host, metricsPort || port);
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
