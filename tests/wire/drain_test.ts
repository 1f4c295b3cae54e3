import { assertEquals, assertMatch } from "@std/assert";
import { waitAtMost } from "../../server/pause.ts";
import { exchange, request } from "../support/exchange.ts";
import { RUN, testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";
import { handshake, OPCODE, RawSocket, repeatFrame } from "../support/raw_socket.ts";

/** For a peer that keeps the program up until the deadline. */
const BRIEF = ["--port", "0", "--drain-timeout", "1s"];
/** For a stop that ends before the deadline, on any machine. */
const LONG = ["--port", "0", "--drain-timeout", "1h"];
const STOPPING: [number, string] = [1001, "the server is stopping"];

/**
 * Sends many messages on many connections to a server that is held still, so that all of them have
 * arrived when it is told to stop, and checks that each has its reply.
 */
async function stopUnderLoad(program: Program, count: number): Promise<void> {
  const port = await program.port();
  const sockets = await Promise.all(Array.from({ length: 20 }, () => RawSocket.open(port)));
  const frames = repeatFrame(count, OPCODE.TEXT, "hola");
  program.kill("SIGSTOP");
  for (const socket of sockets) await socket.write(frames);
  program.kill("SIGTERM");
  program.kill("SIGCONT");
  for (const socket of sockets) {
    for (let n = 0; n < count; n++) {
      assertEquals((await socket.next()).opcode, OPCODE.TEXT, `reply ${n + 1}`);
    }
    assertEquals((await socket.closeFrame()).code, 1001);
    socket[Symbol.dispose]();
  }
}

testWith(RUN, "stopping loses no reply to a message that has arrived", async () => {
  await using program = Program.start(LONG);
  await stopUnderLoad(program, 1000);
  assertEquals((await program.ended()).code, 0);
});

testWith(RUN, "a peer that never reads costs no reply, and does not prevent the stop", async () => {
  await using program = Program.start(["--port", "0", "--drain-timeout", "2s"]);
  using stuck = await RawSocket.open(await program.port());
  for (let n = 0; n < 100; n++) await stuck.send(OPCODE.BINARY, new Uint8Array(64 * 1024));
  await stopUnderLoad(program, 50);
  assertEquals((await program.ended()).code, 0);
});

testWith(RUN, "a server that is stopping answers 503 to all that is new", async () => {
  await using program = Program.start(LONG);
  const port = await program.port();
  using stuck = await RawSocket.open(port);
  program.kill("SIGTERM");
  assertEquals((await stuck.closeFrame()).code, 1001);
  for (const text of [handshake(), request("GET / HTTP/1.1")]) {
    const { status, headers } = await exchange(port, text);
    assertEquals([status, headers.get("retry-after")], [503, "5"]);
  }
});

testWith(RUN, "a peer that never stops sending does not keep it from stopping", async () => {
  await using program = Program.start(BRIEF);
  using chatty = await RawSocket.open(await program.port());
  const chatting = (async () => {
    for (;;) await chatty.send(OPCODE.TEXT, "still here");
  })().catch(() => {}); // Ends when the server does.
  const reading = chatty.end();
  program.kill("SIGTERM");
  assertEquals((await program.ended()).code, 0);
  await Promise.all([chatting, reading]);
});

testWith(RUN, "a second signal ends it immediately, with exit 1 and the whole log", async () => {
  await using program = Program.start(LONG);
  const port = await program.port();
  using stuck = await RawSocket.open(port);
  program.kill("SIGTERM");
  assertEquals((await stuck.closeFrame()).code, 1001);
  let isRunning = true;
  const ended = program.ended().finally(() => isRunning = false);
  let refused = 0;
  // Signals close together count as one, so that it takes a few.
  while (isRunning) {
    // So many that later records wait to be written together.
    for (let n = 0; n < 20; n++) {
      await exchange(port, handshake());
      refused += 1;
    }
    program.kill("SIGTERM");
    await waitAtMost(1000, ended);
  }
  const { code, stdout } = await ended;
  assertEquals([code, stdout.match(/"handshake refused"/g)?.length], [1, refused]);
});

testWith(RUN, "without connections it does not wait, and logs the stop once", async () => {
  await using program = Program.start(LONG);
  await program.port();
  const { code, stdout } = await program.stop();
  assertEquals(code, 0);
  assertMatch(
    stdout,
    /^.*"listening".*\n.*"server stopping".*"SIGTERM".*\n.*"server stopped".*\n$/,
  );
});

for (
  const [what, query, sent, close] of [
    ["replies that the peer has asked to be delayed", "delay=1m&report", 100, STOPPING],
    ["a close after them", "delay=1m&close=4001&after=1&report", 1, [4001, ""]],
  ] as const
) {
  testWith(RUN, `${what} are not lost in the stop`, async () => {
    await using program = Program.start(LONG);
    await using client = await program.connect(`/?${query}`);
    await client.next();
    for (let n = 0; n < sent; n++) client.send(`${n}`);
    await using other = await program.connect();
    await other.ask("the messages before have arrived");
    program.kill("SIGTERM");
    assertEquals((await client.take(sent)).at(-1), `echo: ${sent - 1}`);
    assertEquals(await client.ended(), close as [number, string]);
    assertEquals((await program.ended()).code, 0);
  });
}
