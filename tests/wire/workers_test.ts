import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { Client } from "../support/client.ts";
import { due } from "../support/deadline.ts";
import { exchange } from "../support/exchange.ts";
import { testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";
import { handshake, RawSocket } from "../support/raw_socket.ts";

/** Elsewhere there is one worker, whatever is asked for. */
const RUN = ["net", "read", "run", "env", "linux"] as const;
const TWO = ["--port", "0", "--workers", "2"];

/** Opens so many connections, each of which is in use. */
async function openMany(url: string, count: number): Promise<Client[]> {
  const clients = await Promise.all(Array.from({ length: count }, () => Client.open(url)));
  for (const client of clients) {
    client.send("hola");
    assertEquals(await client.next(), "echo: hola");
  }
  return clients;
}

testWith(RUN, "two workers share the connections, one limit and one count of them", async () => {
  await using program = Program.start([...TWO, "--max-connections", "40"]);
  const port = await program.port();
  const clients = await openMany(`ws://127.0.0.1:${port}`, 40);
  assertEquals((await exchange(port, handshake())).status, 503);
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  assertMatch(metrics, /^eco_connections 40$/m);
  assertMatch(metrics, /^eco_messages_total\{direction="sent",type="text"\} 40$/m);
  for (const client of clients) await client.close(1000);
  for (const worker of [0, 1]) await program.output(new RegExp(`"worker":${worker}`));
  await using _another = await Client.open(`ws://127.0.0.1:${port}`);
});

testWith(RUN, "two workers have one limit for each address", async () => {
  await using program = Program.start([...TWO, "--max-connections-per-address", "5"]);
  const port = await program.port();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => RawSocket.open(port)),
  );
  const open = answers.filter(({ head }) => head.startsWith("HTTP/1.1 101"));
  assertEquals(open.length, 5);
  for (const socket of answers) socket[Symbol.dispose]();
  // Until the server has noticed that they are gone there is no place.
  const retry = async (): Promise<void> => {
    using socket = await RawSocket.open(port);
    if (!socket.head.startsWith("HTTP/1.1 101")) return await retry();
  };
  await due(retry(), "a place for the address");
});

testWith(RUN, "two workers drain 1,000 connections without losing a reply", async () => {
  await using program = Program.start(TWO);
  const url = `ws://127.0.0.1:${await program.port()}`;
  const clients = [];
  for (let n = 0; n < 10; n++) clients.push(...await openMany(url, 100));
  for (const client of clients) for (let n = 0; n < 10; n++) client.send(`${n}`);
  // Once the last message of all has its reply, no other is still in this process.
  const last = clients[clients.length - 1];
  for (let n = 0; n < 10; n++) await last.next();
  program.kill("SIGTERM");
  for (const client of clients) {
    assertEquals((await due(client.closed, "the close")).code, 1001);
    assertEquals(client.waiting, client === last ? 0 : 10);
  }
  assertEquals((await program.ended()).code, 0);
});

testWith(RUN, "two workers write their log to the end, whatever their peers do", async () => {
  await using program = Program.start([...TWO, "--drain-timeout", "1s"]);
  const port = await program.port();
  const stuck = await Promise.all(Array.from({ length: 12 }, () => RawSocket.open(port)));
  program.kill("SIGTERM");
  const { code, stdout } = await program.ended();
  for (const socket of stuck) socket[Symbol.dispose]();
  assertEquals([code, stdout.match(/"connection closed"/g)?.length], [0, 12]);
});

testWith(RUN, "workers that cannot listen end the program with the reason", async () => {
  await using other = Program.start();
  const port = await other.port();
  await using program = Program.start(["--port", `${port}`, "--workers", "2"]);
  const { code, stderr } = await program.ended();
  assertEquals([code, stderr.split("\n").length], [1, 2]);
  assertMatch(stderr, /another program has the port/);
});

