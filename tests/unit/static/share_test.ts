import { assertEquals } from "@std/assert";
import { fromFragment, parseAddress, parseProtocols, toFragment } from "../../../static/share.js";

Deno.test("toFragment() writes what fromFragment() reads", () => {
  const shared = {
    url: "wss://example.org/?a=1&b=#2",
    protocols: "a,b",
    message: "¡hola!\n<b>&=#",
    kind: "json",
  };
  assertEquals(fromFragment(`#${toFragment(shared)}`), shared);
  const empty = { url: "ws://a/", protocols: "", message: "", kind: "" };
  assertEquals(toFragment(empty), "url=ws%3A%2F%2Fa%2F");
  assertEquals(fromFragment(toFragment(empty)), empty);
});

Deno.test("fromFragment() leaves fragments alone that are not ours", () => {
  for (const fragment of ["", "#", "#top", "#a=b"]) assertEquals(fromFragment(fragment), undefined);
});

Deno.test("parseProtocols() reads tokens, each given once", () => {
  assertEquals(parseProtocols(""), []);
  assertEquals(parseProtocols(" v2.chat , v1.chat,"), ["v2.chat", "v1.chat"]);
  for (const text of ["a b", "a;b", "ñ", "a,a"]) {
    assertEquals(parseProtocols(text), undefined, text);
  }
});

Deno.test("parseAddress() reads WebSocket URLs alone", () => {
  assertEquals(parseAddress(" ws://a "), "ws://a/");
  assertEquals(parseAddress("WSS://a/b?c=d"), "wss://a/b?c=d");
  for (
    const text of ["", "a", "http://a", "ws://", "ws://a/#b", "ws://a b", "javascript:alert(1)"]
  ) {
    assertEquals(parseAddress(text), undefined, text);
  }
});
