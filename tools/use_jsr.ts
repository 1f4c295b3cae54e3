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
    .replace(/"\.\/std\.d\.ts"(, )?/, "");
}

if (import.meta.main) {
  const url = new URL("../deno.json", import.meta.url);
  const before = Deno.readTextFileSync(url);
  const config = pointAtJsr(before);
  if (config === before) {
    console.error(
      "error: Cannot change deno.json as it takes @std from JSR already: " +
        "git checkout deno.json std.d.ts takes it back",
    );
    Deno.exit(1);
  }
  Deno.writeTextFileSync(url, config);
  Deno.removeSync(new URL("../std.d.ts", import.meta.url));
}
