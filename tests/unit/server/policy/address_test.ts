import { assertEquals } from "@std/assert";
import { formatAuthority, formatLocalAuthority } from "../../../../server/policy/address.ts";

Deno.test("formatAuthority() puts IPv6 addresses in brackets", () => {
  assertEquals(formatAuthority("127.0.0.1", 8765), "127.0.0.1:8765");
  assertEquals(formatAuthority("fe80::1", 8765), "[fe80::1]:8765");
});

Deno.test("formatLocalAuthority() names an address that can be connected to", () => {
  assertEquals(formatLocalAuthority("localhost", 1), "localhost:1");
  assertEquals(formatLocalAuthority("0.0.0.0", 1), "127.0.0.1:1");
  assertEquals(formatLocalAuthority("::", 1), "[::1]:1");
});
