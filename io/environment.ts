import type { Config } from "../core/config.ts";
import { readSetting, SETTINGS } from "../core/settings.ts";

/**
 * Reads the settings that the environment has, of the variables that may be read.
 *
 * @throws {RangeError} Where a value breaks its rule.
 */
export function readEnvironment(): Partial<Config> {
  const entries = Object.entries(SETTINGS).flatMap(([name, setting]) => {
    const { variable } = setting;
    const isGranted = Deno.permissions.querySync({ name: "env", variable }).state === "granted";
    const text = isGranted ? Deno.env.get(variable) : undefined;
    return text === undefined ? [] : [[name, readSetting<unknown>(setting, text)]];
  });
  return Object.fromEntries(entries);
}
