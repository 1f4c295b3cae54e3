import { assertEquals, assertThrows } from "@std/assert";
import { checkBasePath, pathBelow } from "../../../../server/policy/base_path.ts";

Deno.test("checkBasePath wants a URL's path from slash to slash", () => {
  for (const good of ["/", "/echo/", "/a/b/", "/%C3%B1/"]) checkBasePath(good);
  for (const bad of ["", "echo/", "/echo", "//echo/", "/a/../", "/ñ/", "/?/", "http://x/"]) {
    assertThrows(() => checkBasePath(bad), RangeError, JSON.stringify(bad));
  }
});

Deno.test("pathBelow takes the base path off, and has nothing for what is elsewhere", () => {
  assertEquals(pathBelow("/", "/client.js"), "/client.js");
  assertEquals(pathBelow("/a/b/", "/a/b/client.js"), "/client.js");
  assertEquals(pathBelow("/a/b/", "/a/b/"), "/");
  for (const elsewhere of ["/", "/a/b", "/a/", "/client.js", "/healthz", "/a/bc", "/A/B/"]) {
    assertEquals(pathBelow("/a/b/", elsewhere), undefined);
  }
});
