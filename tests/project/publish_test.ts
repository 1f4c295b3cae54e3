import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import { FILES } from "../../static/mod.ts";
import { copyProject } from "../support/checkout.ts";
import { Client } from "../support/client.ts";
import { DEADLINE_MS } from "../support/deadline.ts";
import { temporaryFolder } from "../support/folder.ts";
import { Jsr } from "../support/jsr.ts";
import { testWith } from "../support/needs.ts";
import { type Ending, Program, ROOT, taskArguments } from "../support/program.ts";

const NEEDS = ["net", "read", "write", "run", "env", "tar"] as const;
const NAME = project.name;

/** Runs Deno to its end, somewhere. */
async function deno(args: string[], cwd: string, env = {}): Promise<Ending> {
  await using program = new Program(Deno.execPath(), args, { cwd, env });
  const ending = await program.ended(6 * DEADLINE_MS);
  assertEquals(ending.code, 0, ending.stderr);
  return ending;
}

testWith(NEEDS, "deno publish has nothing against what is published", async () => {
  const { stderr, stdout } = await deno(["publish", "--dry-run", "--allow-dirty"], ROOT);
  assertStringIncludes(stdout + stderr, "Success");
  assertEquals((stdout + stderr).includes("warning"), false, stderr);
});

testWith(NEEDS, "what deno publish sends is a package that can be used as one", async (t) => {
  await using jsr = await Jsr.start();
  const env = await jsr.environment();
  await using checkout = await copyProject();

  await t.step("published as release.yml does it, it has what it needs", async () => {
    await deno(taskArguments("inline-texts"), checkout.path);
    await deno(["publish", "--allow-dirty", "--token", "token"], checkout.path, env);
    const files = jsr.filesOf(NAME);
    assertEquals(
      files.filter((path) => !/^\/(core|io|static)\//.test(path)),
      ["/CHANGELOG.md", "/LICENSE", "/README.md", "/deno.json", "/handler.ts", "/main.ts"],
    );
    for (const path of files.filter((path) => path.endsWith(".ts"))) {
      const text = await jsr.read(NAME, path);
      assertEquals(/^import .*(type: "text"|"@std\/)/m.test(text), false, path);
    }
  });

  await t.step("the example works with it", async () => {
    await using folder = await consumer();
    await deno(["add", `jsr:${NAME}`], folder.path, env);
    await deno(["check", "mount.ts"], folder.path, env);
    const flags = ["--no-prompt", "--unstable-no-legacy-abort", "--allow-net"];
    await using program = new Program(Deno.execPath(), ["run", ...flags, "mount.ts", "0"], {
      cwd: folder.path,
      env,
    });
    const [, authority] = await program.errorOutput(/Listening on http:\/\/([^/]+)\//);
    await using client = await Client.open(`ws://${authority}/echo/`);
    client.send("hola");
    assertEquals(await client.next(), "you said: hola");
    for (const [name, content] of FILES) {
      const response = await fetch(`http://${authority}/echo/${name}`);
      assertEquals([response.status, await response.text()], [200, content], name);
    }
  });

  await t.step("the program runs from it, with workers", async () => {
    await using folder = await consumer();
    const flags = ["--unstable-net", "--unstable-no-legacy-abort"];
    // What is on jsr.io may be imported by default.
    const permissions = ["--no-prompt", "--allow-net", `--allow-import=${jsr.authority}`];
    const order = [`jsr:${NAME}/main`, "--port", "0", "--workers", "2"];
    await using program = new Program(
      Deno.execPath(),
      ["run", ...flags, ...permissions, "--allow-env", ...order],
      { cwd: folder.path, env },
    );
    await using client = await Client.open(`ws://127.0.0.1:${await program.port()}`);
    client.send("hola");
    assertEquals(await client.next(), "echo: hola");
  });
});

/** Makes a project that has nothing but the example. */
async function consumer() {
  const folder = await temporaryFolder();
  await Deno.writeTextFile(join(folder.path, "deno.json"), "{}");
  await Deno.copyFile(join(ROOT, "docs/examples/mount.ts"), join(folder.path, "mount.ts"));
  return folder;
}
