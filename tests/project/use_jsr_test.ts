import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { copyProject } from "../support/checkout.ts";
import { Jsr, npmCache } from "../support/jsr.ts";
import { testWith } from "../support/needs.ts";
import { Program, taskArguments } from "../support/program.ts";

const NEEDS = ["net", "read", "write", "run", "env"] as const;

testWith(NEEDS, "after deno task use-jsr the server takes @std from JSR", async () => {
  await using jsr = await Jsr.start();
  // The standard library as npm has it, which is all of it in one package.
  const library = join(npmCache(), "registry.npmjs.org", "deno-std", "1.4.0");
  const names = { "./etag": "./http/etag.js", "./negotiation": "./http/negotiation.js" };
  await jsr.put("@std/http", "1.4.0", names, library);
  const env = await jsr.environment();
  await using checkout = await copyProject();
  const cwd = checkout.path;
  await using task = new Program(Deno.execPath(), taskArguments("use-jsr"), { cwd });
  assertEquals((await task.ended()).code, 0);
  await using again = new Program(Deno.execPath(), taskArguments("use-jsr"), { cwd });
  assertEquals(await again.ended(), {
    code: 1,
    stdout: "",
    stderr: "error: Cannot change deno.json as it takes @std from JSR already: " +
      "git checkout deno.json std.d.ts takes it back\n",
  });
  const flags = ["--no-prompt", "--allow-net", `--allow-import=${jsr.authority}`, "--allow-env"];
  await using program = new Program(
    Deno.execPath(),
    ["run", ...flags, "main.ts", "--port", "0"],
    { cwd, env },
  );
  const response = await fetch(`http://127.0.0.1:${await program.port()}/`);
  assertMatch(response.headers.get("etag")!, /^(W\/)?"[^"]+"$/);
  await response.body?.cancel();
  assertEquals(jsr.handedOut.has("/@std/http/1.4.0/http/etag.js"), true);
});
