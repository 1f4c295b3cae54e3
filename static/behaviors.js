/** @import { PanelTexts } from "./types.ts" */

/**
 * The behaviors that the page offers, with an example of each value; those without one have no
 * value. `i18n/` has their labels.
 * @type {readonly { readonly name: keyof PanelTexts["behaviors"], readonly example?: string }[]}
 */
export const BEHAVIORS = [
  { name: "prefix", example: "> " },
  { name: "delay", example: "250ms" },
  { name: "jitter", example: "100ms" },
  { name: "open-delay", example: "2s" },
  { name: "reject", example: "503" },
  { name: "protocol", example: "chat" },
  { name: "close", example: "4001" },
  { name: "reason", example: "bye" },
  { name: "after", example: "3" },
  { name: "push", example: "1s" },
  { name: "repeat", example: "3" },
  { name: "mute" },
  { name: "lose", example: "0.1" },
  { name: "seed", example: "7" },
  { name: "idle", example: "0" },
  { name: "report" },
];

/**
 * Returns an address with these behaviors, and no others, in its query string.
 * @param {string} address
 * @param {ReadonlyMap<string, string>} values By name.
 */
export function withBehaviors(address, values) {
  const url = new URL(address);
  for (const { name } of BEHAVIORS) {
    const value = values.get(name);
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}

/**
 * Returns the behaviors in the query string of an address.
 * @param {string} address
 * @returns {Map<string, string>} By the name of the parameter.
 */
export function behaviorsOf(address) {
  const parameters = URL.parse(address)?.searchParams ?? new URLSearchParams();
  return new Map(BEHAVIORS.flatMap(({ name }) => {
    const value = parameters.get(name);
    return value === null ? [] : [[name, value]];
  }));
}
