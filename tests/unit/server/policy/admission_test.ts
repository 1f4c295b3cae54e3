import { assertEquals } from "@std/assert";
import { checkAdmission, type Load } from "../../../../server/policy/admission.ts";

const CALM: Load = {
  draining: false,
  shortOfMemory: false,
  connections: 9,
  connectionsOfClient: 1,
};
const LIMITS = { maxConnections: 10, maxConnectionsPerAddress: 2 };

Deno.test("checkAdmission() lets in while there is room", () => {
  assertEquals(checkAdmission(CALM, LIMITS), undefined);
});

Deno.test("checkAdmission() takes 0 for no limit", () => {
  const load = { ...CALM, connections: 1e6, connectionsOfClient: 1e6 };
  const unlimited = { maxConnections: 0, maxConnectionsPerAddress: 0 };
  assertEquals(checkAdmission(load, unlimited), undefined);
});

Deno.test("checkAdmission() takes the first one whatever the memory", () => {
  assertEquals(checkAdmission({ ...CALM, shortOfMemory: true, connections: 0 }, LIMITS), undefined);
});

Deno.test("checkAdmission() refuses with 503 and says when to come back", () => {
  for (
    const [change, reason] of [
      [{ draining: true }, "draining"],
      [{ shortOfMemory: true }, "memory"],
      [{ connections: 10 }, "connections"],
      [{ connectionsOfClient: 2 }, "connections_per_address"],
    ] as const
  ) {
    const refusal = checkAdmission({ ...CALM, ...change }, LIMITS);
    assertEquals([refusal?.status, refusal?.reason], [503, reason]);
    assertEquals(refusal?.headers, { "retry-after": "5" });
  }
});
