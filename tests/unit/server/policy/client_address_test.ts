import { assertEquals } from "@std/assert";
import { clientAddress } from "../../../../server/policy/client_address.ts";

const forwarded = (value: string) => new Headers({ "x-forwarded-for": value });

Deno.test("clientAddress() is the peer's unless a proxy is trusted", () => {
  assertEquals(clientAddress("10.0.0.1", forwarded("6.6.6.6"), 0), "10.0.0.1");
});

Deno.test("clientAddress() counts trusted proxies from the end", () => {
  const headers = forwarded("6.6.6.6, 192.0.2.7,10.0.0.2");
  assertEquals(clientAddress("10.0.0.1", headers, 1), "10.0.0.2");
  assertEquals(clientAddress("10.0.0.1", headers, 2), "192.0.2.7");
});

Deno.test("clientAddress() is the peer's where too few proxies have been passed", () => {
  assertEquals(clientAddress("10.0.0.1", new Headers(), 1), "10.0.0.1");
  assertEquals(clientAddress("10.0.0.1", forwarded("6.6.6.6"), 2), "10.0.0.1");
});

Deno.test("clientAddress() leaves a port out", () => {
  for (
    const [entry, address] of [
      ["192.0.2.7:5555", "192.0.2.7"],
      ["[2001:db8::7]:5555", "2001:db8::7"],
      ["[2001:db8::7]", "2001:db8::7"],
      ["2001:db8::7", "2001:db8::7"],
    ]
  ) {
    assertEquals(clientAddress("10.0.0.1", forwarded(entry), 1), address);
  }
});
