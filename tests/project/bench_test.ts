import { assert, assertEquals } from "@std/assert";
import { writeMedian, writeRatio } from "../../bench/table.ts";
import { DEADLINE_MS } from "../support/deadline.ts";
import { testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";

const RUN = ["run", "read", "write", "env", "net", "sys", "linux", "twoCores", "taskset"] as const;

function startBench(...args: string[]): Program {
  return new Program(Deno.execPath(), ["task", "--quiet", "bench", ...args], { isGroup: true });
}

Deno.test("the table of the bench shows eco's median, and ratios of figures of one round", () => {
  assertEquals(writeMedian([2, 8, 4], "µs"), "4 µs");
  assertEquals(writeRatio([2, 8, 4], [1, 4, 8]), "2.00 (1.25–2.00)");
  assertEquals(writeRatio([0, 0], [0, 40]), "0.50 (0.25–0.75)");
});

testWith(RUN, "the bench refuses in one line what it cannot measure, exit 2", async () => {
  for (
    const args of [["--rounds", "x"], ["--seconds", "0"], ["--connections", "1"], [
      "--against",
      "no/such/folder",
    ]]
  ) {
    await using bench = startBench(...args);
    const { code, stderr } = await bench.ended();
    assertEquals([code, stderr.match(/^error: [^\n]+\n$/) !== null], [2, true], stderr);
  }
});

/** Rows that not every server has, with those that do. */
const ROWS_OF_FEW: Record<string, readonly string[]> = {
  "the page": ["eco", "eco again", "bare Deno"],
  "a message shown": ["eco", "eco again", "bare Deno"],
  "probe": ["eco", "eco again", "bare Deno"],
  "stop": ["eco", "eco again"],
  "replies lost by a stop": ["eco", "eco again", "bare Deno"],
};

testWith(RUN, "the bench measures every server that is installed in every row", async () => {
  const small = ["--rounds", "1", "--seconds", "0.05", "--connections", "100"];
  await using bench = startBench(...small, "--json");
  const { code, stdout, stderr } = await bench.ended(10 * DEADLINE_MS);
  assertEquals(code, 0, stderr);
  const { rows, missing } = JSON.parse(stdout);
  assertEquals(rows.length, 16);
  const all = ["eco", "eco again", "bare Deno", "Bun", "Node ws", "Python websockets"];
  const present = all.filter((name) => !missing.includes(name));
  for (const { name, figures, whyNot } of rows) {
    assertEquals(Object.keys(figures), whyNot ? [] : ROWS_OF_FEW[name] ?? present, name);
    const values: number[] = Object.values<number[]>(figures).flat();
    assert(values.every((value) => value >= 0), `${name}: ${values}`);
    if (name === "replies lost by a stop") {
      assertEquals([...figures.eco, ...figures["eco again"]].some((v) => v > 0), false);
    }
  }
});

testWith(RUN, "the bench says in the table what cannot be measured here", async () => {
  await using bench = startBench("--rounds", "1", "--row", "many", "--connections", "2000000000");
  const { code, stdout, stderr } = await bench.ended();
  assertEquals(
    [code, stdout.match(/^\| many connections +\| needs \d+ file descriptors/m) !== null],
    [0, true],
    stdout + stderr,
  );
});
