import { assertEquals } from "@std/assert";
import { socketUrl } from "../../../static/socket_url.js";

Deno.test("socketUrl() is the server of the page", () => {
  assertEquals(socketUrl("http://127.0.0.1:8765/"), "ws://127.0.0.1:8765/");
  assertEquals(socketUrl("http://[::1]:8765/index.html"), "ws://[::1]:8765/");
});

Deno.test("socketUrl() keeps TLS and the folder that a proxy adds, and nothing else", () => {
  assertEquals(socketUrl("https://example.org/eco/"), "wss://example.org/eco/");
  assertEquals(socketUrl("https://example.org/a/b/index.html?x=/y/#/z/"), "wss://example.org/a/b/");
});
