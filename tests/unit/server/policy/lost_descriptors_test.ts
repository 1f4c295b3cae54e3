import { assertEquals } from "@std/assert";
import { areDescriptorsLost } from "../../../../server/policy/lost_descriptors.ts";

Deno.test("areDescriptorsLost() takes many, most of them, and a listener that fails for long", () => {
  assertEquals(areDescriptorsLost(1000, 999, 30_000), true);
  assertEquals(areDescriptorsLost(999, 0, 30_000), false);
  assertEquals(areDescriptorsLost(1000, 1000, 30_000), false);
  assertEquals(areDescriptorsLost(1000, 0, 29_999), false);
});
