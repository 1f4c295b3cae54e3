import { assertEquals } from "@std/assert";
import { listItems } from "../../../../server/policy/list_header.ts";

Deno.test("listItems() cuts blanks and tabs around elements, and empty elements", () => {
  assertEquals(listItems(null), []);
  assertEquals(listItems(" ,\t, "), []);
  assertEquals(listItems(" a b\t,c, \td "), ["a b", "c", "d"]);
  assertEquals(listItems("a,\xa0b\v"), ["a", "\xa0b\v"]);
});