/** Starts a server whose workers can be killed. */
function startMortals(): Program {
  const module = fromFileUrl(new URL("../support/mortal_server.ts", import.meta.url));
  return new Program(Deno.execPath(), [
    "run",
    "--no-prompt",
    "--allow-net",
    "--allow-read",
    module,
  ]);
}

/** Resolves once two workers serve, which many connections show. */
async function restored(url: string): Promise<void> {
  const attempt = async (): Promise<void> => {
    const clients = await Promise.allSettled(Array.from({ length: 16 }, () => Client.open(url)));
    for (const client of clients) if (client.status === "fulfilled") await client.value.close();
    if (clients.some(({ status }) => status === "rejected")) await attempt();
  };
  await due(attempt(), "workers that serve");
}

testWith(RUN, "a worker that dies under load is replaced while the other serves on", async () => {
  await using program = startMortals();
  const port = await program.port();
  const url = `ws://127.0.0.1:${port}`;
  const clients = await openMany(url, 40);
  let replies = 0;
  for (const client of clients) {
    client.onMessage = () => {
      replies += 1;
      client.send(`${replies}`);
    };
    client.send("go on");
  }
  const ended = new Set<Client>();
  for (const client of clients) client.closed.then(() => ended.add(client));
  clients[0].send("die");
  await due(clients[0].closed, "the end of the worker");
  await program.output(/"message":"worker replaced"/);
  await restored(url);
  assert(ended.size > 0 && ended.size < clients.length, `${ended.size}`);
  const before = replies;
  await restored(url);
  assert(replies > before);
  // What the dead one had counted when it was last asked stays counted.
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const opened = Number(metrics.match(/^eco_connections_opened_total (\d+)$/m)![1]);
  assert(opened >= 32 + clients.length - ended.size, `${opened}`);
});

testWith(RUN, "workers that are all killed, again and again, serve again", async () => {
  await using program = startMortals();
  const url = `ws://127.0.0.1:${await program.port()}`;
  for (let round = 0; round < 3; round++) {
    const clients = await openMany(url, 16);
    for (const client of clients) client.send("die");
    for (const client of clients) await due(client.closed, "the end of the worker");
    await restored(url);
  }
  for (const client of await openMany(url, 2)) await client.close();
});

testWith(RUN, "workers that die each time they are started end the server", async () => {
  await using program = startMortals();
  const url = `ws://127.0.0.1:${await program.port()}`;
  let isOver = false;
  const kill = async () => {
    while (!isOver) {
      const client = await Client.open(url).catch(() => undefined);
      client?.send("die");
      await client?.closed;
    }
  };
  const killing = kill();
  const { code, stdout } = await program.ended();
  assertEquals(code, 1);
  assertMatch(stdout, /"message":"worker died".*"deathsInARow":6/);
  isOver = true;
  await killing;
});

testWith(RUN, "a worker that hangs, which cannot be ended, ends the server", async () => {
  await using program = startMortals();
  const url = `ws://127.0.0.1:${await program.port()}`;
  const clients = await openMany(url, 16);
  clients[0].send("hang");
  const { code, stdout } = await program.ended();
  assertEquals(code, 1);
  assertMatch(stdout, /"message":"a worker hangs, which cannot be ended, stopping"/);
  // Those of the other worker were told.
  const codes = await Promise.all(clients.map(async (client) => (await client.closed).code));
  assert(codes.includes(1001), codes.join());
});

testWith(RUN, "two workers leave nothing behind after many connections", async () => {
  await using program = Program.start(TWO);
  const url = `ws://127.0.0.1:${await program.port()}`;
  const cycle = async (count: number) => {
    for (let n = 0; n < count; n += 20) {
      for (const client of await openMany(url, 20)) await client.close();
    }
  };
  // Two heaps grow to their size before they stay at it.
  await cycle(20_000);
  const bytes = await program.residentBytes();
  await cycle(10_000);
  const grown = await program.residentBytes() - bytes;
  assert(grown < 40e6, `grew by ${grown} bytes`);
});
