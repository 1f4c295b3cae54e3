import { assertEquals } from "@std/assert";
import { describeListenError } from "../../../program/listen.ts";

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
