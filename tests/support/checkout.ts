import { join } from "@std/path";
import { temporaryFolder } from "./folder.ts";
import { ROOT } from "./program.ts";

/** What the project is made of, without tests and documentation. */
const PARTS = [
  "core",
  "io",
  "static",
  "tools",
  "handler.ts",
  "main.ts",
  "std.d.ts",
  "deno.json",
  "deno.lock",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
];

/**
 * Copies the project into a folder of its own, removed when it goes out of scope.
 *
 * @param more Files and folders beside what it is made of.
 */
export async function copyProject(
  more: readonly string[] = [],
): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await temporaryFolder();
  for (const part of [...PARTS, ...more]) await copy(join(ROOT, part), join(folder.path, part));
  return folder;
}

async function copy(from: string, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) return Deno.copyFile(from, to);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) await copy(join(from, name), join(to, name));
}
