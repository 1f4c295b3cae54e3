import { assertEquals, assertThrows } from "@std/assert";
import { describeListenError, listen } from "../../../program/listen.ts";
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
