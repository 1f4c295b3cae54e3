import { readEnvironment } from "../server/environment.ts";
import { type Config, DEFAULTS } from "../server/policy/config.ts";
import { checkConfig } from "../server/policy/settings.ts";

/**
 * Returns the settings of the program: those given, then those of the environment, then the defaults.
 *
 * @param given The settings that the command line gives. @default none
 * @throws {RangeError} If a value breaks its rule, or two do not fit together.
 */
export function readConfig(given: Partial<Config> = {}): Config {
  return checkConfig({ ...DEFAULTS, ...readEnvironment(given) });
}
