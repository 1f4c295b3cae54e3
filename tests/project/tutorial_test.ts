import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import english from "../../docs/en/tutorial.md" with { type: "text" };
import spanish from "../../docs/es/tutorial.md" with { type: "text" };
import { pathOf, RUN, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { Program, ROOT } from "../support/program.ts";

const commandsOf = (tutorial: string) =>
  Array.from(tutorial.matchAll(/^```sh\n([^]*?)```/gm), ([, code]) => code.trim().split("\n"))
    .flat();

/** Runs a program with the command that the tutorial gives for it, and more arguments. */
function run(file: string, ...args: string[]): Program {
  const command = commandsOf(english).find((line) => line.endsWith(` docs/tutorial/${file}`));
  assert(command, `The tutorial does not run ${file}`);
  const [program, ...given] = command.split(" ");
  const path = program === "deno" ? Deno.execPath() : pathOf("pythonWebsockets")!;
  return new Program(path, [...given, ...args]);
}

testWith(["read"], "the tutorial shows its programs and commands, in both languages", () => {
  assertEquals(commandsOf(spanish), commandsOf(english));
  for (const file of ["echo.ts", "client.html", "echo.py"]) {
    const code = Deno.readTextFileSync(join(ROOT, "docs/tutorial", file));
    for (const tutorial of [english, spanish]) assertStringIncludes(tutorial, `\n${code}\`\`\`\n`);
  }
});

/** Runs bytes.ts against a server that prints its port, and resolves with what it prints. */
async function bytesOf(server: Program, address: Promise<RegExpMatchArray>): Promise<string> {
  const [, port] = await address;
  await using client = run("bytes.ts", port);
  const { code, stdout, stderr } = await client.ended();
  assertEquals(code, 0, stderr);
  server.kill("SIGTERM");
  return stdout.replaceAll("\r", "").replace(/(?<=^date: ).*/m, "…");
}

testWith(
  [...RUN, "pythonWebsockets"],
  "the tutorial's two servers and eco send the frames that the tutorial shows",
  async () => {
    await using eco = Program.start();
    await using deno = run("echo.ts", "0");
    // The library does not tell its port, so it gets a free one.
    await using python = run("echo.py", `${freePort()}`);
    const bytes = await bytesOf(eco, eco.output(/127\.0\.0\.1:(\d+)/));
    for (const tutorial of [english, spanish]) assertStringIncludes(tutorial, bytes);
    // The handshakes differ in the fields that each server adds.
    const frames = bytes.slice(bytes.lastIndexOf("\n\n"));
    for (
      const other of [
        await bytesOf(deno, deno.errorOutput(/127\.0\.0\.1:(\d+)/)),
        await bytesOf(python, python.output(/127\.0\.0\.1:(\d+)/)),
      ]
    ) assertEquals(other.slice(other.lastIndexOf("\n\n")), frames);
  },
);

testWith(
  RUN,
  "a WebSocket takes less time than polling, and fewer bytes than frequent polling",
  async () => {
    await using program = run("polling.ts", "8");
    const { stdout } = await program.ended();
    const figures = stdout.trim().split("\n").slice(1).map((line) =>
      line.slice(18).match(/[\d.]+/g)!.map(Number)
    );
    const [[, , seldomDelay], [, oftenBytes, oftenDelay], [requests, bytes, delay]] = figures;
    assertEquals(requests, 1);
    assert(delay < oftenDelay && oftenDelay < seldomDelay && bytes < oftenBytes, stdout);
  },
);
