import { assertEquals } from "@std/assert";
import {
  formatAuthority,
  formatLocalAuthority,
  getQuery,
  getRawPath,
  isHost,
} from "../../../../server/policy/address.ts";

Deno.test("formatAuthority() puts IPv6 addresses in brackets", () => {
  assertEquals(formatAuthority("127.0.0.1", 8765), "127.0.0.1:8765");
  assertEquals(formatAuthority("fe80::1", 8765), "[fe80::1]:8765");
});

Deno.test("formatLocalAuthority() names an address that can be connected to", () => {
  const shown = ["localhost", "0.0.0.0", "::"].map((host) => formatLocalAuthority(host, 1));
  assertEquals(shown, ["localhost:1", "127.0.0.1:1", "[::1]:1"]);
});

Deno.test("isHost() accepts names and addresses, with a port or without", () => {
  for (const host of ["localhost", "a_b.example:80", "127.0.0.1:8765", "[::1]:80", "[::1]"]) {
    assertEquals(isHost(host), true, host);
  }
  for (const host of ["", "a b", "[::", "a/b", "a/metrics?", "a?b", "a#b", "a\\b", "u:p@x"]) {
    assertEquals(isHost(host), false, host);
  }
  // What a parser of URLs refuses is no host, however plain it looks.
  const parts = ["a", "A9", "256", "1", "0x1", "xn--a", "xn--mnchen-3ya", "a_b", "-", ""];
  const hosts = parts.flatMap((first) => parts.map((last) => `${first}.${last}`)).concat(parts);
  for (const port of ["", ":", ":0", ":65535", ":65536", ":99999", ":00080"]) {
    for (const host of hosts.map((host) => host + port)) {
      assertEquals(isHost(host), URL.canParse(`http://${host}`), host);
    }
  }
});

Deno.test("getQuery() returns everything after the first question mark", () => {
  assertEquals(getQuery("ws://a/?prefix=what?&delay=5s").toString(), "prefix=what%3F&delay=5s");
  assertEquals(getQuery("ws://a/").size, 0);
});

Deno.test("getRawPath() leaves the path as the client sent it, without the query", () => {
  for (const path of ["/", "/metrics", "/.\\metrics", "/x/../metrics", "/%2e/metrics", "//x//"]) {
    for (const query of ["", "?", "?a=/b?c"]) {
      assertEquals(getRawPath(`http://h:80${path}${query}`), path, query);
    }
  }
  // In the absolute form of a request the path may be absent.
  for (const query of ["", "?", "?x/metrics"]) {
    assertEquals(getRawPath(`http://h${query}`), "/", query);
  }
});
