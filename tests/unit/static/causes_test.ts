import { assertEquals } from "@std/assert";
import { likelyCauses } from "../../../static/causes.js";

Deno.test("likelyCauses() tells apart what a page can tell apart", () => {
  const local = "http://127.0.0.1:8765/";
  const remote = "https://example.org/eco/";
  for (
    const [url, pageUrl, isOnline, first, count] of [
      ["ws://127.0.0.1:6000/", local, true, "causePort", 1],
      ["ws://example.org/", local, false, "causeOffline", 1],
      ["ws://127.0.0.1:8080/", local, false, "causeNobody", 2],
      ["wss://192.168.1.5/", remote, true, "causeLocalNetwork", 4],
      ["ws://169.254.1.1/", remote, true, "causeLocalNetwork", 3],
      ["ws://[fe80::1]/", remote, true, "causeLocalNetwork", 3],
      ["ws://10.example/", remote, true, "causeNobody", 2],
      ["wss://other.example/", remote, true, "causeNobody", 3],
    ] as const
  ) {
    const causes = likelyCauses(url, { pageUrl, isOnline });
    assertEquals([causes[0], causes.length], [first, count], url);
  }
});
