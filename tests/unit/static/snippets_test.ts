import { assertEquals, assertStringIncludes } from "@std/assert";
import { SNIPPETS } from "../../../static/snippets.js";

const EXCHANGE = {
  url: "ws://127.0.0.1:8765/?a=b&c='d'",
  protocols: ["v2.chat", "v1.chat"],
  message: 'it\'s "quoted" $HOME\n\u202eñ👩',
};
const URL_IN_SHELL = `//127.0.0.1:8765/?a=b&c='\\''d'\\'''`;
const MESSAGE_IN_SHELL = `'it'\\''s "quoted" $HOME\n`;
const LITERALS = [String.raw`"it's \"quoted\" $HOME\n\u202eñ👩"`, '["v2.chat","v1.chat"]'];
const EXPECTED: Record<string, string[]> = {
  "websocat": [`'ws:${URL_IN_SHELL}`, MESSAGE_IN_SHELL],
  "wscat": [`'ws:${URL_IN_SHELL}`, MESSAGE_IN_SHELL],
  "JavaScript (browser, Deno, Node 22)": LITERALS,
  "Python": LITERALS,
  "curl": [`'http:${URL_IN_SHELL}`, "'Sec-WebSocket-Protocol: v2.chat, v1.chat'"],
};

Deno.test("SNIPPETS quote what they contain, and leave out what is empty", () => {
  const plain = { url: "ws://a/", protocols: [], message: "" };
  assertEquals([...SNIPPETS.keys()], Object.keys(EXPECTED));
  for (const [name, write] of SNIPPETS) {
    for (const part of EXPECTED[name]) assertStringIncludes(write(EXCHANGE), part);
    assertEquals(/protocol/i.test(write(plain)), false, name);
  }
  assertEquals(SNIPPETS.get("wscat")!(plain), "npx wscat -c 'ws://a/'");
});

Deno.test("a control character in a message does nothing when the command is pasted", () => {
  const exchange = { url: "ws://a/[1-3]", protocols: [], message: "\x15touch x\n'\\" };
  const command = SNIPPETS.get("websocat")!(exchange);
  assertStringIncludes(command, String.raw`$'\x15touch x\n\'\\'`);
  assertStringIncludes(SNIPPETS.get("curl")!(exchange), "curl -g ");
  const withNul = { ...exchange, message: "a\0\\n" };
  assertStringIncludes(
    SNIPPETS.get("websocat")!(withNul),
    String.raw`printf %b 'a\0000\\n' |`,
  );
  assertEquals(SNIPPETS.get("wscat")!(withNul), "npx wscat -c 'ws://a/[1-3]'");
});
