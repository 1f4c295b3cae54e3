import { assertEquals } from "@std/assert";
import { checkOrigin, isHandshake } from "../../../../server/policy/handshake.ts";

Deno.test("isHandshake() finds Upgrade, in any case and any list, or a key", () => {
  const key = { "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==" };
  const cases: [boolean, ...Record<string, string>[]][] = [
    [true, { upgrade: "websocket" }, { upgrade: "h2c, websocket" }, { upgrade: "a ,\tWEBSOCKET" }],
    [false, {}, { upgrade: "" }, { upgrade: "h2c" }, { upgrade: "websockets, websocket/13" }],
    [true, { connection: "Upgrade", ...key }],
    [false, { connection: "Upgrade" }, key],
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
  for (
    const origin of [
      ...["https://evil.example", "http://good.example", "https://good.example:8443", "null", ""],
      ...["https://good.example.evil.example", "https://good.example/", "http://eco.example"],
    ]
  ) assertEquals(check({ origin }), 403, origin);
});
