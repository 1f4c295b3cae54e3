/**
 * Makes `dist/eco-<target>` for each platform that Deno compiles for, with the flags of
 * `deno task compile`.
 *
 * @module
 */
import project from "../deno.json" with { type: "json" };

/** The platforms, as `deno compile --help` lists them. */
export const TARGETS = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-pc-windows-msvc",
  "aarch64-pc-windows-msvc",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
] as const;

/** Returns the arguments of `deno` that compile for a platform. */
export function compileArguments(task: string, target: string): string[] {
  const [, ...args] = task.replaceAll("'", "").split(" ");
  // What follows the module would be arguments of the program.
  return args.flatMap((arg) => arg === "dist/eco" ? [`${arg}-${target}`, "--target", target] : arg);
}

if (import.meta.main) {
  for (const target of TARGETS) {
    const args = compileArguments(project.tasks.compile.command, target);
    const { success } = await new Deno.Command(Deno.execPath(), { args }).spawn().status;
    if (!success) Deno.exit(1);
  }
}
