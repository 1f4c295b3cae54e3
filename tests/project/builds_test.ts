import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import { FILES } from "../../static/mod.ts";
import { Client } from "../support/client.ts";
import { DEADLINE_MS } from "../support/deadline.ts";
import { temporaryFolder } from "../support/folder.ts";
import { testWith, whyIgnored } from "../support/needs.ts";
import { type Ending, Program, ROOT, taskArguments } from "../support/program.ts";

const BUILD = ["net", "read", "write", "run", "env"] as const;

/** Runs a build task of `deno.json`, with another output file. */
async function build(task: "compile" | "bundle", output: string, env = {}): Promise<Ending> {
  const args = taskArguments(task).map((arg) => arg.startsWith("dist/") ? output : arg);
  return await new Program(Deno.execPath(), args, { env }).ended(6 * DEADLINE_MS);
}

/** Starts a program in a folder, and checks that it echoes and serves every file of the page. */
async function checkProgram(path: string, args: readonly string[], cwd: string): Promise<void> {
  await using program = new Program(path, [...args, "--port", "0"], { cwd });
  const port = await program.port();
  await using client = await Client.open(`ws://127.0.0.1:${port}`);
  assertEquals(await client.ask("hola"), "echo: hola");
  for (const [name, content] of FILES) {
    const response = await fetch(`http://127.0.0.1:${port}/${name}`);
    assertEquals([response.status, await response.text()], [200, content], name);
  }
}

/** Deno downloads the base of compiled programs from a place that not every network reaches. */
async function whyNotCompiled(): Promise<string | undefined> {
  const reason = whyIgnored(BUILD);
  if (reason) return reason;
  await using folder = await temporaryFolder();
  const { code, stderr } = await build("compile", join(folder.path, "eco"));
  return code !== 0 && stderr.includes("Setting up base binary") && !Deno.env.has("DENORT_BIN")
    ? "needs Deno's denort: let it be downloaded, or name it in DENORT_BIN"
    : undefined;
}

testWith(BUILD, "deno task bundle makes one file that needs nothing beside it", async () => {
  await using folder = await temporaryFolder();
  const output = join(folder.path, "eco.js");
  const { code, stderr } = await build("bundle", output);
  assertEquals(code, 0, stderr);
  const flags = taskArguments("start").filter((arg) => arg !== "main.ts");
  await using elsewhere = await temporaryFolder();
  await checkProgram(Deno.execPath(), [...flags, output], elsewhere.path);
});

testWith(BUILD, "the published package runs with nothing but its own files", async () => {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  assertEquals((await new Program("cp", ["-R", ...project.publish.include, cwd]).ended()).code, 0);
  const task = taskArguments("inline-texts");
  const tool = join(ROOT, task.pop()!);
  assertEquals((await new Program(Deno.execPath(), [...task, tool], { cwd }).ended()).code, 0);
  const module = await Deno.readTextFile(join(cwd, "static/mod.ts"));
  assertEquals(module.includes('type: "text"'), false);
  const flags = ["run", "--no-prompt", "--allow-net", "--allow-env", "main.ts"];
  await checkProgram(Deno.execPath(), flags, cwd);
});

testWith(BUILD, "deno task compile makes one program that needs nothing beside it", async () => {
  await using folder = await temporaryFolder();
  const output = join(folder.path, "eco");
  const { code, stderr } = await build("compile", output);
  assertEquals(code, 0, stderr);
  await using elsewhere = await temporaryFolder();
  await checkProgram(output, [], elsewhere.path);
}, await whyNotCompiled());

testWith(BUILD, "deno task compile takes the page in and leaves the tests out", async () => {
  await using folder = await temporaryFolder();
  // With Deno itself as the base the file does not run, but the list of its contents is right.
  const env = { DENORT_BIN: Deno.execPath() };
  const { code, stdout, stderr } = await build("compile", join(folder.path, "eco"), env);
  assertEquals(code, 0, stderr);
  const list = stdout + stderr;
  // The list writes a folder as one line while it is small.
  for (const name of FILES.keys()) {
    if (name.startsWith("vendor/")) continue; // A file of a package.
    const forms = ["static/*", `${name.split("/")[0]}/*`, name];
    assert(forms.some((form) => list.includes(form)), list);
  }
  assert(!list.includes("playwright"), list);
});
