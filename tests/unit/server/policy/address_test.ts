import { assertEquals } from "@std/assert";
import {
  formatAuthority,
  formatLocalAuthority,
  getClientAddress,
} from "../../../../server/policy/address.ts";

Deno.test("formatAuthority() puts IPv6 addresses in brackets", () => {
  assertEquals(formatAuthority("127.0.0.1", 8765), "127.0.0.1:8765");
  assertEquals(formatAuthority("fe80::1", 8765), "[fe80::1]:8765");
});

Deno.test("formatLocalAuthority() names an address that can be connected to", () => {
  const shown = ["localhost", "0.0.0.0", "::"].map((host) => formatLocalAuthority(host, 1));
  assertEquals(shown, ["localhost:1", "127.0.0.1:1", "[::1]:1"]);
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
