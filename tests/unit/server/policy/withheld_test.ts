import { assertEquals } from "@std/assert";
import { shortenPath, showName } from "../../../../server/policy/withheld.ts";

const NAMES = [
  ...["chat", "MQTT", "mqtt", "graphql-transport-ws", "v12.stomp", "ocpp1.6", "wamp.2.json"],
  ...["v4.channel.k8s.io", "base64.channel.k8s.io", "actioncable-v1-json", "Room"],
];
const SECRETS = [
  "base64url.bearer.authorization.k8s.io.ZXlKaGJHY2lPaUpTVXpJMU5pSXM",
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
  "openai-insecure-api-key.sk-proj-abc",
  "access_token_hunter",
  "c0ffee00c0ffee00",
  "550e8400-e29b-41d4-a716-446655440000",
  "QUJDREVGR0hJSktM",
  "correcthorsebatterystaple",
  "a%20b",
  "señal",
  "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u",
];

Deno.test("showName() shows ordinary names, and of others the length", () => {
  for (const name of NAMES) assertEquals(showName(name), name);
  for (const name of SECRETS) assertEquals(showName(name), `(${name.length} characters)`);
});

Deno.test("shortenPath() shows at most the first segment", () => {
  const cases = {
    "/": "/",
    "//": "//",
    "//x": "//…",
    "/echo": "/echo",
    "/echo/": "/echo/",
    "/echo/secret": "/echo/…",
    "/v1/secret/": "/v1/…",
    "/eyJhbGciOi/x": "/(10 characters)/…",
    "/graphql-transport-ws-proxy": "/(26 characters)",
  };
  for (const [path, shown] of Object.entries(cases)) assertEquals(shortenPath(path), shown);
  for (const secret of SECRETS) {
    assertEquals(shortenPath(`/${secret}`), `/(${secret.length} characters)`);
  }
});
