import { assert, assertEquals } from "@std/assert";
import { DraftHistory, readDraft } from "../../../static/draft.js";

Deno.test("readDraft() makes of each kind what is sent", () => {
  assertEquals(readDraft(" hola\n", "text"), { payload: " hola\n" });
  assertEquals(readDraft('{"a": 1}', "json"), { payload: '{"a": 1}' });
  assertEquals(readDraft("00 ff", "hex"), { payload: new Uint8Array([0, 255]) });
  assertEquals(readDraft("AP8=", "base64"), { payload: new Uint8Array([0, 255]) });
});

Deno.test("readDraft() says what is wrong", () => {
  const wrong = { json: "jsonInvalid", hex: "hexInvalid", base64: "base64Invalid" } as const;
  for (const [kind, problem] of Object.entries(wrong)) {
    const result = readDraft("{", kind as keyof typeof wrong);
    assert("problem" in result);
    assertEquals(result.problem, problem);
    assertEquals(result.detail.length > 0, kind === "json");
  }
});

Deno.test("DraftHistory goes back and forth and returns to what was being written", () => {
  const history = new DraftHistory(["a", "b"]);
  assertEquals(history.go(-1, "new"), "b");
  assertEquals(history.go(-1, "b"), "a");
  assertEquals(history.go(-1, "a"), undefined);
  assertEquals(history.go(1, "a"), "b");
  assertEquals(history.go(1, "b"), "new");
  assertEquals(history.go(1, "new"), undefined);
});

Deno.test("DraftHistory keeps each draft once, the last fifty", () => {
  const history = new DraftHistory();
  for (const draft of ["a", "b", "a"]) history.add(draft);
  assertEquals(history.sent, ["b", "a"]);
  for (let n = 0; n < 60; n++) history.add(`${n}`);
  assertEquals([history.sent.length, history.sent.at(-1)], [50, "59"]);
  assertEquals(history.go(-1, ""), "59");
});
