import { assert, assertMatch } from "@std/assert";
import { PANEL_TEXTS } from "../../../../static/i18n/en_explain.js";
import { wordsOf } from "../../../../static/explain/wording.js";
import { loadLanguage } from "../../../../static/language.js";
import type { ConnectionEvent, Ending, Explanation } from "../../../../static/types.ts";

const NO_FACTS = { atMs: 0, url: "", protocol: "", extensions: "" };

const message = (name: "sent" | "received", bytes: number): Explanation => {
  return { kind: name, isText: true, bytes, count: 1, atMs: 0, mayBeCompressed: false };
};
const event = (event: ConnectionEvent): Explanation => {
  return { ...NO_FACTS, number: 1, kind: "event", event, bytes: 0 };
};
const end = (
  name: "lost" | "unanswered" | "closedByYou" | "closedByServer",
  code: number,
  by: Ending["by"] = "server",
): Explanation => event({ name, ending: { code, reason: "", by, opened: true } });

const WORDINGS: [Explanation, says: RegExp, not?: RegExp][] = [
  // A browser may cut a large message into frames.
  [message("sent", 131_000), /may split it into several frames \(§5\.4\)/],
  [message("sent", 65_536), /FIN/, /several/],
  [message("received", 131_000), /FIN/, /several/],
  // Of an end, no more than its close event proves.
  [end("lost", 1006, "nobody"), /^No valid close frame arrived.* found an error/],
  [end("unanswered", 1006, "you"), /No valid close frame of the server arrived/],
  [end("closedByYou", 1005, "you"), /before or after yours/],
  [event({ name: "closing" }), /already answered/],
  [end("closedByServer", 3000), /3000 Unauthorized: .* library .* \(§7\.4\.2\)$/],
  [end("closedByServer", 3999), / 3999: .* library .* \(§7\.4\.2\)$/],
  [end("closedByServer", 0), / 0: .* \(§7\.4\.2\)$/],
  [end("closedByServer", 1002), /\(§7\.4\.1\)$/],
];

Deno.test("wordsOf() claims no more than a page can know", async () => {
  await loadLanguage("en");
  for (const [explanation, says, not] of WORDINGS) {
    const { body } = wordsOf(explanation, PANEL_TEXTS.explain);
    assertMatch(body, says);
    assert(!not?.test(body), body);
  }
});
