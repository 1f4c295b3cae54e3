import { assert, assertEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import { due } from "../support/deadline.ts";
import { Instance, isAnswered } from "../support/fleet.ts";
import { testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";

const NEEDS = ["net", "read", "run", "env", "linux"] as const;

/** Clients that send all their messages, wait for the replies and stay. */
const CLIENTS = 40;
const MESSAGES = 1000;
/** Clients that have a short conversation, and then connect again. */
const TALKERS = 10;
const CONVERSATION = 10;

/** What the talkers have met, and what they may meet. */
interface Talks {
  answered: number;
  refused: number;
  mayRefuse: boolean;
  isStopped: boolean;
}

/** Talks until it is stopped, and connects again whenever a conversation is over. */
async function talk(open: () => Promise<Client>, talks: Talks): Promise<void> {
  while (!talks.isStopped) {
    const { mayRefuse } = talks;
    const client = await open().catch((error) => {
      if (!mayRefuse) throw error;
      talks.refused += 1;
    });
    for (let n = 0; client && n < CONVERSATION; n++) {
      if (!await isAnswered(client, `message ${n}`)) break;
      talks.answered += 1;
    }
    await client?.close();
  }
}

/** Starts a process that shares a port. It stops as soon as it has answered, however long that is. */
function startOn(port: number): Instance {
  return new Instance("127.0.0.13", port, freePort(), ["--reuse-port", "--drain-timeout", "1m"]);
}

testWith(NEEDS, "of two processes on one port, one restarts and nothing is lost", async () => {
  await using stack = new AsyncDisposableStack();
  const port = freePort();
  const [restarted, other] = [startOn(port), startOn(port)];
  for (const instance of [restarted, other]) {
    stack.defer(() => instance.program[Symbol.asyncDispose]());
    await instance.program.port();
  }
  const open = () => Client.open(`ws://127.0.0.13:${port}`);
  const clients = await Promise.all(Array.from({ length: CLIENTS }, open));
  const closing = await restarted.metric("eco_connections");
  const staying = await other.metric("eco_connections");
  assertEquals(closing + staying, CLIENTS);
  assert(closing > 0 && staying > 0, `${closing} and ${staying} connections`);
  const ends = new Map<Client, CloseEvent>();
  const allClosed = new Promise<void>((resolve) => {
    for (const client of clients) {
      client.closed.then((end) => ends.set(client, end).size === closing && resolve());
    }
  });
  const talks: Talks = { answered: 0, refused: 0, mayRefuse: true, isStopped: false };
  const ended = Promise.all(Array.from({ length: TALKERS }, () => talk(open, talks)));
  ended.catch(() => {}); // Whatever is waited for tells of it.
  const during = <T>(event: Promise<T>) => Promise.race([event, ended as Promise<never>]);
  for (const client of clients) {
    for (let n = 0; n < MESSAGES; n++) client.send(`${n}`);
  }
  await during(clients[0].next());
  assertEquals(talks.refused, 0);

  restarted.program.kill("SIGTERM");
  assertEquals((await during(restarted.program.ended())).code, 0);
  await during(due(allClosed, `${closing} closed connections`));
  for (const [index, client] of clients.entries()) {
    for (let n = index === 0 ? 1 : 0; n < MESSAGES; n++) {
      assertEquals(await during(client.next()), `echo: ${n}`);
    }
    const end = ends.get(client);
    if (end) assertEquals([end.code, end.reason], [1001, "the server is stopping"]);
    else assert(await isAnswered(client, "still there"));
  }

  talks.mayRefuse = false;
  // The other process alone, and then both, accept every handshake.
  await during(open().then((client) => client.close()));
  await during(restarted.start().output(/"connection opened"/));
  talks.isStopped = true;
  await ended;
  assertEquals(ends.size, closing);
  assert(talks.answered > 0);
  const count = (direction: string) =>
    other.metric(`eco_messages_total{direction="${direction}",type="text"}`);
  assertEquals(await count("received"), await count("sent"));
  for (const client of clients) await client.close();
});

testWith(NEEDS, "the metrics port is not shared", async () => {
  await using stack = new AsyncDisposableStack();
  const port = freePort();
  const first = startOn(port);
  stack.defer(() => first.program[Symbol.asyncDispose]());
  await first.program.port();
  const second = new Instance(first.host, port, first.metricsPort, ["--reuse-port"]);
  const { code, stderr } = await second.program.ended();
  assertEquals(code, 1);
  assert(stderr.includes("choose another port with --metrics-port"), stderr);
});
