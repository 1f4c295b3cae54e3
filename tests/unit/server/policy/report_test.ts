import { assertEquals } from "@std/assert";
import { createReport, shortenPath, showName } from "../../../../server/policy/report.ts";

const FACTS = { server: "eco/1.2.3", remote: "10.0.0.1:5000", client: "192.0.2.7" };

function report(headers: Record<string, string>, url = "http://echo.example/info") {
  return createReport({ method: "GET", url, headers: new Headers(headers) }, FACTS);
}

Deno.test("createReport() tells what arrived", () => {
  assertEquals(report({ Host: "echo.example", Origin: "https://a.example" }), {
    ...FACTS,
    method: "GET",
    url: "http://echo.example/info",
    httpVersion: null,
    tls: false,
    host: "echo.example",
    origin: "https://a.example",
    proxies: {},
    headers: { host: "echo.example", origin: "https://a.example" },
    offered: { subprotocols: [], extensions: [] },
    chosen: { subprotocol: null, extensions: [] },
    behavior: {},
    unknown: [],
    problem: null,
  });
});

Deno.test("createReport() tells what proxies have added", () => {
  const proxies = { forwarded: "for=192.0.2.7", via: "1.1 p", "x-forwarded-proto": "https" };
  const more = { "x-forwarded-for": "192.0.2.7", "x-real-ip": "192.0.2.7" };
  assertEquals(report({ ...proxies, ...more, accept: "*/*" }).proxies, { ...proxies, ...more });
});

Deno.test("createReport() tells only the length of fields that are not known to be harmless", () => {
  const names = [
    ...["cookie", "authorization", "proxy-authorization", "referer", "x-api-key", "x-vault-key"],
    ...["x-forwarded-user", "x-forwarded-email", "x-forwarded-client-cert", "remote-user"],
    ...["tailscale-user-login", "ssl-client-s-dn", "ocp-apim-subscription-key", "anything"],
  ];
  const { headers, proxies } = report(Object.fromEntries(names.map((name) => [name, "s=ecret"])));
  const withheld = (names: string[]) =>
    Object.fromEntries(names.map((name) => [name, "(7 characters)"]));
  assertEquals(headers, withheld(names));
  assertEquals(proxies, withheld(names.filter((name) => name.startsWith("x-forwarded-"))));
});

Deno.test("createReport() shows Forwarded unless a parameter is not of RFC 7239", () => {
  const getForwarded = (forwarded: string) => report({ forwarded }).headers.forwarded;
  const shown = 'For="[::1]:5000";by=_a, for=192.0.2.7;proto=https;host=a.example';
  assertEquals(getForwarded(shown), shown);
  assertEquals(getForwarded("for=_a;secret=x"), "(15 characters)");
});

Deno.test("createReport() tells what was offered, and which names in the query are unknown", () => {
  const extensions = "permessage-deflate; client_max_window_bits";
  const fields = { "sec-websocket-protocol": "a, b", "sec-websocket-extensions": extensions };
  const { offered, behavior, unknown, tls } = report(fields, "https://h/?token=1&delay=5");
  assertEquals(offered, { subprotocols: ["a", "b"], extensions: [extensions] });
  assertEquals([behavior, unknown, tls], [{ delay: "5" }, ["token"], true]);
});

Deno.test("createReport() tells why a handshake with the same query string is refused", () => {
  const getProblem = (query: string) => report({}, `http://h/info?${query}`).problem;
  assertEquals(getProblem("after=3"), 'In the query string "after" needs "close": add it.');
  assertEquals(getProblem("delay=5&dealy=x"), null);
});

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
