/** @import { PanelTexts } from "./types.ts" */

/**
 * The behaviors that the page offers, with an example of each value; those without one have no
 * value. `i18n/` has their labels.
 * @type {readonly {
 *   readonly name: keyof PanelTexts["behaviors"],
 *   readonly group: keyof PanelTexts["behaviorGroups"],
 *   readonly example?: string,
 * }[]}
 */
export const BEHAVIORS = [
  { name: "prefix", group: "replies", example: "> " },
  { name: "delay", group: "replies", example: "250ms" },
  { name: "jitter", group: "replies", example: "100ms" },
  { name: "open-delay", group: "handshake", example: "2s" },
  { name: "reject", group: "handshake", example: "503" },
  { name: "protocol", group: "handshake", example: "chat" },
  { name: "close", group: "closing", example: "4001" },
  { name: "reason", group: "closing", example: "bye" },
  { name: "after", group: "closing", example: "3" },
  { name: "push", group: "more", example: "1s" },
  { name: "repeat", group: "replies", example: "3" },
  { name: "mute", group: "replies" },
  { name: "lose", group: "replies", example: "0.1" },
  { name: "seed", group: "more", example: "7" },
  { name: "idle", group: "more", example: "0" },
  { name: "report", group: "more" },
  { name: "name", group: "more", example: "cart-1" },
  { name: "record", group: "more", example: "100" },
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
