import { assertEquals } from "@std/assert";
import project from "../../../../deno.json" with { type: "json" };
import {
  getClientAddress,
  shortenPath,
  showName,
  writeReport,
} from "../../../../server/policy/report.ts";

const PEER = { remote: "10.0.0.1:5000", address: "192.0.2.7" };

function report(headers: Record<string, string>, url = "http://echo.example/info") {
  return JSON.parse(writeReport({ method: "GET", url, headers: new Headers(headers) }, PEER));
}

Deno.test("writeReport() tells what arrived, was offered and was added on the way", () => {
  const proxies = {
    ...{ forwarded: "for=192.0.2.7", via: "1.1 p", "x-forwarded-for": "192.0.2.7" },
    ...{ "x-forwarded-proto": "https", "x-real-ip": "192.0.2.7" },
  };
  const extensions = "permessage-deflate; client_max_window_bits";
  const headers = {
    ...{ host: "echo.example", origin: "https://a.example", ...proxies },
    ...{ "sec-websocket-protocol": "a, b", "sec-websocket-extensions": extensions },
  };
  assertEquals(report(headers, "https://echo.example/x?token=1&delay=5"), {
    server: `eco/${project.version}`,
    remote: PEER.remote,
    client: PEER.address,
    method: "GET",
    url: "https://echo.example/x?token=1&delay=5",
    httpVersion: null,
    tls: true,
    host: "echo.example",
    origin: "https://a.example",
    proxies,
    headers,
    offered: { subprotocols: ["a", "b"], extensions: [extensions] },
    chosen: { subprotocol: null, extensions: [] },
    behavior: { delay: "5" },
    unknown: ["token"],
    problem: null,
  });
  const { tls, offered, problem } = report({}, "http://h/info?after=3");
  assertEquals([tls, offered], [false, { subprotocols: [], extensions: [] }]);
  assertEquals(problem, 'In the query string "after" needs "close": add it.');
});

Deno.test("writeReport() tells only the length of fields that are not known to be harmless", () => {
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

Deno.test("writeReport() shows Forwarded unless a parameter is not of RFC 7239", () => {
  const getForwarded = (forwarded: string) => report({ forwarded }).headers.forwarded;
  const shown = 'For="[::1]:5000";by=_a, for=192.0.2.7;proto=https;host=a.example';
  assertEquals(getForwarded(shown), shown);
  assertEquals(getForwarded("for=_a;secret=x"), "(15 characters)");
});

Deno.test("getClientAddress() takes the entry of the last trusted proxy, without its port", () => {
  const cases: [trustedProxies: number, forwardedFor: string | undefined, address: string][] = [
    [0, "6.6.6.6", "10.0.0.1"],
    [1, "6.6.6.6, 192.0.2.7,10.0.0.2", "10.0.0.2"],
    [2, "6.6.6.6, 192.0.2.7,10.0.0.2", "192.0.2.7"],
    // The request has not passed every proxy.
    [1, undefined, "10.0.0.1"],
    [2, "6.6.6.6", "10.0.0.1"],
    [1, "192.0.2.7:5555", "192.0.2.7"],
    [1, "[2001:db8::7]:5555", "2001:db8::7"],
    [1, "[2001:db8::7]", "2001:db8::7"],
    [1, "2001:db8::7", "2001:db8::7"],
  ];
  for (const [trustedProxies, value, address] of cases) {
    const headers = new Headers(value === undefined ? {} : { "x-forwarded-for": value });
    assertEquals(getClientAddress("10.0.0.1", headers, trustedProxies), address, value);
  }
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
