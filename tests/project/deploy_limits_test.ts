import { assert, assertEquals } from "@std/assert";
import type { Client } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { needsOf } from "../support/deployed.ts";
import { Fleet } from "../support/fleet.ts";
import { testWith } from "../support/needs.ts";

/** As in the proxies' files. */
const CONNECTIONS = 400;

for (const proxy of ["haproxy", "nginx"] as const) {
  const { needs, reason } = needsOf(proxy);

  testWith(needs, `${proxy} limits the connections of a client`, async () => {
    await using fleet = await Fleet.start(proxy, { hasClientLimits: true });
    await using stack = new AsyncDisposableStack();
    const open = async () => stack.use(await fleet.open());
    const clients: Client[] = [];
    while (clients.length < CONNECTIONS) {
      clients.push(...await Promise.all(Array.from({ length: 50 }, open)));
    }
    const isAccepted = () => open().then(() => true, () => false);
    assertEquals(await isAccepted(), false);
    await clients[0].close();
    // The proxy notices it a little later.
    await until(isAccepted, "a place that is free again");
    assertEquals(await clients[1].ask("hola"), "echo: hola");
  }, reason);

  testWith(needs, `${proxy} limits the requests of a client`, async () => {
    await using fleet = await Fleet.start(proxy, { hasClientLimits: true });
    const statuses = new Set<number>();
    const request = async () => {
      const response = await fleet.fetch("/");
      await response.body?.cancel();
      statuses.add(response.status);
    };
    const requests = () => Promise.all(Array.from({ length: 100 }, request));
    await requests();
    assertEquals([...statuses], [200]);
    await until(() => requests().then(() => statuses.size > 1), "a request that is refused");
    assertEquals([...statuses], [200, 429]);
  }, reason);

  testWith(needs, `${proxy} shows nobody the metrics`, async () => {
    await using fleet = await Fleet.start(proxy, { hasOnePort: true });
    const [{ host, port }] = fleet.instances;
    const own = await (await fetch(`http://${host}:${port}/metrics`)).text();
    assert(own.includes("eco_connections "), own);
    for (const path of ["/metrics", "/metrics?x", "//metrics", "/%2e/metrics", "/%6detrics"]) {
      const response = await fleet.fetch(path);
      assertEquals([response.ok, (await response.text()).includes("eco_")], [false, false], path);
    }
    const page = await fleet.fetch("/");
    assertEquals([page.status, (await page.text()).includes("<title>")], [200, true]);
  }, reason);
}
