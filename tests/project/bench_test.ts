import { assert, assertEquals } from "@std/assert";
import { writeCells } from "../../bench/table.ts";
import { DEADLINE_MS } from "../support/deadline.ts";
import { testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";

const RUN = ["run", "read", "write", "env", "net", "sys", "linux", "twoCores", "taskset"] as const;

function startBench(...args: string[]): Program {
  return new Program(Deno.execPath(), ["task", "--quiet", "bench", ...args], { isGroup: true });
}

Deno.test("the table of the bench shows eco's median, and ratios of figures of one round", () => {
  const figures = [[2, 8, 4], [1, 4, 8], undefined as unknown as number[]];
  assertEquals(writeCells(figures, "µs"), ["4 µs", "2.00 (1.25–2.00)", "–"]);
});

testWith(RUN, "the bench refuses in one line what it cannot measure, exit 2", async () => {
  for (const args of [["--rounds", "x"], ["--seconds", "0"], ["--against", "no/such/folder"]]) {
    await using bench = startBench(...args);
    const { code, stderr } = await bench.ended();
    assertEquals([code, stderr.match(/^error: [^\n]+\n$/) !== null], [2, true], stderr);
  }
});

testWith(RUN, "the bench measures every server that is installed in every row", async () => {
  await using bench = startBench("--rounds", "1", "--seconds", "0.1", "--json");
  const { code, stdout, stderr } = await bench.ended(10 * DEADLINE_MS);
  assertEquals(code, 0, stderr);
  const { rows, missing } = JSON.parse(stdout);
  assertEquals(rows.length, 11);
  const own = ["eco", "eco again", "bare Deno"];
  const others = ["Bun", "Node ws", "Python websockets"].filter((name) => !missing.includes(name));
  for (const { name, figures } of rows) {
    assertEquals(Object.keys(figures), name === "the page" ? own : [...own, ...others], name);
    const values: number[] = Object.values<number[]>(figures).flat();
    assert(values.every((value) => value >= 0), `${name}: ${values}`);
  }
});
