import { Command, Option } from "commander";
import { type Config, DEFAULTS } from "../server/policy/config.ts";
import { checkConfig, readSetting, type Setting, SETTINGS } from "../server/policy/settings.ts";

/** Makes the command with a flag for each setting, and what reads them once it has parsed. */
export function settingsCommand(version: string): { program: Command; readConfig: () => Config } {
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
