import type { Config } from "./policy/config.ts";
import { readSetting, SETTINGS } from "./policy/settings.ts";

/**
 * Reads the settings that the environment has, of the variables that may be read.
 *
 * @throws {RangeError} Where a value breaks its rule.
 */
export function readEnvironment(): Partial<Config> {
  const entries = Object.entries(SETTINGS).flatMap(([name, setting]) => {
    const { variable } = setting;
    const isGranted = Deno.permissions.querySync({ name: "env", variable }).state === "granted";
    const text = isGranted ? read(variable) : undefined;
    return text === undefined ? [] : [[name, readSetting<unknown>(setting, text)]];
  });
  return Object.fromEntries(entries);
}

function read(variable: string): string | undefined {
  try {
    return Deno.env.get(variable);
  } catch (error) {
    if (!(error instanceof Deno.errors.InvalidData)) throw error;
    throw new RangeError(`Cannot start as ${variable} must be text in UTF-8: set it anew`);
  }
}
