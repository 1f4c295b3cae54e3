import { assertEquals } from "@std/assert";
import { Backlog } from "../../core/backlog.ts";

Deno.test("Backlog counts what each waiting reply costs beside its payload", () => {
  const backlog = new Backlog();
  assertEquals(backlog.bytes(0), 0);
  for (let n = 1; n <= 1000; n++) {
    backlog.add(false);
    assertEquals(backlog.bytes(n), n + 64 * n);
  }
});

Deno.test("Backlog starts anew once nothing waits", () => {
  const backlog = new Backlog();
  for (let n = 0; n < 1000; n++) backlog.add(false);
  assertEquals([backlog.bytes(0), backlog.bytes(1)], [0, 1]);
});

Deno.test("Backlog goes on counting empty replies, of which nothing is known", () => {
  const backlog = new Backlog();
  for (let n = 0; n < 1000; n++) backlog.add(true);
  assertEquals(backlog.bytes(0), 64_000);
  backlog.add(false);
  assertEquals(backlog.bytes(0), 0);
});
