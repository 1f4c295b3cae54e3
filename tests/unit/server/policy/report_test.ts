import { assertEquals } from "@std/assert";
import { reportOf } from "../../../../server/policy/report.ts";

const FACTS = { server: "eco/1.2.3", remote: "10.0.0.1:5000", client: "192.0.2.7" };

function report(headers: Record<string, string>, url = "http://echo.example/info") {
  return reportOf({ method: "GET", url, headers: new Headers(headers) }, FACTS);
}

Deno.test("reportOf() tells what arrived", () => {
  assertEquals(report({ Host: "echo.example", Origin: "https://a.example" }), {
    server: "eco/1.2.3",
    method: "GET",
    url: "http://echo.example/info",
    httpVersion: null,
    tls: false,
    remote: "10.0.0.1:5000",
    client: "192.0.2.7",
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

Deno.test("reportOf() tells what proxies have added", () => {
  const proxies = {
    "forwarded": "for=192.0.2.7",
    "via": "1.1 p",
    "x-forwarded-for": "192.0.2.7",
    "x-forwarded-proto": "https",
    "x-real-ip": "192.0.2.7",
  };
  assertEquals(report({ ...proxies, accept: "*/*" }).proxies, proxies);
});

Deno.test("reportOf() tells of secrets only how long they are", () => {
  const text = JSON.stringify(
    report({
      cookie: "s=ecret",
      authorization: "secret",
      "proxy-authorization": "secret7",
      "x-forwarded-access-token": "secret7",
      "x-api-key": "secret",
      "x-amzn-oidc-data": "secret",
      "x-forwarded-client-cert": "secret",
      "x-ms-client-principal": "secret",
    }),
  );
  assertEquals(text.includes("ecret"), false);
  // The field of the token stands among those of proxies too.
  assertEquals(text.match(/\(\d characters\)/g)?.length, 10);
});

Deno.test("reportOf() tells what was offered, and which names in the query mean nothing", () => {
  const { offered, unknown, tls } = report({
    "sec-websocket-protocol": "a, b",
    "sec-websocket-extensions": "permessage-deflate; client_max_window_bits",
  }, "https://echo.example/?token=1&delay=5");
  assertEquals(offered, {
    subprotocols: ["a", "b"],
    extensions: ["permessage-deflate; client_max_window_bits"],
  });
  assertEquals([unknown, tls], [["token"], true]);
});

Deno.test("reportOf() tells why a handshake with the same query string is refused", () => {
  const problemOf = (query: string) => report({}, `http://h/info?${query}`).problem;
  assertEquals(
    problemOf("delay=x"),
    'In the query string "delay" must be a time from 0 to 60000 ms such as 250, 250ms or 2s: ' +
      'current value is "x".',
  );
  assertEquals(
    problemOf("after=3"),
    'In the query string "after" goes with "close": add that.',
  );
  assertEquals(problemOf("delay=5&dealy=x"), null);
});
