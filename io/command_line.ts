import { Command, CommanderError, Option } from "commander";
import { type Config, DEFAULTS } from "../core/config.ts";
import { readSetting, type Setting, SETTINGS } from "../core/settings.ts";

/**
 * Reads each setting from its flag, else from its environment variable.
 *
 * Whatever it throws is for {@linkcode explainMisuse}: wrong use, or that help was asked for.
 *
 * @param args The arguments of the program.
 * @param version What `--version` prints.
 */
export function readConfig(args: readonly string[], version: string): Config {
  const command = new Command("eco")
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
  const options = names.map((name) => optionOf(SETTINGS[name], DEFAULTS[name]));
  for (const option of options) command.addOption(option);
  command.parse(args, { from: "user" });
  const given = options.map((option) => command.getOptionValue(option.attributeName()));
  const config = Object.fromEntries(
    names.map((name, index) => [name, given[index] ?? DEFAULTS[name]]),
  ) as unknown as Config;
  if (Boolean(config.tlsCert) !== Boolean(config.tlsKey)) {
    throw new RangeError("Cannot start as --tls-cert and --tls-key need each other: give both");
  }
  return config;
}

function optionOf(setting: Setting<unknown>, defaultValue: unknown): Option {
  const option = new Option(setting.flag, setting.description)
    .env(setting.variable)
    .argParser((text, previous) => {
      const value = readSetting(setting, text);
      return Array.isArray(value) && Array.isArray(previous) ? [...previous, ...value] : value;
    });
  if (option.optional) option.preset("1");
  // An empty default would only clutter the help.
  return String(defaultValue) === "" ? option : option.default(defaultValue);
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
  if (!(error instanceof CommanderError || error instanceof RangeError)) throw error;
  // Commander puts its suggestion on a line of its own, and sometimes a full stop at the end.
  const message = error.message.replace(/^error: /, "").replace("\n", " ").replace(/\.$/, "");
  return `${message} (--help lists the options)`;
}
