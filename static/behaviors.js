/** @import { Behavior } from "./types.ts" */

/** @type {readonly Behavior[]} Each entry is offered on the page. */
export const BEHAVIORS = [
  { name: "prefix", label: "behaviorPrefix", placeholder: "> " },
];

/**
 * Returns an address that asks for some behaviours of the list, and for no others of it.
 * @param {string} address
 * @param {ReadonlyMap<string, string>} values By name.
 */
export function withBehaviors(address, values, behaviors = BEHAVIORS) {
  const url = new URL(address);
  for (const { name } of behaviors) {
    const value = values.get(name);
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}

/**
 * Returns what an address asks for.
 * @param {string} address
 * @returns {Map<string, string>} By the name of the parameter.
 */
export function behaviorsOf(address, behaviors = BEHAVIORS) {
  const parameters = URL.parse(address)?.searchParams ?? new URLSearchParams();
  return new Map(behaviors.flatMap(({ name }) => {
    const value = parameters.get(name);
    return value === null ? [] : [[name, value]];
  }));
}
