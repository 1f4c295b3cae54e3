import type { Config } from "./policy/config.ts";
import { parseSetting, SETTINGS } from "./policy/settings.ts";

/**
 * Returns the settings given, and of the others those that environment variables set. An empty
 * variable counts as unset, unless the value of its setting may be empty. Variables without
 * permission are skipped.
 *
 * @param given The settings whose variables are not read. @default none
 * @throws {RangeError} If a value breaks its rule.
 */
export function readEnvironment(given: Partial<Config> = {}): Partial<Config> {
  const entries = Object.entries(SETTINGS).flatMap(([name, setting]) => {
    if (name in given) return [];
    const text = readVariable(setting.variable);
    const isUnset = text === undefined || text === "" && setting !== SETTINGS.prefix;
    return isUnset ? [] : [[name, parseSetting<unknown>(setting, text)]];
  });
  return { ...Object.fromEntries(entries), ...given };
}

function readVariable(variable: string): string | undefined {
  if (Deno.permissions.querySync({ name: "env", variable }).state !== "granted") return undefined;
  try {
    return Deno.env.get(variable);
  } catch (error) {
    if (!(error instanceof Deno.errors.InvalidData)) throw error;
    throw new RangeError(`${variable} must be text in UTF-8: set it again`);
  }
}
