import { assert, assertEquals } from "@std/assert";
import { answerOf, requestOf } from "../../../../static/explain/handshake.js";
import type { HandshakeLine } from "../../../../static/types.ts";
import { PANEL_TEXTS } from "../../../../static/i18n/en_explain.js";

const FACTS = {
  url: "wss://example.org/chat?x=1",
  origin: "https://page.example",
  offered: ["v2", "v1"],
  protocol: "v2",
  extensions: "",
};
const KEY = "AQIDBAUGBwgJCgsMDQ4PEA=="; // RFC 6455 §4.1, the note on the key

const linesOf = (lines: readonly HandshakeLine[]) => lines.map(({ line }) => line).join("\n");

Deno.test("requestOf() and answerOf() show what the rules call for, with the RFC's key", async () => {
  assertEquals(
    linesOf(requestOf(FACTS)),
    `GET /chat?x=1 HTTP/1.1
Host: example.org
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Sec-WebSocket-Version: 13
Sec-WebSocket-Protocol: v2, v1
Origin: https://page.example`,
  );
  assertEquals(
    linesOf(await answerOf(FACTS)),
    `HTTP/1.1 101 Switching Protocols
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
Sec-WebSocket-Protocol: v2
`,
  );
});

Deno.test("requestOf() and answerOf() show what arrived if that is known", async () => {
  const headers = { via: "1.1 p", "sec-websocket-key": KEY, host: "h", accept: "*/*", dnt: "1" };
  const facts = { ...FACTS, headers, protocol: "", extensions: "permessage-deflate" };
  assertEquals(requestOf(facts).slice(1), [
    { line: "Host: h", note: "Host" },
    { line: `Sec-WebSocket-Key: ${KEY}`, note: "Sec-WebSocket-Key" },
    { line: "via: 1.1 p", note: "proxy" },
    { line: "accept: */*\ndnt: 1", note: "other" },
  ]);
  const answer = await answerOf(facts);
  const notes = answer.map(({ note }) => note);
  assertEquals(notes, ["101", "answered", "answered", "accept", "noneChosen", "extensions"]);
  // openssl sha1 -binary | base64
  assertEquals(answer[3].line, "Sec-WebSocket-Accept: C/0nmHhBztSRGR1CwL6Tf4ZjwpY=");
  for (const { note } of [...requestOf(FACTS), ...requestOf(facts), ...answer]) {
    assert(note in PANEL_TEXTS.explain.notes, note);
  }
});
