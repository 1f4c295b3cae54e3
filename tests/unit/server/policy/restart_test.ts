import { assertEquals } from "@std/assert";
import { judgeDeath } from "../../../../server/policy/restart.ts";

Deno.test("judgeDeath() waits twice as long each time, and gives up in the end", () => {
  const verdicts = [1, 2, 3, 4, 5, 6].map(judgeDeath);
  assertEquals(verdicts.slice(0, 5).map((verdict) => "delayMs" in verdict && verdict.delayMs), [
    100,
    200,
    400,
    800,
    1600,
  ]);
  assertEquals(verdicts[5], { kind: "stop" });
});
