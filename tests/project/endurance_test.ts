// What takes long to show: nothing is left behind. `deno task soak` runs it for longer.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { createRegistry } from "../../handler.ts";
import { Client } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { isGranted, RUN, testOnWire, testWith } from "../support/needs.ts";
import { Program, taskArguments } from "../support/program.ts";
import { OPCODE, RawSocket } from "../support/raw_socket.ts";
import { scrape, startServer } from "../support/server.ts";

/** `deno task soak` multiplies the quick run. */
const SOAK = isGranted("env") ? Number(Deno.env.get("ECO_SOAK") ?? 1) : 1;

/** Opens, echoes and closes many times, on 20 connections at a time. */
async function cycle(url: string, cycles: number): Promise<void> {
  await Promise.all(Array.from({ length: 20 }, async () => {
    for (let n = 0; n < cycles / 20; n++) {
      await using client = await Client.open(url);
      assertEquals(await client.ask("hola"), "echo: hola");
    }
  }));
}

testWith([...RUN, "linux"], "neither cut nor many short connections leave anything", async () => {
  await using program = Program.start();
  const port = await program.port();
  const url = `ws://127.0.0.1:${port}`;
  await cycle(url, 10_000);
  const [descriptors, bytes] = [await program.descriptors(), await program.residentBytes()];
  for (let n = 0; n < 1000; n += 100) {
    const crowd = await Promise.all(Array.from({ length: 100 }, () => RawSocket.open(port)));
    for (const socket of crowd) socket[Symbol.dispose]();
  }
  await cycle(url, 10_000 * SOAK);
  const given = async () => await program.descriptors() <= descriptors + 5;
  await until(given, "the descriptors to be given back");
  const grown = await program.residentBytes() - bytes;
  assert(grown < 80e6, `grew by ${grown} bytes`);
});

testWith(RUN, "50 slow consumers do not bloat it", async () => {
  await using program = Program.start(["--port", "0", "--max-buffered", "256KiB"]);
  const port = await program.port();
  const before = await program.residentBytes();
  const slow = await Promise.all(Array.from({ length: 50 }, () => RawSocket.open(port)));
  const message = new Uint8Array(64 * 1024);
  const sending = slow.map(async (socket) => {
    for (let n = 0; n < 400; n++) await socket.send(OPCODE.BINARY, message);
  });
  const sent = Promise.allSettled(sending); // The server stops reading from a peer, or cuts it.
  try {
    const areSlow = async () => (await scrape(port)).get("eco_slow_consumers_total") === 50;
    await until(areSlow, "the decision to close all of them");
    await using client = await program.connect();
    assertEquals(await client.ask("hola"), "echo: hola");
    const grown = await program.residentBytes() - before;
    // Without the limit, everything that the peers send would wait in the process.
    assert(grown < 400e6, `grew by ${grown} bytes`);
  } finally {
    for (const socket of slow) socket[Symbol.dispose]();
    await sent;
  }
});

testOnWire("a peer that leaves the close unanswered does not keep its place", async () => {
  const registry = createRegistry();
  await using server = startServer({ registry, maxLifetimeSeconds: 0.1 });
  using silent = await RawSocket.open(server.port);
  assertEquals((await silent.closeFrame()).code, 1001);
  assertEquals(registry.size, 1);
  await until(() => registry.size === 0, "the place to be free"); // after 5 seconds
});

testWith([...RUN, "linux"], "a listener lost for 30 s ends the program with 1", async () => {
  const server = [Deno.execPath(), ...taskArguments("start"), "--port", "0"].join(" ");
  await using program = new Program("sh", ["-c", `ulimit -n 64; exec ${server}`]);
  const port = await program.port();
  const crowd: RawSocket[] = [];
  const ended = program.ended(120_000);
  let hasEnded = false;
  ended.then(() => hasEnded = true);
  try {
    // The crowd has all descriptors, and each new client makes the restored listener fail again.
    const joinCrowd = async () => {
      await RawSocket.connect(port).then((socket) => crowd.push(socket), () => {});
      return hasEnded;
    };
    await until(joinCrowd, "the program to give up", 120_000);
  } finally {
    for (const socket of crowd) socket[Symbol.dispose]();
  }
  const { code, stdout } = await ended;
  assertEquals(code, 1, stdout);
  assertMatch(stdout, /"level":"ERROR","message":"cannot listen again, stopping"/);
});
