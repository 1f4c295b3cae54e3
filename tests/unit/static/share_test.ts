import { assertEquals } from "@std/assert";
import {
  fromFragment,
  parseAddress,
  parseProtocols,
  socketUrl,
  toFragment,
} from "../../../static/share.js";

Deno.test("toFragment() writes what fromFragment() reads", () => {
  const empty = { url: "ws://a/", protocols: "", message: "", kind: "" };
  const url = "wss://example.org/?a=1&b=#2";
  for (
    const shared of [empty, { url, protocols: "a,b", message: "¡hola!\n<b>&=#", kind: "json" }]
  ) {
    assertEquals(fromFragment(`#${toFragment(shared)}`), shared);
  }
  assertEquals(toFragment(empty), "url=ws%3A%2F%2Fa%2F");
  for (const fragment of ["", "#", "#top", "#a=b"]) assertEquals(fromFragment(fragment), undefined);
});

Deno.test("parseProtocols() reads tokens, each given once", () => {
  assertEquals(parseProtocols(""), []);
  assertEquals(parseProtocols(" v2.chat , v1.chat,"), ["v2.chat", "v1.chat"]);
  for (const text of ["a b", "a;b", "ñ", "a,a"]) {
    assertEquals(parseProtocols(text), undefined, text);
  }
});

Deno.test("parseAddress() reads what people type and paste", () => {
  for (
    const [text, url] of [
      [" ws://a ", "ws://a/"],
      ["WSS://a/b?c=d", "wss://a/b?c=d"],
      ["http://a/b", "ws://a/b"],
      ["HTTPS://a", "wss://a/"],
      ["localhost:8080/x", "ws://localhost:8080/x"],
      [" 'ws://a/' ", "ws://a/"],
      ["<wss://a/>", "wss://a/"],
      ["wss://exam\n ple.org/\tchat", "wss://example.org/chat"],
    ]
  ) assertEquals(parseAddress(text), url);
  assertEquals(parseAddress("example.org", true), "wss://example.org/");
  const wrong = ["", "ws://", "ws://a/#b", "javascript:alert(1)", "ftp://a", "a:99999"];
  for (const text of wrong) assertEquals(parseAddress(text), undefined, text);
});

Deno.test("socketUrl() keeps TLS and the folder that a proxy adds, and nothing else", () => {
  for (
    const [page, socket] of [
      ["http://127.0.0.1:8765/", "ws://127.0.0.1:8765/"],
      ["http://[::1]:8765/index.html", "ws://[::1]:8765/"],
      ["https://example.org/eco/", "wss://example.org/eco/"],
      ["https://example.org/a/b/index.html?x=/y/#/z/", "wss://example.org/a/b/"],
    ]
  ) assertEquals(socketUrl(page), socket);
});
