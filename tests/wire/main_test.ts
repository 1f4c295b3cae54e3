import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import project from "../../deno.json" with { type: "json" };
import { Client } from "../support/client.ts";
import { pathOf, RUN, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { Program, taskArguments } from "../support/program.ts";

testWith(RUN, "deno task start says where it listens, and serves there", async () => {
  await using program = Program.start();
  const [, webSocket, page] = await program.output(
    /"webSocket":"(ws:\/\/127\.0\.0\.1:\d+)","page":"(http:[^"]+)"/,
  );
  await using client = await Client.open(webSocket);
  assertEquals(await client.ask("hola"), "echo: hola");
  assertStringIncludes(await (await fetch(page)).text(), "<title>eco</title>");
});

testWith(RUN, "the environment sets what no flag does, and flags the rest", async () => {
  const env = { HOST: "0.0.0.0", PORT: "1", ECO_PREFIX: "env: " };
  const metricsPort = `${freePort()}`;
  await using program = Program.start(["--port", "0", "--metrics-port", metricsPort], { env });
  const [line] = await program.output(/.*"listening".*/);
  // Every interface is announced by an address to connect to.
  const { webSocket, metrics, host } = JSON.parse(line);
  assertEquals([metrics, host], [`http://127.0.0.1:${metricsPort}/metrics`, "0.0.0.0"]);
  await using client = await Client.open(webSocket);
  assertEquals(await client.ask("hola"), "env: hola");
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  testWith(RUN, `${signal} closes the connections with 1001 and exits with 0`, async () => {
    await using program = Program.start();
    await using client = await program.connect();
    assertEquals(await client.ask("hola"), "echo: hola");
    program.kill(signal);
    assertEquals(await client.ended(), [1001, "the server is stopping"]);
    const { code, stderr } = await program.ended();
    assertEquals([code, stderr], [0, ""]);
  });
}

testWith([...RUN, "linux", "script"], "a terminal that is closed drains the server", async () => {
  const port = freePort();
  const server = [Deno.execPath(), ...taskArguments("start"), "--port", `${port}`].join(" ");
  await using terminal = new Program(pathOf("script")!, ["-qec", `exec ${server}`, "/dev/null"]);
  await terminal.output(/is listening/);
  await using client = await Client.open(`ws://127.0.0.1:${port}`);
  terminal.kill("SIGKILL"); // The system sends SIGHUP to what ran in it.
  assertEquals(await client.ended(), [1001, "the server is stopping"]);
});

testWith(RUN, "--version writes the version", async () => {
  await using version = Program.start(["--version"]);
  assertEquals(await version.ended(), { code: 0, stdout: `${project.version}\n`, stderr: "" });
});

/** Arguments, variables, the exit code and the one line that tells what is wrong. */
const MISTAKES: [string[], Record<string, string>, number, RegExp][] = [
  [["--port", "x"], {}, 2, /^error: .*--port \(or PORT\).* from 0 to 65535, not "x"/],
  [[], { PORT: "65536" }, 2, /^error: .* from 0 to 65535, not "65536"/],
  [["probe", "ws://a", "--header", "x"], {}, 2, /^error: --header must be like "Name: value"/],
  ...["192.0.2.1", "no-such-host.invalid", "a..b"].map((host): typeof MISTAKES[0] => {
    const expected =
      /^error: Cannot listen on .*: .*; (choose another address with|check) --host.*\n$/;
    return [["--port", "0", "--host", host], {}, 1, expected];
  }),
];
for (const [args, env, expectedCode, expected] of MISTAKES) {
  const label = [...Object.entries(env).map((pair) => pair.join("=")), ...args].join(" ");
  testWith(RUN, `${label} is answered in one line, exit ${expectedCode}`, async () => {
    const { code, stdout, stderr } = await Program.start(args, { env }).ended();
    assertEquals([code, stdout], [expectedCode, ""]);
    assertMatch(stderr, expected);
    assertEquals(stderr.split("\n").length, 2, stderr);
  });
}

testWith(RUN, "a port in use, no permission, a variable not in UTF-8: one line", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const start = [Deno.execPath(), ...taskArguments("start")];
  const variable = ["-c", `ECO_PREFIX=$(printf '\\377') exec "$0" "$@"`, ...start];
  const noText = "error: .* text in UTF-8: set it again .*";
  for (
    const [[path, ...args], expectedCode, expected] of [
      [
        [...start, "--port", `${port}`],
        1,
        `error: Cannot listen on 127.0.0.1:${port}: another program uses the port; ` +
        "stop it, or choose another port with --port",
      ],
      [
        [Deno.execPath(), "run", "--no-prompt", "--allow-env", "main.ts"],
        1,
        "error: Cannot listen on 127.0.0.1:8765: .* --allow-net",
      ],
      [["sh", ...variable], 2, noText],
      [["sh", ...variable, "--port", "0"], 2, noText],
    ] as const
  ) {
    const { code, stdout, stderr } = await new Program(path, args).ended();
    assertEquals([code, stdout], [expectedCode, ""]);
    assertMatch(stderr, new RegExp(`^${expected}\n$`));
  }
});

for (
  const [parallel, env, reply] of [
    [[], {}, "echo: hola"],
    [["--parallel", "--allow-env=ECO_*"], { ECO_PREFIX: "> ", DENO_JOBS: "2" }, "> hola"],
  ] as [string[], Record<string, string>, string][]
) {
  testWith(RUN, `deno serve ${parallel.join(" ")} handler.ts serves echo and page`, async () => {
    const args = ["serve", "--no-prompt", "--host", "127.0.0.1", "--port", "0", ...parallel];
    await using server = new Program(Deno.execPath(), [...args, "handler.ts"], { env });
    const { port } = new URL((await server.errorOutput(/http:\/\/\S+/))[0]);
    for (let n = 0; n < 8; n++) {
      await using client = await Client.open(`ws://127.0.0.1:${port}`);
      assertEquals(await client.ask("hola"), reply);
    }
    const page = await fetch(`http://127.0.0.1:${port}/`);
    assertStringIncludes(await page.text(), "<title>eco</title>");
  });
}
