import { assertEquals } from "@std/assert";
import { DraftHistory, readDraft } from "../../../static/draft.js";
import type { Kind } from "../../../static/types.ts";

Deno.test("readDraft() returns the payload of each kind, or what is wrong", () => {
  const bytes = new Uint8Array([0, 255]);
  const drafts: [Kind, draft: string, payload: string | Uint8Array, problem?: string][] = [
    ["text", " hola\n", " hola\n"],
    ["json", '{"a": 1}', '{"a": 1}', "jsonInvalid"],
    ["escaped", "a\\0\\x1b\\u00f1\\u{1f44b}\\r\\n\\\\", "a\0\x1b\u00f1\u{1f44b}\r\n\\"],
    ["hex", "00 ff", bytes, "hexInvalid"],
    ["base64", "AP8=", bytes, "base64Invalid"],
  ];
  for (const [kind, draft, payload, problem] of drafts) {
    assertEquals<unknown>(readDraft(draft, kind), { payload });
    if (!problem) continue;
    const { detail, ...result } = readDraft("{", kind) as { problem: string; detail: string };
    assertEquals([result, detail !== ""], [{ problem }, kind === "json"]);
  }
});

Deno.test("readDraft() fills in variables, and names an escape that is none", () => {
  const variables = { n: "7", now: "noon" };
  for (
    const [kind, draft, payload] of [
      ["text", "{{n}} {{now}} {{other}} {n}", "7 noon {{other}} {n}"],
      ["json", '{"id":{{n}}}', '{"id":7}'],
      ["escaped", "\\x7b{n}}", "{{n}}"],
    ] as const
  ) assertEquals<unknown>(readDraft(draft, kind, variables), { payload });
  for (const wrong of ["\\q", "\\x1", "\\u{110000}"]) {
    const result = readDraft(`a${wrong}`, "escaped");
    assertEquals("problem" in result && result.problem, "escapeInvalid", wrong);
  }
});

Deno.test("DraftHistory goes back and forth and returns to the draft being written", () => {
  const history = new DraftHistory(["a", "b"]);
  const steps = [[-1, "b"], [-1, "a"], [-1, undefined], [1, "b"], [1, "new"], [
    1,
    undefined,
  ]] as const;
  let shown = "new";
  for (const [step, expected] of steps) {
    assertEquals(history.go(step, shown), expected);
    shown = expected ?? shown;
  }
});

Deno.test("DraftHistory keeps each draft once, the last fifty", () => {
  const history = new DraftHistory();
  for (const draft of ["a", "b", "a"]) history.add(draft);
  assertEquals(history.sent, ["b", "a"]);
  for (let n = 0; n < 60; n++) history.add(`${n}`);
  assertEquals([history.sent.length, history.go(-1, "")], [50, "59"]);
});
