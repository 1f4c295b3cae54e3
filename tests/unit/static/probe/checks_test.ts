import { assertEquals } from "@std/assert";
import {
  changes,
  difference,
  disorder,
  startOf,
  styleOf,
} from "../../../../static/probe/checks.js";

const bytes = (...values: number[]) => Uint8Array.from(values);

Deno.test("difference() finds none between the same", () => {
  assertEquals(difference("ñ", "ñ"), undefined);
  assertEquals(difference("", ""), undefined);
  assertEquals(difference(bytes(0, 255), bytes(0, 255)), undefined);
});

Deno.test("difference() names what has become of a message", () => {
  assertEquals(difference("a", bytes(97))?.finding, "becameBinary");
  assertEquals(difference(bytes(97), "a")?.finding, "becameText");
  assertEquals(difference("ñandú", "ñan"), {
    finding: "truncated",
    values: { sent: 7, received: 4 },
  });
  assertEquals(difference(bytes(1, 2, 3), bytes(1, 9, 3)), {
    finding: "changed",
    values: { sent: 3, received: 3, at: 1 },
  });
  assertEquals(difference("a", "ab")?.finding, "changed");
  assertEquals(difference("a", "")?.finding, "truncated");
});

Deno.test("disorder() names what is wrong with an order", () => {
  assertEquals(disorder([0, 1, 2], 3), undefined);
  assertEquals(disorder([0, 2], 3), {
    finding: "lost",
    values: { missing: 1, count: 3, first: 1 },
  });
  assertEquals(disorder([0, 0, 1], 3)?.finding, "doubled");
  assertEquals(disorder([0, 0, 1], 2), { finding: "doubled", values: { doubled: 1 } });
  assertEquals(disorder([1, 0, 2], 3), { finding: "reordered", values: { number: 0, after: 1 } });
});

Deno.test("styleOf() finds the text in a reply, and what is around it", () => {
  assertEquals(styleOf("x1", "x1"), { before: "", after: "" });
  assertEquals(styleOf("x1", "echo: x1!"), { before: "echo: ", after: "!" });
  assertEquals(styleOf("x1", new TextEncoder().encode("> x1")), { before: "> ", after: "" });
  assertEquals(styleOf("x1", "Welcome"), undefined);
});

Deno.test("changes() tells what was added, dropped and rewritten on the way", () => {
  const sent = { host: "a", upgrade: "websocket", connection: "Upgrade", cookie: "secret" };
  const arrived = {
    host: "b",
    connection: "upgrade",
    via: "1.1 p",
    "sec-websocket-key": "k",
    cookie: "(6 characters)",
  };
  assertEquals(changes(sent, arrived, (name) => name === "sec-websocket-key"), {
    added: ["via: 1.1 p"],
    dropped: ["upgrade"],
    rewritten: ["host: a → b"],
  });
});

Deno.test("startOf() quotes what can be shown, and not too much of it", () => {
  assertEquals(startOf("ñ"), "ñ");
  assertEquals(startOf("a\x1b\u202eb"), "a\\u001b\\u202eb");
  assertEquals(startOf("\u{e0001}\u2028\ud800"), "\\udb40\\udc01\\u2028\\ud800");
  assertEquals(startOf(new TextEncoder().encode("hola")), "hola");
  assertEquals(startOf("x".repeat(1e6)), `${"x".repeat(100)}…`);
});
