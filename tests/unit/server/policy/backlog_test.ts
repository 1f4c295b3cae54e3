import { assertEquals } from "@std/assert";
import { Backlog } from "../../../../server/policy/backlog.ts";

const MIB = 1024 * 1024;

Deno.test("Backlog counts what each waiting reply costs beside its payload", () => {
  const backlog = new Backlog();
  assertEquals(backlog.bytes, 0);
  for (let n = 1; n <= 1000; n++) {
    backlog.add(1);
    assertEquals(backlog.bytes, n + 64 * n);
    if (n % 100) backlog.look(n);
    assertEquals(backlog.bytes, n + 64 * n);
  }
});

Deno.test("Backlog starts anew once nothing waits", () => {
  const backlog = new Backlog();
  for (let n = 0; n < 1000; n++) backlog.add(1);
  backlog.look(0);
  assertEquals(backlog.bytes, 0);
  backlog.look(1);
  assertEquals(backlog.bytes, 1);
});

Deno.test("Backlog goes on counting empty replies, of which nothing is known", () => {
  const backlog = new Backlog();
  for (let n = 0; n < 1000; n++) backlog.add(0);
  backlog.look(0);
  assertEquals(backlog.bytes, 64_000);
  backlog.add(1);
  backlog.look(0);
  assertEquals(backlog.bytes, 0);
});

Deno.test("Backlog.isStale() asks for a look each 64 replies", () => {
  const backlog = new Backlog();
  for (let round = 0; round < 3; round++) {
    for (let n = 1; n <= 64; n++) {
      assertEquals(backlog.isStale(MIB), false, `reply ${n} of round ${round}`);
      backlog.add(1);
    }
    assertEquals(backlog.isStale(MIB), true);
    backlog.look(0);
  }
});

Deno.test("Backlog.isStale() asks for a look at each reply once half of the limit may wait", () => {
  const backlog = new Backlog();
  backlog.add(MIB / 2 - 64);
  assertEquals(backlog.isStale(MIB), false);
  backlog.add(1);
  assertEquals(backlog.isStale(MIB), true);
  backlog.look(MIB / 2);
  assertEquals(backlog.isStale(MIB), true);
  backlog.look(0);
  assertEquals(backlog.isStale(MIB), false);
});

Deno.test("Backlog.isStale() asks for a look before anything is over a limit", () => {
  const backlog = new Backlog();
  for (let n = 0; n < 10_000; n++) {
    if (backlog.isStale(4096)) backlog.look(backlog.bytes);
    else assertEquals(backlog.bytes <= 4096, true);
    backlog.add(n % 100);
  }
});
