import { assertEquals, assertThrows } from "@std/assert";
import { describeListenError, listen, listenOnLoopback } from "../../../program/listen.ts";
import { until } from "../../support/deadline.ts";
import { testWith, whyIgnored } from "../../support/needs.ts";
import { isFree } from "../../support/port.ts";

testWith(["net"], "if one address of localhost is taken, none is listened on", async () => {
  using taken = Deno.listen({ hostname: "::1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  const options = { host: "localhost", port, onLost: () => {} };
  assertThrows(
    () => listen(() => new Response(), options),
    Error,
    `Cannot listen on [::1]:${port}`,
  );
  await until(() => isFree("127.0.0.1", port), "a free port");
}, whyIgnored(["net"]) ?? (isFree("::1") ? undefined : "needs IPv6"));

Deno.test("any port of localhost is one that is free on both addresses", () => {
  const taken = new Error("taken", { cause: new Deno.errors.AddrInUse() });
  const started: string[] = [];
  const stopped: number[] = [];
  const start = (takenOnes: readonly number[]) => (host: string, wanted: number) => {
    const port = wanted || 5000 + started.length;
    started.push(`${host} ${wanted}`);
    if (host === "::1" && takenOnes.includes(port)) throw taken;
    return { port, shutdown: () => Promise.resolve(void stopped.push(port)) };
  };
  const { port } = listenOnLoopback(start([5000]), 0);
  assertEquals([port, stopped], [5002, [5000]]);
  assertEquals(started, ["127.0.0.1 0", "::1 5000", "127.0.0.1 0", "::1 5002"]);
  assertThrows(() => listenOnLoopback(start([8765]), 8765), Error, "taken");
  const all = Array.from({ length: 100 }, (_, n) => 5000 + n);
  assertThrows(() => listenOnLoopback(start(all), 0), Error, "taken");
});

Deno.test("a port that the system reserves: only below 1024 it is for that reason", () => {
  const error = new Deno.errors.PermissionDenied();
  const describe = (port: number, portFlag?: string) =>
    describeListenError(error, { port, portFlag });
  assertEquals(
    describe(80),
    "the system reserves ports below 1024; choose another port with --port",
  );
  // Windows reserves ranges of others.
  assertEquals(
    describe(8765, "--metrics-port"),
    "the system reserves this port; choose another port with --metrics-port",
  );
});
