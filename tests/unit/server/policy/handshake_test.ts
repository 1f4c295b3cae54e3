import { assertEquals } from "@std/assert";
import { checkAdmission, checkOrigin, isHandshake } from "../../../../server/policy/handshake.ts";

Deno.test("isHandshake() finds Upgrade, in any case and any list, or a key", () => {
  const key = { "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==" };
  const cases: [boolean, ...Record<string, string>[]][] = [
    [true, { upgrade: "websocket" }, { upgrade: "h2c, websocket" }, { upgrade: "a ,\tWEBSOCKET" }],
    [false, {}, { upgrade: "" }, { upgrade: "h2c" }, { upgrade: "websockets, websocket/13" }],
    [true, { connection: "Upgrade", ...key }, key],
    [false, { connection: "Upgrade" }],
  ];
  for (const [expected, ...all] of cases) {
    for (const fields of all) {
      const isFound = isHandshake({ method: "GET", headers: new Headers(fields) });
      assertEquals(isFound, expected, JSON.stringify(fields));
    }
  }
});

Deno.test("checkOrigin() accepts listed origins, the server's own page, and clients without one", () => {
  const check = (fields: Record<string, string>, allowed = ["https://good.example"]) =>
    checkOrigin(new Headers({ host: "Eco.example:8765", ...fields }), allowed)?.status;
  assertEquals(check({}), undefined);
  assertEquals(check({ origin: "https://evil.example" }, []), undefined);
  for (const origin of ["https://good.example", "https://eco.example:8765"]) {
    assertEquals(check({ origin }), undefined, origin);
  }
  assertEquals(check({ origin: "http://eco.example:8765" }), undefined); // TLS may end at a proxy.
  assertEquals(check({ origin: "HTTPS://Good.example" }), undefined);
  for (
    const origin of [
      ...["https://evil.example", "http://good.example", "https://good.example:8443", "null", ""],
      ...["https://good.example.evil.example", "https://good.example/", "http://eco.example"],
    ]
  ) assertEquals(check({ origin }), 403, origin);
});

Deno.test("checkOrigin() knows subdomains and origins that are not of the web", () => {
  const allowed = ["https://*.good.example", "http://*.dev:8080", "null", "tauri://localhost"];
  const check = (origin: string) =>
    checkOrigin(new Headers({ host: "localhost", origin }), allowed)?.status;
  for (
    const origin of [
      ...["https://a.good.example", "https://b.a.good.example", "http://x.dev:8080"],
      ...["null", "tauri://localhost", "http://localhost"],
    ]
  ) assertEquals(check(origin), undefined, origin);
  for (
    const origin of [
      ...["https://good.example", "http://a.good.example", "https://a.good.example:8443"],
      ...[
        "https://evilgood.example",
        "https://.good.example",
        "https://evil.example/.good.example",
      ],
      ...["https://a.good.example.evil.example", "http://x.dev", "capacitor://localhost"],
    ]
  ) assertEquals(check(origin), 403, origin);
});

const CALM = { state: "listening", connections: 9, connectionsOfClient: 1 } as const;
const LIMITS = { maxConnections: 10, maxConnectionsPerAddress: 2 };

Deno.test("checkAdmission() admits below the limits; 0 means no limit", () => {
  assertEquals(checkAdmission(CALM, LIMITS), undefined);
  const busy = { ...CALM, connections: 1e6, connectionsOfClient: 1e6 };
  const unlimited = { maxConnections: 0, maxConnectionsPerAddress: 0 };
  assertEquals(checkAdmission(busy, unlimited), undefined);
});

Deno.test("checkAdmission() refuses with 503 and tells when to try again", () => {
  const cases = {
    draining: { state: "stopping" },
    restarting: { state: "restarting" },
    connections: { connections: 10 },
    connections_per_address: { connectionsOfClient: 2 },
  } as const;
  for (const [reason, change] of Object.entries(cases)) {
    const refusal = checkAdmission({ ...CALM, ...change }, LIMITS);
    assertEquals([refusal?.status, refusal?.reason], [503, reason]);
    assertEquals(refusal?.headers, { "retry-after": "5" });
  }
});
