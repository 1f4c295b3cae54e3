import { assertEquals } from "@std/assert";
import { createReport } from "../../../../server/policy/report.ts";

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
