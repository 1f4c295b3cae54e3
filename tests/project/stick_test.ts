import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { DEADLINE_MS } from "../support/deadline.ts";
import { RUN, testWith, whyNotDownloaded } from "../support/needs.ts";
import { Program, ROOT } from "../support/program.ts";

const NEEDS = [...RUN, "write", "linux", "node"] as const;

const stick = (...args: string[]) => Program.start(args, {}, "stick");

testWith(NEEDS, "deno task stick needs no internet, and has no solutions", async () => {
  const { code, stdout, stderr } = await stick("linux").ended(6 * DEADLINE_MS);
  assertEquals(code, 0, stdout + stderr);
  const cwd = join(ROOT, "dist/stick/eco");
  const isThere = (path: string) => Deno.stat(join(cwd, path)).then(() => true, () => false);
  assertEquals(
    await Promise.all(
      [
        "dist/class/slides.es.html",
        "docs/es/tutorial.md",
        "docs/es/teacher.md",
        "docs/exercises/answers",
      ].map(isThere),
    ),
    [true, true, false, false],
  );

  // Nothing beyond this machine is reachable, and no other Deno or its packages.
  const nowhere = "http://127.0.0.1:9/";
  const env = {
    PATH: "/usr/bin:/bin",
    HOME: cwd,
    HTTPS_PROXY: nowhere,
    HTTP_PROXY: nowhere,
    NO_PROXY: "127.0.0.1",
  };
  const run = (...args: string[]) => new Program("/bin/sh", ["deno", ...args], { cwd, env });
  const checked = await run("task", "ejercicio", "1").ended();
  assertEquals(checked.code, 1, checked.stderr);
  assertStringIncludes(checked.stdout, "Esperado:  eco: hola");
  await using server = run("run", "--allow-net", "docs/tutorial/echo.ts", "0");
  const [, port] = await server.errorOutput(/127\.0\.0\.1:(\d+)/);
  await using bytes = run("run", "--allow-net", "docs/tutorial/bytes.ts", port);
  assertStringIncludes((await bytes.ended()).stdout, "The server closes the TCP connection");
  await using eco = run("task", "start", "--port", "0");
  await using client = await eco.connect();
  assertEquals(await client.ask("hola"), "echo: hola");
  eco.kill("SIGTERM"); // The shell has become Deno, which stops its task too.
  await eco.ended();
}, await whyNotDownloaded(NEEDS));

testWith(["net", "read", "run", "env"], "deno task stick refuses other systems", async () => {
  const { code, stderr } = await stick("amiga").ended();
  assertEquals(code, 2);
  assertEquals(stderr, 'error: the system must be windows, linux or mac, not "amiga"\n');
});
