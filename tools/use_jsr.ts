/**
 * Points the names of the standard library in `deno.json` at JSR, for a network that reaches it.
 * The types written by hand, in `std.d.ts`, are not used then.
 *
 * @module
 */

/** Returns the text of `deno.json` with `jsr:` where `@std` is mapped to npm. */
export function pointAtJsr(config: string): string {
  return config
    .replace(/"@std\/([^/"]+)([^"]*)": "npm:[^"]+"/g, '"@std/$1$2": "jsr:@std/$1@1$2"')
    .replace('"./std.d.ts", ', "");
}

if (import.meta.main) {
  const url = new URL("../deno.json", import.meta.url);
  Deno.writeTextFileSync(url, pointAtJsr(Deno.readTextFileSync(url)));
  Deno.removeSync(new URL("../std.d.ts", import.meta.url));
}
