import { assert } from "@std/assert";
import { needsOf } from "../support/deployed.ts";
import { Fleet, type Instance } from "../support/fleet.ts";
import { testWith } from "../support/needs.ts";
import { OPCODE } from "../support/raw_socket.ts";

/** So that it is the proxy that cuts them. */
const PATIENT = ["--max-buffered", "64MiB"];

const PEERS = 10;
const MESSAGES = 256;
const MESSAGE = new Uint8Array(64 * 1024);
const RECEIVED = 'eco_messages_total{direction="received",type="binary"}';

/** Opens connections that send more than the buffers on the way take, and never read. */
async function openStuck(fleet: Fleet, server: Instance): Promise<Disposable> {
  const stuck = new DisposableStack();
  const all = await server.metric(RECEIVED) + PEERS * MESSAGES;
  const sockets = await Promise.all(Array.from({ length: PEERS }, () => fleet.openRaw()));
  for (const socket of sockets) stuck.use(socket);
  await Promise.all(sockets.map(async (socket) => {
    for (let n = 0; n < MESSAGES; n++) await socket.send(OPCODE.BINARY, MESSAGE);
  }));
  while (await server.metric(RECEIVED) < all);
  return stuck;
}

/** Matches an output that tells of so many closed connections. */
function closed(count: number): RegExp {
  return new RegExp(`(?:(?:(?!"connection closed")[^])*"connection closed"){${count}}`);
}

/** Resolves with how long it takes until a header without an end is cut. */
async function cutHeader(fleet: Fleet): Promise<number> {
  using socket = await fleet.connect();
  const openedAtMs = performance.now();
  await socket.write(new TextEncoder().encode("GET / HTTP/1.1\r\nHost: localhost\r\n"));
  await socket.end();
  return performance.now() - openedAtMs;
}

for (const proxy of ["haproxy", "nginx"] as const) {
  const { needs, reason } = needsOf(proxy);

  testWith(needs, `${proxy} cuts half-sent headers and peers that never read`, async () => {
    await using fleet = await Fleet.start(proxy, { args: PATIENT });
    const [server, other] = fleet.instances;
    other.program.kill("SIGTERM");
    await other.program.ended();
    const before = await server.program.residentBytes();
    let highest;
    {
      using _stuck = await openStuck(fleet, server);
      highest = await server.program.residentBytes();
      const stuckAtMs = performance.now();
      assert(await cutHeader(fleet) > 4000);
      await server.program.output(closed(PEERS));
      assert(performance.now() - stuckAtMs > 8000);
    }
    // The process keeps the memory, so that it shows in what the next ones take.
    using _more = await openStuck(fleet, server);
    const again = await server.program.residentBytes();
    // What was kept for good would be taken once more in full; a third of it may not be collected yet.
    const share = (again - highest) / (highest - before);
    assert(share < 2 / 3, `${before}, ${highest}, then ${again} bytes`);
  }, reason);
}
