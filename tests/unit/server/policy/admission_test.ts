import { assertEquals } from "@std/assert";
import { checkAdmission } from "../../../../server/policy/admission.ts";

const CALM = { isDraining: false, connections: 9, connectionsOfClient: 1 };
const LIMITS = { maxConnections: 10, maxConnectionsPerAddress: 2 };

Deno.test("checkAdmission() admits below the limits; 0 means no limit", () => {
  assertEquals(checkAdmission(CALM, LIMITS), undefined);
  const busy = { ...CALM, connections: 1e6, connectionsOfClient: 1e6 };
  const unlimited = { maxConnections: 0, maxConnectionsPerAddress: 0 };
  assertEquals(checkAdmission(busy, unlimited), undefined);
});

Deno.test("checkAdmission() refuses with 503 and tells when to try again", () => {
  const cases = {
    draining: { isDraining: true },
    connections: { connections: 10 },
    connections_per_address: { connectionsOfClient: 2 },
  };
  for (const [reason, change] of Object.entries(cases)) {
    const refusal = checkAdmission({ ...CALM, ...change }, LIMITS);
    assertEquals([refusal?.status, refusal?.reason], [503, reason]);
    assertEquals(refusal?.headers, { "retry-after": "5" });
  }
});
