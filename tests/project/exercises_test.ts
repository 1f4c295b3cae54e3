import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Client } from "../support/client.ts";
import { RUN, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { probe, type Step } from "../support/probe.ts";
import { Program, taskArguments } from "../support/program.ts";

function run(file: string, ...args: string[]): Program {
  return new Program(Deno.execPath(), ["run", "--no-prompt", "--allow-net", file, ...args]);
}

/** Who sends what, and what clients receive next. */
type Turn = readonly [who: "first" | "second", message: string, Readonly<Record<string, string[]>>];

/** Has clients talk to a server of `docs/`. If that fails and the server has crashed, shows why. */
async function converse(file: string, turns: readonly Turn[]): Promise<void> {
  await using server = run(file, "0");
  const [, port] = await server.errorOutput(/http:\/\/127\.0\.0\.1:(\d+)/);
  const url = `ws://127.0.0.1:${port}`;
  try {
    await using first = await Client.open(url);
    await using second = await Client.open(url);
    const clients: Record<string, Client> = { first, second };
    const gone = await Client.open(url);
    await gone.close();
    for (const [who, message, replies] of turns) {
      clients[who].send(message);
      for (const [receiver, expected] of Object.entries(replies)) {
        for (const reply of expected) {
          const actual = await clients[receiver].next().catch((error: Error) => error.message);
          assertEquals(actual, reply, `what the ${receiver} client received`);
        }
      }
    }
  } catch (error) {
    const ending = await server.ended(200).catch(() => undefined);
    if (ending) console.error(ending.stderr);
    throw error;
  }
}

const PREFIX = ["hola", "", "¿qué tal?"].map((message): Turn => {
  return ["first", message, { first: [`eco: ${message}`] }];
});
const NUMBERS = [["first", 1], ["first", 2], ["second", 1], ["first", 3], ["second", 2]] as const;
const COUNT = NUMBERS.map(([who, n]): Turn => [who, "hola", { [who]: [`${n}: echo: hola`] }]);
const BROADCAST: Turn[] = [
  ["first", "hola", { first: ["echo: hola"] }],
  ["first", "adiós", { first: ["echo: adiós"] }],
  ["second", "yo también", {
    second: ["echo: hola", "echo: adiós", "echo: yo también"],
    first: ["echo: yo también"],
  }],
];

/** Kills the server while a message waits for its reply, and starts it again. */
async function checkSurvive(file: string): Promise<void> {
  const args = ["--port", `${freePort()}`];
  await using server = Program.start(args);
  await server.port();
  // Replies wait, so a message is without a reply whenever the server is killed.
  await using client = run(file, `ws://127.0.0.1:${args[1]}/?delay=100ms`);
  await client.output(/^echo: 3$/m);
  server.kill("SIGKILL");
  await server.ended();
  await using again = Program.start(args);
  await again.port();
  const { stdout } = await client.ended();
  const expected = Array.from({ length: 10 }, (_, index) => `echo: ${index + 1}`);
  assertEquals(stdout.trim().split(/\r?\n/), expected);
}

/** Starts eco and the proxy of exercise 5, which ends connections after two silent seconds. */
async function withProxy(talk: (url: string, proxy: Program) => Promise<void>): Promise<void> {
  await using server = Program.start();
  await using proxy = run("docs/exercises/proxy.ts", "0", `${await server.port()}`, "2");
  const [, port] = await proxy.output(/From 127\.0\.0\.1:(\d+)/);
  await talk(`ws://127.0.0.1:${port}`, proxy);
}

/** Returns whether a measurement is two seconds, or more as on a slow machine. */
function isTwoSeconds(measured: string | number): boolean {
  return Number(measured) > 1.8 && Number(measured) < 4;
}

function checkTimeout(file: string): Promise<void> {
  return withProxy(async (url) => {
    await using program = run(file, `${url}/?idle=0`);
    const { stdout } = await program.ended();
    assertMatch(stdout.trim(), /^\d+\.\d$/, "seconds with one decimal, such as 3.0");
    assert(isTwoSeconds(stdout), `printed ${JSON.stringify(stdout)}, and 2.0 was right`);
  });
}

/** The exercises of `docs/en/exercises.md` in their order: the file's name, and its check. */
const EXERCISES = [
  ["prefix", (file: string) => converse(file, PREFIX)],
  ["count", (file: string) => converse(file, COUNT)],
  ["broadcast", (file: string) => converse(file, BROADCAST)],
  ["survive", checkSurvive],
  ["timeout", checkTimeout],
] as const;

/** `deno task exercise 2` checks the reader's own file of the second; without a number, all. */
const [who, number] = Deno.args;
const isOwn = who === "mine";
if (isOwn && number !== undefined && !(Number(number) - 1 in EXERCISES)) {
  console.error(`error: the exercise must be a number from 1 to 5, not "${number}"`);
  Deno.exit(2);
}

EXERCISES.forEach(([name, check], index) => {
  const own = `docs/exercises/${name}.ts`;
  const title = `exercise ${index + 1}`;
  if (isOwn) {
    if (number === undefined || Number(number) === index + 1) {
      testWith(RUN, `${title}, ${own}`, () => check(own));
    }
    return;
  }
  testWith(RUN, `${title}: its answer is right`, () => check(`docs/exercises/answers/${name}.ts`));
  testWith(RUN, `${title}: ${own} is still to be done`, async () => {
    // It runs, and does something other than it should.
    assertEquals(await check(own).then(() => "done", ({ name }) => name), "AssertionError");
  });
});

if (!isOwn) {
  testWith(RUN, "deno task exercise refuses other numbers", async () => {
    await using program = new Program(Deno.execPath(), [...taskArguments("exercise"), "9"]);
    const { code, stdout, stderr } = await program.ended();
    assertEquals(code, 1);
    assertStringIncludes(stdout + stderr, 'must be a number from 1 to 5, not "9"');
  });

  testWith(RUN, "eco probe --idle finds the time-out of the exercise's proxy", async () => {
    await withProxy(async (url, proxy) => {
      const { code, stdout } = await probe(url, "--idle", "4s", "--json");
      const failed = JSON.parse(stdout).steps.filter(({ outcome }: Step) => outcome === "failed");
      const [{ step, finding, values }] = failed;
      assertEquals([code, failed.length, step, finding], [1, 1, "idle", "idleDropped"]);
      assert(isTwoSeconds(values.seconds), stdout);
      proxy.kill("SIGINT");
      assertEquals((await proxy.ended()).stdout.split("\n")[1], "The time-out was 2 s.");
    });
  });
}
