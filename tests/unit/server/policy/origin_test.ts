import { assertEquals } from "@std/assert";
import { checkOrigin } from "../../../../server/policy/origin.ts";

const ALLOWED = ["https://good.example"];

function statusOf(fields: Record<string, string>, allowed: string[] = ALLOWED): number | undefined {
  return checkOrigin(new Headers({ host: "Eco.example:8765", ...fields }), allowed)?.status;
}

Deno.test("checkOrigin() lets every origin in by default", () => {
  assertEquals(statusOf({ origin: "https://evil.example" }, []), undefined);
});

Deno.test("checkOrigin() lets in the origins on the list, exactly", () => {
  assertEquals(statusOf({ origin: "https://good.example" }), undefined);
  for (
    const origin of [
      "https://evil.example",
      "http://good.example",
      "https://good.example:8443",
      "https://good.example.evil.example",
      "https://good.example/",
      "null",
      "",
    ]
  ) {
    assertEquals(statusOf({ origin }), 403, origin);
  }
});

Deno.test("checkOrigin() lets in the server's own page, over TLS or not", () => {
  assertEquals(statusOf({ origin: "https://eco.example:8765" }), undefined);
  assertEquals(statusOf({ origin: "http://eco.example:8765" }), undefined);
  assertEquals(statusOf({ origin: "http://eco.example" }), 403);
});

Deno.test("checkOrigin() lets in what is no browser", () => {
  assertEquals(statusOf({}), undefined);
});
