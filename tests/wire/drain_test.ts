import { assert, assertEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import { due } from "../support/deadline.ts";
import { exchange } from "../support/exchange.ts";
import { testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";
import { handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";

const RUN = ["net", "read", "run", "env"] as const;
const BRIEF = ["--port", "0", "--drain-timeout", "1s"];
const CLIENTS = 20;
const MESSAGES = 1500;

/** Sends many messages on many connections, stops the server meanwhile, and counts the replies. */
async function stopUnderLoad(program: Program): Promise<void> {
  const url = `ws://127.0.0.1:${await program.port()}`;
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => Client.open(url)));
  for (const client of clients) {
    for (let n = 0; n < MESSAGES; n++) client.send(`${n}`);
  }
  assertEquals(await clients[0].next(), "echo: 0");
  program.kill("SIGTERM");
  for (const [index, client] of clients.entries()) {
    const { code, reason } = await due(client.closed, "the close");
    assertEquals([code, reason], [1001, "the server is stopping"]);
    assertEquals(client.waiting, index === 0 ? MESSAGES - 1 : MESSAGES);
  }
}

testWith(RUN, "stopping loses no reply that is on its way", async () => {
  await using program = Program.start();
  await stopUnderLoad(program);
  assertEquals((await program.ended()).code, 0);
});

testWith(RUN, "stopping loses no reply and ends in time with a peer that never reads", async () => {
  await using program = Program.start(BRIEF);
  using stuck = await RawSocket.open(await program.port());
  for (let n = 0; n < 100; n++) await stuck.send(OPCODE.BINARY, new Uint8Array(64 * 1024));
  await stopUnderLoad(program);
  assertEquals((await program.ended()).code, 0);
});

testWith(RUN, "a server too busy to read answers what has arrived meanwhile", async () => {
  await using program = Program.start();
  await using client = await Client.open(`ws://127.0.0.1:${await program.port()}`);
  program.kill("SIGTERM");
  await program.output(/"server stopping"/);
  program.kill("SIGSTOP");
  client.send("hola");
  // How long it is busy, which is longer than a peer has to be silent.
  await new Promise((resolve) => setTimeout(resolve, 400));
  program.kill("SIGCONT");
  assertEquals(await client.next(), "echo: hola");
  assertEquals((await due(client.closed, "the close")).code, 1001);
});

testWith(RUN, "a server that is stopping answers 503 to all that is new", async () => {
  await using program = Program.start(BRIEF);
  const port = await program.port();
  // It leaves the closing handshake unanswered, so that the stop takes its time.
  using stuck = await RawSocket.open(port);
  program.kill("SIGTERM");
  assertEquals((await stuck.closeFrame()).code, 1001);
  for (const request of [handshake(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n"]) {
    const { status, headers } = await exchange(port, request);
    assertEquals([status, headers.get("retry-after")], [503, "5"]);
  }
  assertEquals((await program.ended()).code, 0);
});

testWith(RUN, "a conversation that is going on is answered to its end", async () => {
  await using program = Program.start();
  await using client = await Client.open(`ws://127.0.0.1:${await program.port()}`);
  await using idle = await Client.open(`ws://127.0.0.1:${await program.port()}`);
  let idleIsClosed = false;
  idle.closed.then(() => idleIsClosed = true);
  program.kill("SIGTERM");
  // A connection with nothing on its way does not wait for one that has.
  for (let n = 0; n < 500 || !idleIsClosed; n++) {
    client.send(`${n}`);
    assertEquals(await client.next(), `echo: ${n}`);
  }
  assertEquals((await due(client.closed, "the close")).code, 1001);
  assertEquals((await program.ended()).code, 0);
});

testWith(RUN, "a conversation without an end is closed with 1001 all the same", async () => {
  await using program = Program.start(BRIEF);
  await using client = await Client.open(`ws://127.0.0.1:${await program.port()}`);
  client.onMessage = () => client.send("and then?");
  client.send("well?");
  program.kill("SIGTERM");
  const { code, reason } = await due(client.closed, "the close");
  assertEquals([code, reason], [1001, "the server is stopping"]);
  assertEquals((await program.ended()).code, 0);
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
  await chatting;
  await reading;
});

testWith(RUN, "a second signal ends it at once, with exit 1", async () => {
  await using program = Program.start(["--port", "0", "--drain-timeout", "1h"]);
  using stuck = await RawSocket.open(await program.port());
  program.kill("SIGTERM");
  assertEquals((await stuck.closeFrame()).code, 1001);
  // Signals close together count as one, so that it takes a few.
  const again = setInterval(() => program.kill("SIGTERM"), 100);
  assertEquals((await program.ended()).code, 1);
  clearInterval(again);
});

testWith(RUN, "without connections it stops at once", async () => {
  await using program = Program.start(["--port", "0", "--drain-timeout", "1h"]);
  await program.port();
  program.kill("SIGTERM");
  const { code, stdout } = await program.ended();
  assertEquals(code, 0);
  assert(!stdout.includes("ERROR"), stdout);
});

testWith(RUN, "what the peer has asked to be delayed is sent before the server stops", async () => {
  await using program = Program.start(BRIEF);
  const url = `ws://127.0.0.1:${await program.port()}`;
  await using client = await Client.open(`${url}/?delay=1m&report`);
  await client.next();
  for (let n = 0; n < 100; n++) client.send(`${n}`);
  await using other = await Client.open(url);
  other.send("the messages before have arrived");
  await other.next();
  program.kill("SIGTERM");
  assertEquals((await due(client.closed, "the close")).code, 1001);
  assertEquals(client.waiting, 100);
  assertEquals((await program.ended()).code, 0);
});

testWith(RUN, "a handshake that waits for its answer gets 503 when the server stops", async () => {
  await using program = Program.start(BRIEF);
  const port = await program.port();
  const answer = exchange(port, handshake([], "GET /?open-delay=1m HTTP/1.1"));
  // The server reads the first connection before one that comes later.
  await exchange(port, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  program.kill("SIGTERM");
  assertEquals((await answer).status, 503);
  assertEquals((await program.ended()).code, 0);
});

testWith(
  RUN,
  "a close that a peer has asked for after a delay is not lost in the stop",
  async () => {
    await using program = Program.start();
    const url = `ws://127.0.0.1:${await program.port()}`;
    await using client = await Client.open(`${url}/?delay=1m&close=4001&after=1&report`);
    await client.next();
    client.send("hola");
    await using other = await Client.open(url);
    other.send("the message before has arrived");
    await other.next();
    program.kill("SIGTERM");
    assertEquals(await client.next(), "echo: hola");
    assertEquals((await due(client.closed, "the close")).code, 4001);
    assertEquals((await program.ended()).code, 0);
  },
);
