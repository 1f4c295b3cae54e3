/**
 * What this project uses of the Deno standard library, typed by hand: `npm:deno-std` is that
 * library without declarations. Goes away the day `deno.json` points the names back at `jsr:`.
 */

declare module "@std/assert" {
  export function assert(expr: unknown, msg?: string): asserts expr;
  export function assertEquals<T>(actual: T, expected: T, msg?: string): void;
  export function assertMatch(actual: string, expected: RegExp, msg?: string): void;
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

declare module "@std/semver" {
  export interface SemVer {
    major: number;
    minor: number;
    patch: number;
    prerelease?: (string | number)[];
    build?: string[];
  }
  export function format(version: SemVer): string;
  export function greaterOrEqual(version1: SemVer, version2: SemVer): boolean;
  export function increment(version: SemVer, release: "major" | "minor" | "patch"): SemVer;
  export function parse(value: string): SemVer;
  export function tryParse(value: string): SemVer | undefined;
}
