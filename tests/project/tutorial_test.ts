import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { drawDiagrams } from "../../tools/diagrams.ts";
import { Client } from "../support/client.ts";
import { temporaryFolder } from "../support/folder.ts";
import { pathOf, RUN, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { Program, ROOT, taskArguments } from "../support/program.ts";
import {
  blocksOf,
  change,
  EXERCISES,
  PYTHON,
  serverSteps,
  TEACHER,
  TUTORIAL,
  write,
} from "../support/tutorial.ts";

const WRITE = [...RUN, "write"] as const;
const [tutorial] = TUTORIAL;
const [python] = PYTHON;

const commandsOf = (page: string) =>
  blocksOf(page, "sh").flatMap((code) => code.trim().split("\n"));

/** Every command of the pages, and which test runs it. */
const COMMANDS: Readonly<Record<string, string>> = {
  "node --version": "the tests run in CI by it",
  "npx --yes deno@2.9.6 --version": "the tests run in CI by it",
  "deno run --allow-net docs/tutorial/polling.ts": "here",
  "deno run --allow-net docs/lab/server.ts": "here",
  "deno run --allow-net docs/tutorial/bytes.ts": "here",
  "deno task start --host 0.0.0.0": "here",
  "deno task eco probe ws://127.0.0.1:8765": "here",
  "python3 docs/lab/server.py": "here",
  "python3 docs/lab/client.py": "here",
  "java docs/tutorial/Client.java": "here",
  "deno task exercise 1": "exercises_test.ts",
  "deno run --allow-net docs/exercises/prefix.ts": "exercises_test.ts",
  "deno task start --drain-timeout 0": "here",
  "deno run --allow-net docs/exercises/survive.ts": "exercises_test.ts",
  "deno task start": "here",
  "deno run --allow-net docs/exercises/proxy.ts": "exercises_test.ts",
  "deno task eco probe ws://127.0.0.1:8766 --idle 10s": "exercises_test.ts",
  "deno task stick": "stick_test.ts",
  "sh deno task exercise 1": "stick_test.ts",
  "deno task class": "here",
};

/** Runs a command of the pages, for another file or address, with more arguments. */
function run(command: string, replaced: string, by: string, ...args: string[]): Program {
  assert(command in COMMANDS, command);
  const [program, ...words] = command.replace(replaced, by).split(" ");
  const path = { python3: pathOf("pythonWebsockets"), java: pathOf("java") }[program] ??
    Deno.execPath();
  const given = words[0] === "task"
    ? [...taskArguments(words[1] as "start"), ...words.slice(2)]
    : words;
  return new Program(path, [...given, ...args]);
}

testWith(["read"], "the pages show their programs, with the same commands in each language", () => {
  const commands = [TUTORIAL, PYTHON, EXERCISES, TEACHER].flatMap(([spanish, english]) => {
    for (const language of ["sh", "ts ignore", "js ignore", "html", "python", "java"]) {
      const translated = blocksOf(spanish, language)
        .map((code) => code.replace("task ejercicio", "task exercise"));
      assertEquals(translated, blocksOf(english, language));
    }
    return commandsOf(english);
  });
  assertEquals(commands, Object.keys(COMMANDS));
  for (
    const [file, page] of [
      ["echo.ts", tutorial],
      ["client.html", tutorial],
      ["echo.py", python],
      ["client.py", python],
      ["Client.java", python],
    ]
  ) {
    const code = Deno.readTextFileSync(join(ROOT, "docs/tutorial", file));
    assertStringIncludes(page, `\n${code}\`\`\`\n`);
  }
});

testWith(["read"], "the diagrams are those that deno task diagrams draws", () => {
  for (const [name, svg] of drawDiagrams()) {
    assertEquals(Deno.readTextFileSync(join(ROOT, "docs/diagrams", name)), svg, name);
    const page = TUTORIAL[name.includes(".es.") ? 0 : 1];
    assertMatch(page, new RegExp(`!\\[.{40,}\\]\\(\\.\\./diagrams/${name}\\)`), name);
  }
});

/** Starts a step of the server, written in a folder; resolves with its port too. */
async function startServer(folder: string, step: number) {
  const port = freePort();
  const path = await write(folder, `server${step}.ts`, serverSteps()[step], port);
  const program = run("deno run --allow-net docs/lab/server.ts", "docs/lab/server.ts", path);
  await program.errorOutput(/Listening on http:\/\/127\.0\.0\.1:/);
  return { program, port };
}

testWith(WRITE, "each step of the tutorial's server runs, and does what it says", async () => {
  await using folder = await temporaryFolder();
  await using stack = new AsyncDisposableStack();
  const [wait, accept, finished, json] = await Promise.all([0, 1, 2, 3].map(async (step) => {
    const server = await startServer(folder.path, step);
    stack.use(server.program);
    return server;
  }));
  for (const { port } of [wait, accept]) {
    assertEquals(await (await fetch(`http://127.0.0.1:${port}`)).text(), "hola\n");
  }
  {
    await using _client = await Client.open(`ws://127.0.0.1:${accept.port}`);
    await accept.program.output(/^open$/m);
  }
  const response = await fetch(`http://127.0.0.1:${finished.port}`);
  assertEquals([response.status, (await response.text()).length > 0], [426, true]);
  {
    await using client = await Client.open(`ws://127.0.0.1:${finished.port}`);
    assertEquals(await client.ask("hola"), "echo: hola");
  }
  await finished.program.output(/^port (\d+) open\nport \1 sends hola\nport \1 closed 1005$/m);
  await using client = await Client.open(`ws://127.0.0.1:${json.port}`);
  const said = await client.ask('{"name":"Ana","text":"hola"}');
  assertEquals(said, '{"name":"Ana","text":"echo: hola"}');
  for (const wrong of ["hola", "null", '{"name":"Ana"}', '{"name":"Ana","text":1}']) {
    const refused = '{"name":"server","text":"name and text, please"}';
    assertEquals(await client.ask(wrong), refused, wrong);
  }
});

testWith([...WRITE, "pythonWebsockets"], "each Python step says what the page shows", async () => {
  await using folder = await temporaryFolder();
  const [accept, finished, ending, json] = blocksOf(python, "python");
  const [clientOutput, serverOutput] = blocksOf(python, "text");
  const start = async (name: string, code: string, output?: RegExp) => {
    const port = freePort();
    const path = await write(folder.path, name, code, port);
    const program = run("python3 docs/lab/server.py", "docs/lab/server.py", path);
    if (output) await program.output(output);
    return { program, port };
  };
  const talk = (port: number) =>
    run(
      "python3 docs/lab/client.py",
      "docs/lab/client.py",
      "docs/tutorial/client.py",
      `ws://127.0.0.1:${port}`,
    );
  assertEquals(await Deno.readTextFile(join(ROOT, "docs/tutorial/client.py")), ending);

  const first = await start(
    "accept.py",
    change(accept, 'print("open")', 'print("open", flush=True)')
      .replace("await asyncio.Future()", 'print("ready", flush=True); await asyncio.Future()'),
    /ready/,
  );
  await using one = first.program;
  {
    await using _client = await Client.open(`ws://127.0.0.1:${first.port}`);
    await one.output(/^open$/m);
  }

  const second = await start("server.py", finished, /Listening/);
  await using two = second.program;
  assertEquals(await talk(second.port).ended(), { code: 0, stdout: clientOutput, stderr: "" });
  const shown = serverOutput.replace("8765", `${second.port}`).replaceAll(/port \d+/g, "port N");
  const [printed] = await two.output(/^[^]*closed.*\n/);
  assertEquals(printed.replaceAll(/port \d+/g, "port N"), shown);

  const withJson = "import json\n" +
    change(finished, /^async def converse[^]*?\n\n\n/m, `${json}\n\n`);
  const third = await start("structured.py", withJson, /Listening/);
  await using _three = third.program;
  await using speaker = await Client.open(`ws://127.0.0.1:${third.port}`);
  assertEquals(JSON.parse(`${await speaker.ask('{"name":"Ana","text":"hola"}')}`), {
    name: "Ana",
    text: "echo: hola",
  });
  for (const wrong of ["hola", "null", '{"name":"Ana"}', '{"name":"Ana","text":1}']) {
    assertEquals(JSON.parse(`${await speaker.ask(wrong)}`).name, "server", wrong);
  }
});

testWith(
  [...RUN, "pythonWebsockets", "java"],
  "the client in Java says what the page shows",
  async () => {
    const port = freePort();
    const server = "python3 docs/lab/server.py";
    await using program = run(server, "docs/lab/server.py", "docs/tutorial/echo.py", `${port}`);
    await program.output(/Listening/);
    await using client = run("java docs/tutorial/Client.java", "", "", `ws://127.0.0.1:${port}`);
    const { stdout } = await client.ended();
    assertEquals(stdout, blocksOf(python, "text")[2]);
  },
);

/** Runs bytes.ts against a server that prints its port, and resolves with what it prints. */
async function bytesOf(server: Program, address: Promise<RegExpMatchArray>): Promise<string> {
  const [, port] = await address;
  await using client = run("deno run --allow-net docs/tutorial/bytes.ts", "", "", port);
  const { code, stdout, stderr } = await client.ended();
  assertEquals(code, 0, stderr);
  server.kill("SIGTERM");
  return stdout.replaceAll("\r", "").replace(/(?<=^date: ).*/m, "…");
}

testWith([...RUN, "pythonWebsockets"], "eco and two servers send the frames shown", async () => {
  await using eco = run("deno task start --host 0.0.0.0", "", "", "--port", "0");
  await using deno = run(
    "deno run --allow-net docs/lab/server.ts",
    "docs/lab/server.ts",
    "docs/tutorial/echo.ts",
    "0",
  );
  // The library does not tell its port, so it gets a free one.
  const file = "docs/lab/server.py";
  await using python = run(`python3 ${file}`, file, "docs/tutorial/echo.py", `${freePort()}`);
  const bytes = await bytesOf(eco, eco.output(/127\.0\.0\.1:(\d+)/));
  for (const tutorial of TUTORIAL) assertStringIncludes(tutorial, bytes);
  // The handshakes differ in the fields that each server adds.
  const frames = bytes.slice(bytes.lastIndexOf("\n\n"));
  for (
    const other of [
      await bytesOf(deno, deno.errorOutput(/127\.0\.0\.1:(\d+)/)),
      await bytesOf(python, python.output(/127\.0\.0\.1:(\d+)/)),
    ]
  ) assertEquals(other.slice(other.lastIndexOf("\n\n")), frames);
});

testWith(WRITE, "deno task class writes the pages and the slides", async () => {
  assertEquals((await run("deno task class", "", "").ended()).code, 0);
  assert((await Deno.stat(join(ROOT, "dist/class/slides.es.html"))).size > 100_000);
});

testWith(RUN, "the tutorial's probe passes every step", async () => {
  await using eco = run("deno task start --drain-timeout 0", "", "", "--port", "0");
  const command = "deno task eco probe ws://127.0.0.1:8765";
  const { code, stdout } = await run(command, "8765", `${await eco.port()}`).ended();
  assertEquals(code, 0, stdout);
});

testWith(RUN, "a WebSocket takes less time and fewer bytes than polling", async () => {
  await using program = run("deno run --allow-net docs/tutorial/polling.ts", "", "", "8");
  const { stdout } = await program.ended();
  const figures = stdout.trim().split("\n").slice(1).map((line) =>
    line.slice(18).match(/[\d.]+/g)!.map(Number)
  );
  const [[, , seldomDelay], [, oftenBytes, oftenDelay], [requests, bytes, delay]] = figures;
  assertEquals(requests, 1);
  assert(delay < oftenDelay && oftenDelay < seldomDelay && bytes < oftenBytes, stdout);
});
