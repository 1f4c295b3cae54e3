import { assertEquals } from "@std/assert";
import * as checks from "../../../../static/probe/checks.js";

const { changes, difference, disorder, startOf, styleOf } = checks;
const bytes = (...values: number[]) => Uint8Array.from(values);

Deno.test("difference() names what has happened to a message", () => {
  for (
    const [due, reply, finding, values] of [
      ["ñ", "ñ"],
      ["", ""],
      [bytes(0, 255), bytes(0, 255)],
      ["a", bytes(97), "becameBinary", {}],
      [bytes(97), "a", "becameText", {}],
      ["ñandú", "ñan", "truncated", { sent: 7, received: 4 }],
      ["a", "", "truncated", { sent: 1, received: 0 }],
      ["a", "ab", "changed", { sent: 1, received: 2, at: 1 }],
      [bytes(1, 2, 3), bytes(1, 9, 3), "changed", { sent: 3, received: 3, at: 1 }],
    ] as const
  ) assertEquals<unknown>(difference(due, reply), finding && { finding, values });
});

Deno.test("disorder() names what is wrong with an order", () => {
  for (
    const [numbers, count, finding, values] of [
      [[0, 1, 2], 3],
      [[0, 2], 3, "lost", { missing: 1, count: 3, first: 1 }],
      [[0, 0, 1], 3, "doubled", { doubled: 1 }],
      [[0, 0, 1], 2, "doubled", { doubled: 1 }],
      [[1, 0, 2], 3, "reordered", { number: 0, after: 1 }],
    ] as const
  ) assertEquals<unknown>(disorder(numbers, count), finding && { finding, values });
});

Deno.test("styleOf() finds the text in a reply, and what is around it", () => {
  assertEquals(styleOf("x1", "x1"), { before: "", after: "" });
  assertEquals(styleOf("x1", "echo: x1!"), { before: "echo: ", after: "!" });
  assertEquals(styleOf("x1", new TextEncoder().encode("> x1")), { before: "> ", after: "" });
  assertEquals(styleOf("x1", "Welcome"), undefined);
});

Deno.test("changes() returns what was added, dropped and rewritten on the way", () => {
  const sent = { host: "a", upgrade: "websocket", connection: "Upgrade", cookie: "secret" };
  const cookie = "(6 characters)";
  const arrived = { host: "b", connection: "upgrade", via: "1.1 p", "user-agent": "x", cookie };
  const { added, dropped, rewritten } = changes(sent, arrived, (name) => name === "user-agent");
  assertEquals([added, dropped, rewritten], [["via: 1.1 p"], ["upgrade"], ["host: a → b"]]);
});

Deno.test("startOf() quotes what can be shown, and not too much of it", () => {
  assertEquals(startOf("a\x1b\u202eb"), "a\\u001b\\u202eb");
  assertEquals(startOf(new TextEncoder().encode("hola")), "hola");
  assertEquals(startOf("x".repeat(1e6)), `${"x".repeat(100)}…`);
});
