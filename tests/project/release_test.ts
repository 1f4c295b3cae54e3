import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { temporaryFolder } from "../support/folder.ts";
import { pathOf, testWith } from "../support/needs.ts";
import { type Ending, Program, ROOT, taskArguments } from "../support/program.ts";

const NEEDS = ["net", "read", "write", "run", "env", "git"] as const;

/** What there is of the project: each file that names the version. */
const FILES = {
  "deno.json": '{\n  "version": "0.1.0"\n}\n',
  "README.md": "eco 0.1.0 is listening; Ctrl+C stops it.\n",
  "docs/behaviors.md": '"server": "eco/0.1.0",\n',
  "deploy/kubernetes.yaml": "image: registry.example/eco:0.1.0\n",
};

const CHANGELOG = "# Changelog\n\n## Unreleased\n\n### Added\n\n- This.\n";

/** Who commits; nothing that the user of this machine has configured is asked. */
const IDENTITY = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "eco",
  GIT_AUTHOR_EMAIL: "eco@example.org",
  GIT_COMMITTER_NAME: "eco",
  GIT_COMMITTER_EMAIL: "eco@example.org",
};

/** A repository with one commit, on `main`. */
class Repository implements AsyncDisposable {
  private constructor(readonly folder: AsyncDisposable & { readonly path: string }) {}

  static async create(): Promise<Repository> {
    const repository = new Repository(await temporaryFolder());
    for (const folder of ["docs", "deploy"]) await Deno.mkdir(join(repository.folder.path, folder));
    for (const [name, text] of Object.entries(FILES)) await repository.write(name, text);
    await repository.write("CHANGELOG.md", CHANGELOG);
    await repository.git("init", "--initial-branch=main");
    await repository.git("add", ".");
    await repository.git("commit", "--message", "start");
    return repository;
  }

  async git(...args: string[]): Promise<string> {
    await using program = new Program(pathOf("git")!, args, {
      cwd: this.folder.path,
      env: IDENTITY,
    });
    const { code, stdout, stderr } = await program.ended();
    assertEquals(code, 0, stderr);
    return stdout;
  }

  /** Runs the task, here. */
  async release(args: readonly string[], env = {}): Promise<Ending> {
    const task = taskArguments("release")
      .map((arg) => arg.replace(/^tools\//, join(ROOT, "tools/")))
      .map((arg) => arg.replace("--lock=", `--lock=${ROOT}`));
    await using program = new Program(Deno.execPath(), [...task, ...args], {
      cwd: this.folder.path,
      env: { ...IDENTITY, ...env },
    });
    return await program.ended();
  }

  read(name: string): Promise<string> {
    return Deno.readTextFile(join(this.folder.path, name));
  }

  write(name: string, text: string): Promise<void> {
    return Deno.writeTextFile(join(this.folder.path, name), text);
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.folder[Symbol.asyncDispose]();
  }
}

testWith(NEEDS, "deno task release shows what it would do, and does nothing", async () => {
  await using repository = await Repository.create();
  const { code, stdout, stderr } = await repository.release(["minor"]);
  assertEquals([code, stderr], [0, ""]);
  for (const part of ["0.1.0 to 0.2.0", "v0.2.0", "- This.", "--yes"]) {
    assertStringIncludes(stdout, part);
  }
  assertEquals(await repository.git("status", "--porcelain"), "");
  assertEquals(await repository.git("tag"), "");
  assertEquals(await repository.git("rev-list", "--count", "HEAD"), "1\n");
});

testWith(NEEDS, "deno task release --yes makes a commit and a tag with its notes", async () => {
  await using repository = await Repository.create();
  const { code, stdout, stderr } = await repository.release(["minor", "--yes"]);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(stdout, "Released v0.2.0: git push --atomic origin main v0.2.0\n");
  assertEquals(await repository.git("status", "--porcelain"), "");
  assertEquals(
    await repository.git("show", "--format=%s", "--name-only", "v0.2.0^{commit}"),
    "chore(release): 0.2.0\n\n" +
      "CHANGELOG.md\nREADME.md\ndeno.json\ndeploy/kubernetes.yaml\ndocs/behaviors.md\n",
  );
  assertEquals(
    await repository.git("tag", "--list", "--format=%(objecttype) %(contents)"),
    "tag eco 0.2.0\n\n### Added\n\n- This.\n",
  );
  for (const [name, text] of Object.entries(FILES)) {
    assertEquals(await repository.read(name), text.replace("0.1.0", "0.2.0"));
  }
  assertMatch(
    await repository.read("CHANGELOG.md"),
    /^# Changelog\n\n## Unreleased\n\n## 0\.2\.0 - \d{4}-\d\d-\d\d\n\n### Added\n\n- This\.\n$/,
  );
  const again = await repository.release(["patch", "--yes"]);
  assertEquals(again, {
    code: 1,
    stdout: "",
    stderr: 'error: Cannot release as CHANGELOG.md has no entry below "## Unreleased": ' +
      "say there what is new\n",
  });
});

testWith(NEEDS, "deno task release refuses in one line what is wrong", async () => {
  await using repository = await Repository.create();
  const refuses = async (args: string[], exitCode: number, reason: string, env = {}) => {
    const { code, stdout, stderr } = await repository.release(args, env);
    assertEquals([code, stdout], [exitCode, ""], stderr);
    assertMatch(stderr, /^error: [^\n]+\n$/);
    assertStringIncludes(stderr, reason);
  };
  await refuses([], 2, "usage: deno task release");
  await refuses(["minor", "patch"], 2, "usage: deno task release");
  await refuses(["minor", "--force"], 2, "--force");
  await refuses(["0.0.9"], 2, 'current value is "0.0.9"');
  await repository.git("tag", "v0.1.1");
  await refuses(["patch"], 1, "the tag v0.1.1 exists: name a higher version");
  await repository.write("new", "");
  await refuses(["minor"], 1, "not committed");
  await repository.git("clean", "--force");
  await repository.git("switch", "--create", "wip");
  await refuses(["minor"], 1, 'current value is "wip"');
  await repository.git("switch", "main");
  await Deno.mkdir(join(repository.folder.path, ".git/hooks2"));
  await repository.git("config", "core.hooksPath", ".git/hooks2");
  const hook = join(repository.folder.path, ".git/hooks2/pre-commit");
  await Deno.writeTextFile(hook, "#!/bin/sh\necho not today >&2\nexit 1\n", { mode: 0o755 });
  await refuses(["minor", "--yes"], 1, "git commit: not today");
  assertEquals(await repository.git("status", "--porcelain"), "");
  assertEquals(await repository.git("tag"), "v0.1.1\n");
});

testWith(NEEDS, "a release whose tag cannot be made leaves nothing behind", async () => {
  await using repository = await Repository.create();
  await repository.git("tag", "v0.2.0/notes"); // A tag cannot be where others are below it.
  const { code, stdout, stderr } = await repository.release(["minor", "--yes"]);
  assertEquals([code, stdout], [1, ""]);
  assertMatch(stderr, /^error: git tag: .*refs\/tags\/v0\.2\.0/);
  assertEquals(await repository.git("rev-list", "--count", "HEAD"), "1\n");
  assertEquals(await repository.git("status", "--porcelain"), "");
  assertEquals(await repository.git("tag"), "v0.2.0/notes\n");
});
