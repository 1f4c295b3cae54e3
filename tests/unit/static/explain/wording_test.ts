import { assert, assertMatch, assertStringIncludes } from "@std/assert";
import { EXPLAIN_TEXTS } from "../../../../static/explain/texts.js";
import { wordsOf } from "../../../../static/explain/wording.js";
import type { Ending, ExplainedEvent } from "../../../../static/types.ts";

const messageOf = (name: "sent" | "received", bytes: number) =>
  wordsOf(
    { name, isText: true, bytes, count: 1, atMs: 0, mayBeCompressed: false },
    EXPLAIN_TEXTS.en,
  ).body;

function endOf(name: ExplainedEvent["name"], code: number, by: Ending["by"] = "server"): string {
  const ending = { code, reason: "", by, opened: true };
  return wordsOf({ name, ending, atMs: 0 }, EXPLAIN_TEXTS.en).body;
}

Deno.test("wordsOf() does not claim one frame for what a browser may cut", () => {
  assertStringIncludes(messageOf("sent", 131_000), "may send it in several frames (§5.4)");
  for (const body of [messageOf("sent", 65_536), messageOf("received", 131_000)]) {
    assert(!body.includes("several"), body);
  }
});

Deno.test("wordsOf() claims of an end no more than its close event proves", () => {
  assertMatch(endOf("lost", 1006, "nobody"), /^No close frame arrived .* found a mistake/);
  assertMatch(endOf("unanswered", 1006, "you"), /that the browser could accept/);
  assertMatch(endOf("closedByYou", 1005, "you"), /as the answer or before/);
  assertMatch(wordsOf({ name: "closing", atMs: 0 }, EXPLAIN_TEXTS.en).body, /unless .* first/);
});

Deno.test("wordsOf() tells close codes of libraries from those that nobody has registered", () => {
  assertMatch(endOf("closedByServer", 3000), /3000 Unauthorized: .* library .* \(§7\.4\.2\)$/);
  assertMatch(endOf("closedByServer", 3999), / 3999: .* library .* \(§7\.4\.2\)$/);
  assertMatch(endOf("closedByServer", 0), / 0: .* \(§7\.4\.2\)$/);
  assertMatch(endOf("closedByServer", 1002), /\(§7\.4\.1\)$/);
});
