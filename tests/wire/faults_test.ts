import { assertEquals, assertMatch } from "@std/assert";
import { createRegistry } from "../../handler.ts";
import type { Client } from "../support/client.ts";
import { due, until } from "../support/deadline.ts";
import { RUN, testOnWire, testWith } from "../support/needs.ts";
import { Program, taskArguments } from "../support/program.ts";
import { handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

testOnWire("a peer that vanishes is forgotten, once", async () => {
  const registry = createRegistry();
  await using server = startServer({ registry });
  for (let n = 0; n < 20; n++) {
    const socket = await RawSocket.open(server.port);
    await socket.send(OPCODE.TEXT, "hola");
    socket[Symbol.dispose]();
  }
  await until(() => registry.size === 0, () => `${registry.size} vanished peers to be forgotten`);
  await using client = await server.connect();
  assertEquals(await client.ask("hola"), "echo: hola");
  const { connections, opened, durations } = registry.snapshot();
  assertEquals([connections, opened, durations.count], [1, 21, 20]);
});

testWith([...RUN, "linux"], "a peer that vanishes during a handshake leaves nothing", async () => {
  await using program = Program.start();
  const port = await program.port();
  const before = await program.descriptors();
  for (let n = 0; n < 50; n++) {
    const socket = await RawSocket.connect(port);
    const text = handshake([], "GET /?open-delay=200 HTTP/1.1");
    await socket.write(new TextEncoder().encode(text));
    socket[Symbol.dispose]();
  }
  await using last = await program.connect("/?open-delay=400");
  assertEquals(await last.ask("hola"), "echo: hola");
  const given = async () => await program.descriptors() === before + 1;
  await until(given, "the descriptors to be given back");
  assertEquals((await program.stop()).stderr, "");
});

/** Opens TCP connections to a program that can have 64 descriptors, until it has none left. */
async function exhaust(program: Program, crowd: RawSocket[]): Promise<void> {
  const port = await program.port();
  const crowding = (async () => {
    for (;;) crowd.push(await RawSocket.connect(port));
  })().catch(() => {}); // It ends with a refusal, once there is no listener.
  await program.output(/listener failed, listening again/);
  await crowding;
}

testWith([...RUN, "linux"], "out of descriptors it lives on, and listens again later", async () => {
  const server = [Deno.execPath(), ...taskArguments("start"), "--port", "0"].join(" ");
  await using program = new Program("sh", ["-c", `ulimit -n 64; exec ${server}`]);
  await using early = await program.connect();
  const port = await program.port();
  using reader = await RawSocket.connect(port);
  const crowd: RawSocket[] = [];
  try {
    await exhaust(program, crowd);
    assertEquals(await early.ask("still there?"), "echo: still there?");
    // The listener takes the last descriptor. The page has not been asked for yet.
    await program.output(/"message":"listening again"/);
    await reader.write(new TextEncoder().encode("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    await reader.readHead();
    assertMatch(reader.head, /^HTTP\/1\.1 200 /);
  } finally {
    for (const socket of crowd) socket[Symbol.dispose]();
  }
  // Until the server has noticed that the crowd is gone, the listener may fail once more.
  const open = async (): Promise<Client> =>
    await program.connect().catch(() => undefined) ?? open();
  await using late = await due(open(), "a connection");
  assertEquals(await late.ask("hola"), "echo: hola");
  assertEquals((await program.stop()).code, 0);
});
