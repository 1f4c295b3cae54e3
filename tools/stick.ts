// Makes a folder for a class without internet: `deno task stick [SYSTEM…]` writes `dist/stick/eco`
// with the project, Deno for each system, the packages of eco and the pages of the unit. Solutions
// and the teacher's pages stay out of it.
import project from "../deno.json" with { type: "json" };
import { makeClass } from "./class.ts";

/** The package of Deno's program for each system. */
const SYSTEMS = {
  windows: "@deno/win32-x64",
  linux: "@deno/linux-x64-glibc",
  mac: "@deno/darwin-arm64",
} as const;
const FILES = [...project.publish.include, "std.d.ts", "docs"];
const NOT_FOR_STUDENTS = ["docs/exercises/answers", "docs/es/teacher.md", "docs/en/teacher.md"];
const FOLDER = "dist/stick/eco";

/** Starts the Deno of the folder, with its packages, in `cmd`, where `deno` finds this file. */
const FOR_WINDOWS = `@set "DENO_DIR=%~dp0stick\\cache"\r\n@"%~dp0stick\\windows\\deno.exe" %*\r\n`;
/** The same for Linux and macOS: `sh deno`, since a stick may keep no permission to run. */
const FOR_OTHERS = `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
case $(uname -s) in Darwin) system=mac ;; *) system=linux ;; esac
chmod +x "$here/stick/$system/deno" 2>/dev/null
DENO_DIR="$here/stick/cache" exec "$here/stick/$system/deno" "$@"
`;

async function run(program: string, args: string[], cwd: string, env = {}): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args, cwd, env, stdout: "null" })
    .output();
  if (success) return;
  const [reason] = new TextDecoder().decode(stderr).trim().split("\n").slice(-1);
  console.error(`error: ${program} ${args.join(" ")}: ${reason}`);
  Deno.exit(1);
}

/** Copies a file, or a folder with all that is in it, leaving out what students should not have. */
async function copy(path: string): Promise<void> {
  if (NOT_FOR_STUDENTS.includes(path)) return;
  if ((await Deno.stat(path)).isDirectory) {
    await Deno.mkdir(`${FOLDER}/${path}`, { recursive: true });
    // The reader's own files of the tutorial stay out of it too.
    const keep = (name: string) => path !== "docs/lab" || name === ".gitignore";
    for await (const { name } of Deno.readDir(path)) if (keep(name)) await copy(`${path}/${name}`);
  } else await Deno.copyFile(path, `${FOLDER}/${path}`);
}

const wanted = Deno.args.length > 0 ? Deno.args : Object.keys(SYSTEMS);
const unknown = wanted.find((name) => !Object.hasOwn(SYSTEMS, name));
if (unknown !== undefined) {
  console.error(`error: the system must be windows, linux or mac, not "${unknown}"`);
  Deno.exit(2);
}

await Deno.remove(FOLDER, { recursive: true }).catch(() => {});
await Deno.mkdir(FOLDER, { recursive: true });
for (const path of FILES) await copy(path);
await Deno.mkdir(`${FOLDER}/dist/class`, { recursive: true });
for (const [name, page] of makeClass()) {
  if (!name.startsWith("teacher")) await Deno.writeTextFile(`${FOLDER}/dist/class/${name}`, page);
}
for (const system of wanted as (keyof typeof SYSTEMS)[]) {
  const folder = `${FOLDER}/stick/${system}`;
  await Deno.mkdir(folder, { recursive: true });
  const npm = Deno.build.os === "windows" ? "npm.cmd" : "npm";
  console.log(`${SYSTEMS[system]}@${Deno.version.deno}`);
  await run(npm, ["pack", `${SYSTEMS[system]}@${Deno.version.deno}`], folder);
  const [archive] = Array.from(Deno.readDirSync(folder), ({ name }) => name);
  await run("tar", ["-xzf", archive, "--strip-components=1"], folder);
  await Deno.remove(`${folder}/${archive}`);
}
const cache = `${await Deno.realPath(FOLDER)}/stick/cache`;
await run(Deno.execPath(), ["task", "start", "--version"], FOLDER, { DENO_DIR: cache });
await Deno.writeTextFile(`${FOLDER}/deno.cmd`, FOR_WINDOWS);
await Deno.writeTextFile(`${FOLDER}/deno`, FOR_OTHERS, { mode: 0o755 });
console.log(`${FOLDER} is ready.`);
