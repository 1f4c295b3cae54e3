import { assertEquals } from "@std/assert";
import { due } from "../support/deadline.ts";
import { needsOf } from "../support/deployed.ts";
import { Fleet, type Instance } from "../support/fleet.ts";
import { pathOf, testWith } from "../support/needs.ts";

const { needs, reason } = needsOf("haproxy");

/** Resolves with how long a server takes to say that it is healthy. */
async function checkHealth({ host, metricsPort }: Instance): Promise<number> {
  const startMs = performance.now();
  const response = await due(fetch(`http://${host}:${metricsPort}/healthz`), "/healthz");
  assertEquals([response.status, await response.text()], [200, "ok\n"]);
  return performance.now() - startMs;
}

/** Floods a server until several of its answers to checks have taken over a second. */
async function keepBusy(fleet: Fleet, instance: Instance, floods: AsyncDisposableStack) {
  for (let late = 0; late < 4;) {
    if (await checkHealth(instance) > 1000) late++;
    else floods.use(await fleet.flood("messages", 5, instance));
  }
}

testWith(needs, "behind haproxy busy servers stay in, and a dead one is taken out", async () => {
  await using fleet = await Fleet.start("haproxy");
  const [first, second] = fleet.instances;
  {
    await using floods = new AsyncDisposableStack();
    let isOver = false;
    const busy = Promise.all(fleet.instances.map((server) => keepBusy(fleet, server, floods)))
      .finally(() => isOver = true);
    const clients = async () => {
      while (!isOver) {
        await using client = await fleet.open();
        assertEquals(await client.ask("hola"), "echo: hola");
      }
    };
    await Promise.all([busy, clients()]);
  }
  first.program.kill("SIGKILL");
  await fleet.proxy.log(/Server eco\/eco1 is DOWN/);
  await using client = await fleet.open(`/alive`);
  assertEquals(await client.ask("hola"), "echo: hola");
  await second.program.output(/"path":"\/alive"/);
}, reason);

/** Returns why HAProxy cannot limit what a client sends, or `undefined`. */
function whyNoUploadLimit(): string | undefined {
  if (reason) return reason;
  const { stdout } = new Deno.Command(pathOf("haproxy")!, { args: ["-v"] }).outputSync();
  const [, version] = new TextDecoder().decode(stdout).match(/version (\d+\.\d+)/)!;
  return Number(version) < 2.7 ? `needs HAProxy 2.7, and this is ${version}` : undefined;
}

testWith(needs, "behind haproxy a flood of pongs leaves the server to others", async () => {
  await using fleet = await Fleet.start("haproxy", { hasClientLimits: true });
  const [server, other] = fleet.instances;
  await other.program.stop();
  await using _flood = await fleet.flood("pongs", 10);
  for (let n = 0; n < 100; n++) await checkHealth(server);
}, whyNoUploadLimit());
