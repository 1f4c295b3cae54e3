import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import project from "../../deno.json" with { type: "json" };
import { Client } from "../support/client.ts";
import { testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";

const RUN = ["net", "read", "run", "env"] as const;

testWith(RUN, "deno task start says where it listens, and serves there", async () => {
  await using program = Program.start();
  const [, webSocket, page] = await program.output(/(ws:\/\/127\.0\.0\.1:\d+)[\s\S]*(http:\S+)\n/);
  await using client = await Client.open(webSocket);
  client.send("hola");
  assertEquals(await client.next(), "echo: hola");
  assertStringIncludes(await (await fetch(page)).text(), "<title>eco</title>");
});

testWith(RUN, "the environment sets what no flag does", async () => {
  const env = { HOST: "localhost", PORT: "1", ECO_PREFIX: "env: " };
  await using program = Program.start(["--port", "0"], { env });
  const port = await program.port();
  await using client = await Client.open(`ws://localhost:${port}`);
  client.send("hola");
  assertEquals(await client.next(), "env: hola");
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  testWith(RUN, `${signal} closes the connections with 1001 and exits with 0`, async () => {
    await using program = Program.start();
    await using client = await Client.open(`ws://127.0.0.1:${await program.port()}`);
    client.send("hola");
    assertEquals(await client.next(), "echo: hola");
    program.kill(signal);
    assertEquals((await client.closed).code, 1001);
    const { code, stderr } = await program.ended();
    assertEquals([code, stderr], [0, ""]);
  });
}

testWith(RUN, "--help lists the options, --version the version", async () => {
  await using help = Program.start(["--help"]);
  const { code, stdout } = await help.ended();
  assertEquals(code, 0);
  for (const flag of ["--host", "--port", "--prefix"]) assertStringIncludes(stdout, flag);
  await using version = Program.start(["--version"]);
  assertEquals(await version.ended(), { code: 0, stdout: `${project.version}\n`, stderr: "" });
});

const MISTAKES: [string[], Record<string, string>, RegExp][] = [
  [["--port", "x"], {}, /^error: .*--port or PORT.* from 0 to 65535: current value is "x"/],
  [[], { PORT: "65536" }, /^error: .* from 0 to 65535: current value is "65536"/],
  [["--host", "a b"], {}, /^error: .*--host or HOST.* current value is "a b"/],
  [["--prot", "1"], {}, /^error: unknown option '--prot' \(Did you mean --port\?\)/],
  [["--port"], {}, /^error: option '--port <number>' argument missing/],
  [["8080"], {}, /^error: too many arguments/],
];
for (const [args, env, expected] of MISTAKES) {
  const label = [...Object.entries(env).map((pair) => pair.join("=")), ...args].join(" ");
  testWith(RUN, `${label} is answered in one line, exit 2`, async () => {
    await using program = Program.start(args, { env });
    const { code, stdout, stderr } = await program.ended();
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, expected);
    assertEquals(stderr.split("\n").length, 2, stderr);
  });
}

testWith(RUN, "a port in use is answered in one line, exit 1", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  await using program = Program.start(["--port", `${port}`]);
  assertEquals(await program.ended(), {
    code: 1,
    stdout: "",
    stderr: `error: Cannot listen on 127.0.0.1:${port} as another program has the port: ` +
      "stop it, or choose another port with --port\n",
  });
});

testWith(RUN, "a host that is not this machine's is answered in one line, exit 1", async () => {
  for (const host of ["192.0.2.1", "no-such-host.invalid", "a..b"]) {
    await using program = Program.start(["--port", "0", "--host", host]);
    const { code, stderr } = await program.ended();
    assertEquals(code, 1);
    assertMatch(stderr, /^error: Cannot listen on .* as .*: choose another with --host\n$/);
  }
});

testWith(RUN, "a missing permission is answered in one line, exit 1", async () => {
  const args = ["run", "--no-prompt", "--allow-env", "main.ts"];
  await using program = new Program(Deno.execPath(), args);
  const { code, stderr } = await program.ended();
  assertEquals(code, 1);
  assertMatch(stderr, /^error: Cannot listen on 127\.0\.0\.1:8765 as .* --allow-net\n$/);
});

testWith(RUN, "deno serve handler.ts serves the same", async () => {
  const args = ["serve", "--no-prompt", "--host", "127.0.0.1", "--port", "0", "handler.ts"];
  await using program = new Program(Deno.execPath(), args);
  const { port } = new URL((await program.errorOutput(/http:\/\/\S+/))[0]);
  await using client = await Client.open(`ws://127.0.0.1:${port}`);
  client.send("hola");
  assertEquals(await client.next(), "echo: hola");
});
