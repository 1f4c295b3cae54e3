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

/** Conversations that are held until `stop()`, and what the talkers have met. */
class Talks {
  answered = 0;
  refused = 0;
  /** Whether a handshake may be refused now. */
  mayRefuse = true;
  #isStopped = false;
  readonly #ended: Promise<unknown>;

  constructor(readonly open: () => Promise<Client>) {
    this.#ended = Promise.all(Array.from({ length: TALKERS }, () => this.#talk()));
    this.#ended.catch(() => {}); // Reported by until() and stop().
  }

  async #talk(): Promise<void> {
    while (!this.#isStopped) {
      const client = await this.#tryToOpen();
      for (let n = 0; client && n < CONVERSATION; n++) {
        if (!await isAnswered(client, `message ${n}`)) break;
        this.answered += 1;
      }
      await client?.close();
    }
  }

  async #tryToOpen(): Promise<Client | undefined> {
    const { mayRefuse } = this;
    try {
      return await this.open();
    } catch (error) {
      if (!mayRefuse) throw error;
      this.refused += 1;
    }
  }

  /** Resolves with an event; rejects if a talker fails before. */
  async until<T>(event: Promise<T>): Promise<T> {
    return await Promise.race([event, this.#ended as Promise<never>]);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#ended;
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
  const [closing, staying] = [
    await restarted.metric("eco_connections"),
    await other.metric("eco_connections"),
  ];
  assertEquals(closing + staying, CLIENTS);
  assert(closing > 0 && staying > 0, `${closing} and ${staying} connections`);
  const ends = new Map<Client, CloseEvent>();
  const allClosed = new Promise<void>((resolve) => {
    for (const client of clients) {
      client.closed.then((end) => ends.set(client, end).size === closing && resolve());
    }
  });
  const talks = new Talks(open);
  for (const client of clients) {
    for (let n = 0; n < MESSAGES; n++) client.send(`${n}`);
  }
  await talks.until(clients[0].next());
  assertEquals(talks.refused, 0);

  restarted.program.kill("SIGTERM");
  assertEquals((await talks.until(restarted.program.ended())).code, 0);
  await talks.until(due(allClosed, `${closing} closed connections`));
  for (const [index, client] of clients.entries()) {
    for (let n = index === 0 ? 1 : 0; n < MESSAGES; n++) {
      assertEquals(await talks.until(client.next()), `echo: ${n}`);
    }
    const end = ends.get(client);
    if (end) assertEquals([end.code, end.reason], [1001, "the server is stopping"]);
    else assert(await isAnswered(client, "still there"));
  }

  talks.mayRefuse = false;
  // The other process alone, and then both, accept every handshake.
  await talks.until(open().then((client) => client.close()));
  await talks.until(restarted.start().output(/"connection opened"/));
  await talks.stop();
  assertEquals(ends.size, closing);
  assert(talks.answered > 0);
  const [received, sent] = [
    await other.metric('eco_messages_total{direction="received",type="text"}'),
    await other.metric('eco_messages_total{direction="sent",type="text"}'),
  ];
  assertEquals(received, sent);
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
