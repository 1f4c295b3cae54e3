import { assertEquals } from "@std/assert";
import {
  isForeignToBrowsers,
  isProxyField,
  listItems,
} from "../../../../static/shared/header_fields.js";

Deno.test("isProxyField() and isForeignToBrowsers() know what comes from a proxy", () => {
  for (
    const [name, isProxy, isForeign] of [
      ["via", true, true],
      ["forwarded", true, true],
      ["x-forwarded-for", true, true],
      ["x-real-ip", true, true],
      ["x-request-id", false, true],
      ["origin", false, false],
    ] as const
  ) assertEquals([isProxyField(name), isForeignToBrowsers(name)], [isProxy, isForeign], name);
});

Deno.test("listItems() cuts spaces and tabs around elements, and empty elements", () => {
  assertEquals(listItems(null), []);
  assertEquals(listItems(" ,\t, "), []);
  assertEquals(listItems(" a b\t,c, \td "), ["a b", "c", "d"]);
  assertEquals(listItems("a,\xa0b\v"), ["a", "\xa0b\v"]);
});
