import { type Config, ECHO_DEFAULTS, type EchoConfig } from "./policy/config.ts";
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
  const names = Object.keys(SETTINGS).filter((name) => !Object.hasOwn(given, name));
  return { ...readSettings(names as (keyof Config)[]), ...given };
}

/**
 * Returns the settings of a handler that environment variables set, as {@linkcode readEnvironment}.
 *
 * @throws {RangeError} If a value breaks its rule.
 */
export function readEchoEnvironment(): Partial<EchoConfig> {
  return readSettings(Object.keys(ECHO_DEFAULTS) as (keyof EchoConfig)[]);
}

function readSettings<Name extends keyof Config>(names: Name[]): Partial<Pick<Config, Name>> {
  const entries = names.flatMap((name) => {
    const setting = SETTINGS[name];
    const text = readVariable(setting.variable);
    const isUnset = text === undefined || text === "" && name !== "prefix";
    return isUnset ? [] : [[name, parseSetting<unknown>(setting, text)]];
  });
  return Object.fromEntries(entries);
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
