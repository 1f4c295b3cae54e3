import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import { DEADLINE_MS } from "../support/deadline.ts";
import { temporaryFolder } from "../support/folder.ts";
import { testWith, whyNotDownloaded } from "../support/needs.ts";
import { type Ending, Program, ROOT } from "../support/program.ts";

const NEEDS = ["net", "read", "write", "run", "env"] as const;

/** Returns the integrity of each package of a lock file, by name and version. */
function integrities(text: string): Map<string, string> {
  const packages: Record<string, { integrity: string }> = JSON.parse(text).npm;
  return new Map(Object.entries(packages).map(([name, { integrity }]) => [name, integrity]));
}

const readLock = (folder = "") => Deno.readTextFileSync(join(ROOT, folder, "deno.lock"));

/** Runs a command of Deno as after a clone, without any package on the machine. */
async function runFresh(
  args: readonly string[],
  /** The text of `deno.lock`. */
  lock: string = readLock(),
): Promise<Ending & { readonly lockAfterwards: string }> {
  await using folder = await temporaryFolder();
  const cwd = join(folder.path, "eco");
  await Deno.mkdir(cwd);
  assertEquals((await new Program("cp", ["-R", ...project.publish.include, cwd]).ended()).code, 0);
  const lockFile = join(cwd, "deno.lock");
  await Deno.writeTextFile(lockFile, lock);
  const env = { DENO_DIR: join(folder.path, "cache") };
  const ending = await new Program(Deno.execPath(), args, { cwd, env }).ended(6 * DEADLINE_MS);
  return { ...ending, lockAfterwards: await Deno.readTextFile(lockFile) };
}

const reason = await whyNotDownloaded(NEEDS);
const START = ["task", "start", "--version"];

testWith(NEEDS, "deno task start downloads only what deno.lock names", async () => {
  const { code, stdout, stderr } = await runFresh(START);
  assertEquals([code, stdout], [0, `${project.version}\n`], stderr);
  const archives = Array.from(
    stderr.matchAll(/Download https:\/\/[^/]+\/(\S+)\/-\/\S+?-(\d\S+)\.tgz/g),
    ([, name, version]) => `${name}@${version}`,
  );
  assertEquals(archives.sort(), [...integrities(readLock()).keys()].sort());
}, reason);

testWith(NEEDS, "deno task start refuses a package that is not the one in deno.lock", async () => {
  const [[name, integrity]] = integrities(readLock());
  const other = integrity.replace(/(?<=^sha512-)./, (first) => first === "A" ? "B" : "A");
  const { code, stdout, stderr } = await runFresh(START, readLock().replace(integrity, other));
  assertEquals([code, stdout], [1, ""]);
  assertStringIncludes(stderr, `checksum did not match what was provided by npm registry`);
  assertStringIncludes(stderr, name);
}, reason);

testWith(NEEDS, "a command that needs other packages leaves deno.lock as it is", async () => {
  const { code, lockAfterwards } = await runFresh(["check", "main.ts"]);
  assertEquals([code, lockAfterwards], [1, readLock()]);
}, reason);

testWith(NEEDS, "plain deno test and the tasks need no package beyond deno.lock", async () => {
  // What they need besides, they would add to the file, and every server would download it.
  const args = ["test", "--no-run"];
  const { code, stderr } = await new Program(Deno.execPath(), args).ended(6 * DEADLINE_MS);
  assertEquals(code, 0, stderr);
});

testWith(["read"], "a server needs few packages, and the tests use the same ones", () => {
  const packages = integrities(readLock());
  assertEquals([...packages.keys()], [
    "@types/trusted-types@2.0.7", // of lit-html
    "deno-std@1.4.0",
    "lit-html@3.3.3",
    "uplot@1.6.32",
    "ws@8.23.0",
  ]);
  const ofTests = integrities(readLock("tests"));
  for (const [name, integrity] of packages) assertEquals(ofTests.get(name), integrity, name);
});
