import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { drawChart } from "../../bench/chart.ts";
import type { Measured } from "../../bench/measure.ts";
import { measure } from "../../bench/measure.ts";
import type { Contestant } from "../../bench/servers.ts";
import { pickNamed, readOptions } from "../../bench/options.ts";
import { ratioOf, spreadOf } from "../../bench/ratios.ts";
import type { Row } from "../../bench/rows.ts";
import { writeTable } from "../../bench/table.ts";

const TIMING = { rounds: 2, warmUpMs: 0, measureMs: 0 };

/** A row whose figures depend on the server's name and the turn alone. */
function fakeRow(turns: string[]): Row {
  return {
    name: "fake",
    figures: [{ name: "µs", isMoreBetter: false }, { name: "messages/s", isMoreBetter: true }],
    measure({ name }) {
      turns.push(name);
      return Promise.resolve(name === "eco" ? [2, 1000] : [4, 1500]);
    },
  };
}

function contestant(name: string, hasPage = true): Contestant {
  return { name, command: () => [], hasPage };
}

Deno.test("spreadOf() returns the middle of figures and how far they go apart", () => {
  assertEquals(spreadOf([3]), { median: 3, min: 3, max: 3 });
  assertEquals(spreadOf([10, 1, 4]), { median: 4, min: 1, max: 10 });
  assertEquals(spreadOf([10, 1, 4, 6]), { median: 5, min: 1, max: 10 });
});

Deno.test("ratioOf() compares each figure with the one of the same round; above 1 is better", () => {
  assertEquals(ratioOf([2, 8], [1, 4], true), { median: 2, min: 2, max: 2 });
  assertEquals(ratioOf([2, 8], [1, 2], false), { median: 0.375, min: 0.25, max: 0.5 });
});

Deno.test("measure() gives servers their turns there and back, and pages to those that have one", async () => {
  const turns: string[] = [];
  const row = fakeRow(turns);
  const { byServer } = await measure(row, [contestant("eco"), contestant("other", false)], TIMING);
  assertEquals(turns, ["eco", "other", "other", "eco"]);
  assertEquals(byServer.get("other"), [[4, 1500], [4, 1500]]);
  const pages = await measure({ ...row, needsPage: true }, [
    contestant("eco"),
    contestant("x", false),
  ], TIMING);
  assertEquals([...pages.byServer.keys()], ["eco"]);
});

async function measured(): Promise<Measured> {
  return await measure(fakeRow([]), [contestant("eco"), contestant("other")], TIMING);
}

Deno.test("writeTable() shows figures, and ratios to the first server", async () => {
  const [name, own, other] = writeTable(await measured()).split("\n");
  assertEquals(name, "fake");
  assertMatch(own, /^ {2}eco +2 µs +1,000 messages\/s$/);
  assertMatch(other, /^ {2}other +4 µs +×0\.50 \(0\.50–0\.50\) +1,500 messages\/s +×1\.50 /);
});

Deno.test("drawChart() draws a bar for each server, as long as its ratio", async () => {
  const contestants = [contestant("eco"), contestant("<other> & co")];
  const chart = drawChart([await measure(fakeRow([]), contestants, TIMING)], "Title");
  assertEquals(Array.from(chart.matchAll(/<rect [^>]*width="(\d+)"/g), ([, width]) => width), [
    "210",
    "105",
  ]);
  assertMatch(chart, /<title>Title<\/title>/);
  assertMatch(chart, />&lt;other> &amp; co</);
});

Deno.test("drawChart() says where a bar is cut", async () => {
  const row: Row = {
    ...fakeRow([]),
    measure: ({ name }) => Promise.resolve([name === "b" ? 1 : 8]),
  };
  const chart = drawChart(
    [await measure(row, [contestant("a"), contestant("b")], TIMING)],
    "Title",
  );
  assertMatch(chart, /width="420"[^>]*\/><text [^>]*>8\.00 \(bar cut at 2\)</);
});

Deno.test("readOptions() reads numbers, and a smoke test is short", () => {
  assertEquals(readOptions([]), { rounds: 5, seconds: 2 });
  const some = ["--rounds", "1", "--seconds", "500ms", "--scale", "--save"];
  assertEquals(readOptions(some), { rounds: 1, seconds: 0.5, scale: true, save: true });
  assertEquals(readOptions(["--smoke"]), { rounds: 1, seconds: 0.1, smoke: true });
});

Deno.test("readOptions() refuses what would measure nothing, or keep a part of a result", () => {
  const refusal = (...args: string[]) => assertThrows(() => readOptions(args), RangeError).message;
  for (const text of ["x", "0", "1.5", ""]) {
    assertEquals(
      refusal("--rounds", text),
      `Cannot measure as --rounds must be an integer from 1 to 1000: current value is "${text}"`,
    );
  }
  assertMatch(refusal("--seconds", "0"), /^Cannot measure as --seconds must be a time from 0\.1 /);
  for (const part of [["--smoke"], ["--against", "."], ["--row", "start"], ["--server", "Bun"]]) {
    assertEquals(
      refusal("--save", ...part),
      `Cannot measure as --save keeps a whole result and does not go with ${part[0]}: ` +
        "leave out one of them",
    );
  }
});

Deno.test("pickNamed() picks by a part of the name, and says which names there are", () => {
  const all = [{ name: "Node ws" }, { name: "Bun" }];
  assertEquals(pickNamed(all, undefined, "--server"), all);
  assertEquals(pickNamed(all, "ws", "--server"), [{ name: "Node ws" }]);
  assertEquals(
    assertThrows(() => pickNamed(all, "Go", "--server"), RangeError).message,
    'Cannot measure as --server must be in one of the names "Node ws", "Bun": ' +
      'current value is "Go"',
  );
});
