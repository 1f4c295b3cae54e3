/** Text put before every echoed text message unless the operator sets another. */
export const DEFAULT_PREFIX = "echo: ";

/**
 * Returns the reply to a text message: the prefix, then the message, both unchanged.
 *
 * Binary messages get no prefix: it would corrupt them.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(echo("hola"), "echo: hola");
 * assertEquals(echo("hola", ""), "hola");
 * ```
 *
 * @param message The payload of a text message, of any length; may be empty.
 * @param prefix What to put before it.
 */
export function echo(message: string, prefix: string = DEFAULT_PREFIX): string {
  return prefix + message;
}
