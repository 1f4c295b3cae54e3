import type { Config } from "./policy/config.ts";
import { parseSetting, SETTINGS } from "./policy/settings.ts";

/**
 * Returns the settings that environment variables give; variables without permission are skipped.
 *
 * @throws {RangeError} If a value breaks its rule.
 */
export function readEnvironment(): Partial<Config> {
  const entries = Object.entries(SETTINGS).flatMap(([name, setting]) => {
    const { variable } = setting;
    const isGranted = Deno.permissions.querySync({ name: "env", variable }).state === "granted";
    const text = isGranted ? readVariable(variable) : undefined;
    return text === undefined ? [] : [[name, parseSetting<unknown>(setting, text)]];
  });
  return Object.fromEntries(entries);
}

function readVariable(variable: string): string | undefined {
  try {
    return Deno.env.get(variable);
  } catch (error) {
    if (!(error instanceof Deno.errors.InvalidData)) throw error;
    throw new RangeError(`${variable} must be text in UTF-8: set it again`);
  }
}
