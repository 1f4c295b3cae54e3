import { assert, assertEquals, assertMatch } from "@std/assert";
import { Client } from "./client.ts";
import { freePort } from "./port.ts";
import { Program } from "./program.ts";

/** Runs a program of `docs/` with leave to use the network, as its reader does. */
function run(file: string, ...args: string[]): Program {
  return new Program(Deno.execPath(), ["run", "--no-prompt", "--allow-net", file, ...args]);
}

/** Shows its author why a program has ended, if it has. */
async function showCrash(program: Program): Promise<void> {
  const ending = await program.ended(200).catch(() => undefined);
  if (ending) console.error(ending.stderr);
}

/** Starts a server of `docs/` on a free port; resolves with its address. */
async function serve(file: string, stack: AsyncDisposableStack): Promise<string> {
  const program = stack.use(run(file, "0"));
  stack.defer(() => showCrash(program));
  const [, port] = await program.errorOutput(/http:\/\/127\.0\.0\.1:(\d+)/);
  return `ws://127.0.0.1:${port}`;
}

async function checkPrefix(file: string): Promise<void> {
  await using stack = new AsyncDisposableStack();
  await using client = await Client.open(await serve(file, stack));
  for (const message of ["hola", "", "¿qué tal?"]) {
    client.send(message);
    assertEquals(await client.next(), `eco: ${message}`);
  }
}

async function checkCount(file: string): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const url = await serve(file, stack);
  await using first = await Client.open(url);
  await using second = await Client.open(url);
  const turns = [[first, 1], [first, 2], [second, 1], [first, 3], [second, 2]] as const;
  for (const [client, number] of turns) {
    client.send("hola");
    assertEquals(await client.next(), `${number}: echo: hola`);
  }
}

/** Fails where a client does not receive the echo of a message next, and says which of them. */
async function expectEcho(client: Client, who: string, message: string): Promise<void> {
  const actual = await client.next().catch((error: Error) => error.message);
  assertEquals(actual, `echo: ${message}`, `what ${who} received`);
}

async function checkBroadcast(file: string): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const url = await serve(file, stack);
  await using first = await Client.open(url);
  await using second = await Client.open(url);
  const gone = await Client.open(url);
  await gone.close();
  for (const message of ["hola", "adiós"]) {
    first.send(message);
    await expectEcho(first, "the first client", message);
  }
  second.send("yo también");
  for (const message of ["hola", "adiós", "yo también"]) {
    await expectEcho(second, "the second client", message);
  }
  await expectEcho(first, "the first client", "yo también");
}

/** Kills the server while a message is on its way, and starts it again. */
async function checkSurvive(file: string): Promise<void> {
  const port = `${freePort()}`;
  const server = Program.start(["--port", port]);
  await using stack = new AsyncDisposableStack();
  stack.use(server);
  await server.port();
  // Each reply waits, so that there is a message without one whenever the server is killed.
  const client = stack.use(run(file, `ws://127.0.0.1:${port}/?delay=100ms`));
  await client.output(/^echo: 3$/m);
  server.kill("SIGKILL");
  await server.ended();
  const again = stack.use(Program.start(["--port", port]));
  await again.port();
  const { stdout } = await client.ended();
  const expected = Array.from({ length: 10 }, (_, index) => `echo: ${index + 1}`);
  assertEquals(stdout.trim().split(/\r?\n/), expected);
}

/** Times a proxy that ends silent connections after two seconds. */
async function checkTimeout(file: string): Promise<void> {
  await using server = Program.start();
  const proxyArgs = ["0", `${await server.port()}`, "2"];
  await using proxy = run("docs/exercises/proxy.ts", ...proxyArgs);
  const [, port] = await proxy.output(/From 127\.0\.0\.1:(\d+)/);
  await using program = run(file, `ws://127.0.0.1:${port}/?idle=0`);
  const { stdout } = await program.ended();
  assertMatch(stdout.trim(), /^\d+\.\d$/, "seconds with one decimal, such as 3.0");
  const seconds = Number(stdout);
  assert(seconds > 1.8 && seconds < 3, `printed ${JSON.stringify(stdout)}, and 2.0 was right`);
}

/** The exercises of `docs/es/exercises.md`, in their order: the name of the file, and its check. */
export const EXERCISES: readonly (readonly [string, (file: string) => Promise<void>])[] = [
  ["prefix", checkPrefix],
  ["count", checkCount],
  ["broadcast", checkBroadcast],
  ["survive", checkSurvive],
  ["timeout", checkTimeout],
];
