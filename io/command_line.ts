import { Command, CommanderError, Option } from "commander";
import { localAuthorityOf } from "../core/address.ts";
import { type Config, DEFAULTS } from "../core/config.ts";
import { checkConfig, readSetting, type Setting, SETTINGS } from "../core/settings.ts";
import type { Healthcheck } from "./healthcheck.ts";
import {
  type ProbeRequest,
  readHeader,
  readSubprotocol,
  readUrl,
  timeReader,
} from "./probe/request.ts";

/** What the program is asked to do. */
export type Order =
  | { readonly kind: "serve"; readonly config: Config }
  | { readonly kind: "probe"; readonly request: ProbeRequest; readonly asJson: boolean }
  | { readonly kind: "healthcheck"; readonly healthcheck: Healthcheck };

/**
 * Reads what the program is asked to do: to serve, unless a subcommand says otherwise.
 *
 * Whatever it throws is for {@linkcode explainMisuse}: wrong use, or that help was asked for.
 *
 * @param args The arguments of the program.
 * @param version What `--version` prints.
 */
export function readOrder(args: readonly string[], version: string): Order {
  const { program, readConfig } = settingsCommand(version);
  let order: Order | undefined;
  // Commander suggests the nearest command only where there is nothing to do without one.
  if (settingsCommand(version).program.parseOptions([...args]).operands.length === 0) {
    program.action(() => {
      order = { kind: "serve", config: readConfig() };
    });
  }
  program.command("probe <url>")
    .description("Test the path to an echo endpoint: where does it break WebSockets, and why?")
    .option("--header <field>", 'header field to send, as "Name: value"; repeatable', readHeader)
    .option(
      "--subprotocol <name>",
      "subprotocol that has to be chosen; repeatable",
      readSubprotocol,
    )
    .option("--insecure", "put up with certificates that are not trusted")
    .option(
      "--timeout <time>",
      "how long each answer may take; 10s by default",
      timeReader("--timeout", 600),
    )
    .option(
      "--idle <time>",
      "find out after how long a silent connection is dropped, up to this",
      timeReader("--idle", 3300),
    )
    .option("--json", "print one JSON document at the end")
    .action((url, given) => {
      const { header = {}, subprotocol = [], insecure = false, timeout = 10_000, idle } = given;
      const request = {
        url: readUrl(url),
        headers: header,
        protocols: subprotocol,
        insecure,
        timeoutMs: timeout,
        idleMs: idle,
      };
      order = { kind: "probe", request, asJson: given.json === true };
    });
  program.command("healthcheck [url]")
    .description("Exit with 0 where a server serves, with 1 where not; by default the one here")
    .option("--insecure", "put up with certificates that are not trusted")
    .action((url, { insecure = false }) => {
      order = {
        kind: "healthcheck",
        healthcheck: url ? { url: readHttpUrl(url), insecure } : ownHealthcheck(readConfig()),
      };
    });
  program.parse(args, { from: "user" });
  return order!;
}

/** Makes the command with a flag for each setting, and what reads them once it has parsed. */
function settingsCommand(version: string): { program: Command; readConfig: () => Config } {
  const program = new Command("eco")
    .description("A WebSocket echo server and its page, on one port.")
    .version(version)
    .configureOutput({
      outputError: () => {},
      // Asking the terminal would take the permission to read a dozen more variables.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();
  const names = Object.keys(SETTINGS) as (keyof Config)[];
  const options = names.map((name) =>
    optionOf<Config[keyof Config]>(SETTINGS[name] as Setting<Config[keyof Config]>, DEFAULTS[name])
  );
  for (const { option } of options) program.addOption(option);
  const readConfig = () => {
    const entries = names.map((name, index) => [name, options[index].read()]);
    return checkConfig(Object.fromEntries(entries));
  };
  return { program, readConfig };
}

/** Returns what asks the server that these settings describe. */
function ownHealthcheck({ host, port, metricsPort, tlsCert }: Config): Healthcheck {
  // The port for operators has no TLS.
  const scheme = tlsCert && !metricsPort ? "https" : "http";
  const url = readHttpUrl(`${scheme}://${localAuthorityOf(host, metricsPort || port)}/healthz`);
  // Its certificate is hardly one of an address of this machine.
  return { url, insecure: true };
}

function readHttpUrl(text: string): URL {
  // A `ws:` URL is asked as the `http:` one of the same server.
  const url = URL.parse(text.replace(/^ws/i, "http"));
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new RangeError(
    "Cannot check as the URL must be like http://example.org/healthz: " +
      `current value is ${JSON.stringify(text)}`,
  );
}

/** The option of a setting, and what reads its value once the command line has been parsed. */
function optionOf<Value>(
  setting: Setting<Value>,
  defaultValue: Value,
): { readonly option: Option; readonly read: () => Value } {
  // Kept as text, so that a setting of serving that is wrong does not disturb other commands.
  const texts: string[] = [];
  const option = new Option(setting.flag, setting.description)
    .env(setting.variable)
    .argParser((text) => texts.push(text));
  if (option.optional) option.preset("1");
  // An empty default would only clutter the help.
  if (String(defaultValue) !== "") option.default(defaultValue);
  return {
    option,
    read() {
      const values = texts.map((text) => readSetting(setting, text));
      return Array.isArray(defaultValue) ? values.flat() as Value : values.at(-1) ?? defaultValue;
    },
  };
}

/**
 * Returns in one line what is wrong with the command line, or nothing after `--help` and
 * `--version`. What is no misuse is thrown on.
 */
export function explainMisuse(error: unknown): string | undefined {
  if (error instanceof CommanderError && error.exitCode === 0) return undefined;
  if (error instanceof Deno.errors.NotCapable) {
    return `Cannot start as Deno was not given a permission: ${error.message}`;
  }
  if (error instanceof Deno.errors.InvalidData) {
    return `Cannot start as a variable of eco is no text in UTF-8: ${error.message}`;
  }
  if (!(error instanceof CommanderError || error instanceof RangeError)) throw error;
  // Commander puts its suggestion on a line of its own, and sometimes a full stop at the end.
  const message = error.message.replace(/^error: /, "").replace("\n", " ").replace(/\.$/, "");
  return `${message} (--help lists the options)`;
}
