import { assertEquals } from "@std/assert";
import { createReport } from "../../../../server/policy/report.ts";

const FACTS = { server: "eco/1.2.3", remote: "10.0.0.1:5000", client: "192.0.2.7" };

function report(headers: Record<string, string>, url = "http://echo.example/info") {
  return createReport({ method: "GET", url, headers: new Headers(headers) }, FACTS);
}

Deno.test("createReport() tells what arrived, was offered and was added on the way", () => {
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
    ...FACTS,
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
