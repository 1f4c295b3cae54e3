import { assert, assertEquals } from "@std/assert";
import { seededRandom } from "../../../../server/policy/random.ts";

const draw = (seed: number, count: number) => Array.from({ length: count }, seededRandom(seed));

Deno.test("seededRandom() draws the same for the same seed, and evenly", () => {
  for (const seed of [0, 7, 2 ** 32 - 1]) {
    const numbers = draw(seed, 100_000);
    assertEquals(draw(seed, 100_000), numbers);
    for (const edge of [0.1, 0.5, 0.9]) {
      const share = numbers.filter((number) => number < edge).length / numbers.length;
      assert(Math.abs(share - edge) < 0.01, `${seed} ${edge} ${share}`);
    }
    assert(numbers.every((number) => number >= 0 && number < 1));
  }
});

Deno.test("seededRandom() stays the same from one version to the next", () => {
  const permille = draw(7, 3).map((number) => Math.floor(number * 1000));
  assertEquals(permille, [137, 451, 998]);
});
