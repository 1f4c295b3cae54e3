import { assertEquals } from "@std/assert";
import { authorityOf, localAuthorityOf } from "../../../../server/policy/address.ts";

Deno.test("authorityOf() puts IPv6 addresses in brackets", () => {
  assertEquals(authorityOf("127.0.0.1", 8765), "127.0.0.1:8765");
  assertEquals(authorityOf("fe80::1", 8765), "[fe80::1]:8765");
});

Deno.test("localAuthorityOf() names an address that can be connected to", () => {
  assertEquals(localAuthorityOf("localhost", 1), "localhost:1");
  assertEquals(localAuthorityOf("0.0.0.0", 1), "127.0.0.1:1");
  assertEquals(localAuthorityOf("::", 1), "[::1]:1");
});
