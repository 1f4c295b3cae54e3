/**
 * The types of what this project uses of the Deno standard library. `npm:deno-std` is that library
 * without declarations.
 */

declare module "@std/assert" {
  export function assert(expr: unknown, msg?: string): asserts expr;
  export function assertEquals<T>(actual: T, expected: T, msg?: string): void;
  export function assertMatch(actual: string, expected: RegExp, msg?: string): void;
  /** Asserts that an object has these properties, among others. */
  export function assertObjectMatch(actual: object, expected: object, msg?: string): void;
  export function assertStringIncludes(actual: string, expected: string, msg?: string): void;
  export function assertThrows<E extends Error>(
    fn: () => unknown,
    // deno-lint-ignore no-explicit-any -- as the library declares it
    ErrorClass: new (...args: any[]) => E,
    msgIncludes?: string,
  ): E;
}

declare module "@std/http/etag" {
  export function eTag(entity: string | Uint8Array): Promise<string>;
  export function ifNoneMatch(value: string | null, etag: string | undefined): boolean;
}

declare module "@std/http/negotiation" {
  export function acceptsEncodings(
    request: { headers: Headers },
    ...encodings: string[]
  ): string | undefined;
}

declare module "@std/path" {
  export function join(...paths: string[]): string;
  export function fromFileUrl(url: string | URL): string;
}

declare module "@std/text/closest-string" {
  export function closestString(givenWord: string, possibleWords: readonly string[]): string;
}

declare module "@std/text/levenshtein-distance" {
  export function levenshteinDistance(str1: string, str2: string): number;
}
