import { assert, assertEquals } from "@std/assert";
import type { Client } from "../support/client.ts";
import { needsOf } from "../support/deployed.ts";
import { Fleet, isAnswered } from "../support/fleet.ts";
import { testWith } from "../support/needs.ts";

const CLIENTS = 200;

/** By TLS, Deno's client now and then keeps a close frame back until something comes: a ping. */
const PINGS = ["--idle-timeout", "8s"];

/** What a client that goes on talking has met. */
interface Count {
  answered: number;
  closed: number;
}

/** Replies wait, so that each client has a message on its way while the processors are idle. */
const SLOWLY = "/?delay=50ms";

/** Talks until it is told to stop, and connects again whenever the server closes. */
async function talk(fleet: Fleet, first: Client, stop: AbortSignal): Promise<Count> {
  const count = { answered: 0, closed: 0 };
  for (let client = first;; client = await fleet.open(SLOWLY)) {
    while (!stop.aborted && await isAnswered(client, `message ${count.answered}`)) count.answered++;
    await client.close();
    if (stop.aborted) return count;
    count.closed++;
  }
}

for (const proxy of ["haproxy", "nginx"] as const) {
  const { needs, reason } = needsOf(proxy);

  testWith(needs, `behind ${proxy} a rolling restart answers all, or says 1001`, async () => {
    await using fleet = await Fleet.start(proxy, { args: PINGS });
    const clients = await Promise.all(Array.from({ length: CLIENTS }, () => fleet.open(SLOWLY)));
    const stop = new AbortController();
    const talks = Promise.all(clients.map((client) => talk(fleet, client, stop.signal)));
    for (const instance of fleet.instances) {
      await Promise.race([fleet.restart(instance), talks]); // A client that fails ends it.
    }
    stop.abort();
    const counts = await talks;
    const sum = (field: keyof Count) => counts.reduce((sum, count) => sum + count[field], 0);
    assert(sum("closed") >= CLIENTS, `${sum("closed")} connections were closed`);
    assert(sum("answered") > sum("closed"), `${sum("answered")} messages were answered`);
  }, reason);

  testWith(needs, `behind ${proxy} a killed server is passed over immediately`, async () => {
    await using fleet = await Fleet.start(proxy, { args: PINGS });
    const [killed, left] = fleet.instances;
    killed.program.kill("SIGKILL");
    await killed.program.ended();
    for (let n = 0; n < 20; n++) {
      await using client = await fleet.open(`/${n}`);
      assert(await isAnswered(client, "hola"));
    }
    await left.program.output(/"path":"\/19"/);
  }, reason);

  testWith(needs, `${proxy} passes subprotocol, 1 MiB and close codes on`, async () => {
    await using fleet = await Fleet.start(proxy, { args: PINGS });
    await using client = await fleet.open("/", { protocols: ["one", "two"] });
    assertEquals(client.subprotocol, "one");
    const large = new Uint8Array(1024 * 1024).map((_, index) => index % 251);
    assertEquals(await client.ask(large), large.buffer);
    const { code, reason, wasClean } = await client.close(4000, "bye");
    assertEquals([code, reason, wasClean], [4000, "bye", true]);
    await using other = await fleet.open("/?close=4001&reason=enough");
    const end = await other.closed;
    assertEquals([end.code, end.reason, end.wasClean], [4001, "enough", true]);
  }, reason);
}
