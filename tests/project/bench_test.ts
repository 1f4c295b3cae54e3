import { assertEquals, assertMatch } from "@std/assert";
import { writeCell } from "../../bench/table.ts";
import { DEADLINE_MS } from "../support/deadline.ts";
import { testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";

const RUN = ["run", "read", "write", "env", "net", "sys", "linux", "twoCores", "taskset"] as const;

function startBench(...args: string[]): Program {
  return new Program(Deno.execPath(), ["task", "--quiet", "bench", ...args], { isGroup: true });
}

Deno.test("the table of the bench shows eco's median, and ratios of figures of one round", () => {
  const eco = [2, 8, 0];
  assertEquals(writeCell(eco, eco, "µs"), "2 µs");
  assertEquals(writeCell(eco, [1, 4, 0], "µs"), "2.00 (1.50–2.00)");
});

const MISTAKES = [
  ["--rounds", "x"],
  ["--seconds", "0"],
  ["--max-clients", "1"],
  ["--against", "no/such/folder"],
];

testWith(RUN, "the bench refuses in one line what it cannot measure, exit 2", async () => {
  for (const args of MISTAKES) {
    await using bench = startBench(...args);
    const { code, stderr } = await bench.ended();
    assertEquals([code, stderr.match(/^error: [^\n]+\n$/) !== null], [2, true], stderr);
  }
});

const ALL = ["eco", "eco again", "bare Deno", "Bun", "Node ws", "Python websockets"];
const DENO = ALL.slice(0, 3);
/** Rows that not all servers have. */
const SERVERS_OF_ROW: Record<string, readonly string[]> = {
  "10,000 connections": DENO,
  "the page": DENO,
  "a message shown": DENO,
  "probe": DENO,
  "stop": ["eco", "eco again"],
  "replies lost": DENO,
};

testWith(RUN, "every row of the bench has figures of each server, or says why not", async () => {
  const small = ["--rounds", "1", "--seconds", "0.02", "--max-clients", "10"];
  await using bench = startBench(...small, "--json");
  const { code, stdout, stderr } = await bench.ended(10 * DEADLINE_MS);
  assertEquals(code, 0, stderr);
  const { rows } = JSON.parse(stdout);
  assertEquals(rows.length, 16);
  for (const { name, figures, missing } of rows) {
    for (const server of ALL) {
      const isMeasured = (SERVERS_OF_ROW[name] ?? ALL).includes(server);
      const expected = isMeasured ? /^(measured|needs .+|not installed)$/ : /^(–|not installed)$/;
      const isFinite = figures[server]?.every(Number.isFinite);
      assertMatch(isFinite ? "measured" : missing[server], expected, `${name} of ${server}`);
    }
  }
});

testWith(RUN, "the table of the bench says that Chromium is missing", async () => {
  const args = ["task", "--quiet", "bench", "--row", "a message shown"];
  const env = { ECO_CHROMIUM: "no/such/program" };
  await using bench = new Program(Deno.execPath(), args, { isGroup: true, env });
  const { code, stdout, stderr } = await bench.ended();
  assertEquals(code, 0, stderr);
  assertMatch(stdout, /^\| a message shown +\|( needs Chromium +\|){3}/m);
});
