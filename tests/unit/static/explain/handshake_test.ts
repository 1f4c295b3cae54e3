import { assert, assertEquals } from "@std/assert";
import { acceptOf, answerOf, requestOf } from "../../../../static/explain/handshake.js";
import { EXPLAIN_TEXTS } from "../../../../static/explain/texts.js";

const FACTS = {
  url: "wss://example.org/chat?x=1",
  origin: "https://page.example",
  offered: ["v2", "v1"],
  protocol: "v2",
  extensions: "",
};
const KEY = "AQIDBAUGBwgJCgsMDQ4PEA=="; // RFC 6455 §4.1, the note on the key

Deno.test("acceptOf() computes the answer to a key", async () => {
  assertEquals(await acceptOf("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  // openssl sha1 -binary | base64
  assertEquals(await acceptOf(KEY), "C/0nmHhBztSRGR1CwL6Tf4ZjwpY=");
});

Deno.test("requestOf() and answerOf() show what the rules call for, with the RFC's key", async () => {
  assertEquals(requestOf(FACTS).map(({ line }) => line), [
    "GET /chat?x=1 HTTP/1.1",
    "Host: example.org",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Protocol: v2, v1",
    "Origin: https://page.example",
  ]);
  assertEquals((await answerOf(FACTS)).map(({ line }) => line), [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    "Sec-WebSocket-Protocol: v2",
    "",
  ]);
});

Deno.test("requestOf() and answerOf() show what arrived where that is known", async () => {
  const headers = {
    "via": "1.1 p",
    "sec-websocket-key": KEY,
    "host": "h",
    "accept": "*/*",
    "dnt": "1",
  };
  const facts = { ...FACTS, headers, protocol: "", extensions: "permessage-deflate" };
  assertEquals(requestOf(facts).slice(1), [
    { line: "Host: h", note: "Host" },
    { line: `Sec-WebSocket-Key: ${KEY}`, note: "Sec-WebSocket-Key" },
    { line: "via: 1.1 p", note: "proxy" },
    { line: "accept: */*\ndnt: 1", note: "other" },
  ]);
  const notes = (await answerOf(facts)).map(({ note }) => note);
  assertEquals(notes, ["101", "answered", "answered", "accept", "noneChosen", "extensions"]);
});

Deno.test("whatever stands in a handshake has a note in each language", async () => {
  const all = [
    ...requestOf(FACTS),
    ...await answerOf(FACTS),
    ...requestOf({ ...FACTS, headers: {} }),
  ];
  for (const { note } of all) assert(note in EXPLAIN_TEXTS.en.notes, note);
});
