import { assertEquals, assertStringIncludes } from "@std/assert";
import { SNIPPETS } from "../../../static/snippets.js";

const EXCHANGE = {
  url: "ws://127.0.0.1:8765/?a=b&c='d'",
  protocols: ["v2.chat", "v1.chat"],
  message: 'it\'s "quoted" $HOME\n\u202eñ👩',
};

function write(name: string, exchange = EXCHANGE): string {
  return SNIPPETS.get(name)!(exchange);
}

Deno.test("SNIPPETS quote the address and the message for a shell", () => {
  for (const name of ["websocat", "wscat"]) {
    assertStringIncludes(write(name), `'ws://127.0.0.1:8765/?a=b&c='\\''d'\\'''`);
    assertStringIncludes(write(name), `'it'\\''s "quoted" $HOME\n`);
  }
  assertStringIncludes(write("curl"), `'http://127.0.0.1:8765/?a=b&c='\\''d'\\'''`);
  assertStringIncludes(write("curl"), "'Sec-WebSocket-Protocol: v2.chat, v1.chat'");
});

Deno.test("SNIPPETS write literals that show what they are", () => {
  for (const name of ["JavaScript (browser, Deno, Node 22)", "Python"]) {
    assertStringIncludes(write(name), String.raw`"it's \"quoted\" $HOME\n\u202eñ👩"`);
    assertStringIncludes(write(name), '["v2.chat","v1.chat"]');
  }
});

Deno.test("SNIPPETS leave out what is not asked for", () => {
  const plain = { url: "ws://a/", protocols: [], message: "" };
  assertEquals(write("wscat", plain), "npx wscat -c 'ws://a/'");
  for (const name of SNIPPETS.keys()) assertEquals(/protocol/i.test(write(name, plain)), false);
});
