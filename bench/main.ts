/**
 * Measures eco beside other echo servers, on Linux: `deno task bench --help`.
 *
 * @module
 */
import { Command } from "commander";
import { drawChart } from "./chart.ts";
import { describeMachine } from "./machine.ts";
import { measure, type Measured } from "./measure.ts";
import { type Contestant, ecoOf, findOthers } from "./servers.ts";
import { ROWS, SCALE_ROWS } from "./rows.ts";
import { becomeClient } from "./server.ts";
import { writeTable } from "./table.ts";

const RESULTS = new URL("results/", import.meta.url);

interface Options {
  readonly rounds: string;
  readonly seconds: string;
  readonly row: string;
  readonly server: string;
  readonly against?: string;
  readonly scale?: true;
  readonly smoke?: true;
  readonly save?: true;
  readonly json?: true;
}

function readOptions(): Options {
  return new Command("bench")
    .description("Measure eco beside other echo servers: processor time for a message, and more.")
    .option("--rounds <number>", "how often each server has its turn", "5")
    .option("--seconds <number>", "how long a turn is measured", "2")
    .option("--row <text>", "only rows with this in their names", "")
    .option("--server <text>", "only other servers with this in their names", "")
    .option("--against <folder>", "another tree of eco in place of other servers, for a change")
    .option("--scale", "more and more connections, with 1 and 2 workers")
    .option("--smoke", "one short round, to see that all of it works; its figures mean nothing")
    .option("--save", "keep the result in bench/results, and draw the chart again")
    .option("--json", "print one JSON document at the end")
    .parse()
    .opts();
}

/** The first is what the others are compared to; the second is the same, and shows the noise. */
function chooseContestants({ against, scale, server: wished }: Options): Contestant[] {
  if (scale) return [ecoOf("1 worker"), ecoOf("2 workers", undefined, { ECO_WORKERS: "2" })];
  const own = [ecoOf("eco"), ecoOf("eco again")];
  if (against) return [...own, ecoOf(against, against)];
  return [
    ...own,
    ...findOthers().filter((contestant): contestant is Contestant => {
      if ("reason" in contestant) {
        console.error(`Skipped ${contestant.name}: ${contestant.reason}.`);
      }
      return !("reason" in contestant) && contestant.name.includes(wished);
    }),
  ];
}

/** What is kept of a run: plain figures, from which all that is shown was made. */
function resultOf(rows: readonly Measured[], options: Options) {
  const { rounds, seconds } = options;
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    rounds: Number(rounds),
    seconds: Number(seconds),
    rows: rows.map(({ row: { name, figures }, byServer }) => ({
      name,
      figures: figures.map(({ name }) => name),
      byServer: Object.fromEntries(byServer),
    })),
  };
}

async function main(): Promise<void> {
  const given = readOptions();
  const options = given.smoke ? { ...given, rounds: "1", seconds: "0.1" } : given;
  const measureMs = Number(options.seconds) * 1000;
  const timing = { rounds: Number(options.rounds), warmUpMs: measureMs / 2, measureMs };
  const contestants = chooseContestants(options);
  becomeClient();
  const rows: Measured[] = [];
  for (const row of options.scale ? SCALE_ROWS : ROWS) {
    if (!row.name.includes(options.row)) continue;
    const reason = row.whySkipped?.();
    if (reason) console.error(`Skipped ${row.name}: ${reason}.\n`);
    if (reason) continue;
    const measured = await measure(row, contestants, timing);
    rows.push(measured);
    if (!options.json) console.log(`${writeTable(measured)}\n`);
  }
  const result = resultOf(rows, options);
  if (options.json) console.log(JSON.stringify(result, null, 2));
  else console.log(`× is how many times as good as ${contestants[0].name}: median (least–most)`);
  if (!options.save) return;
  Deno.mkdirSync(RESULTS, { recursive: true });
  const name = `${result.date}${options.scale ? "-scale" : ""}`;
  Deno.writeTextFileSync(new URL(`${name}.json`, RESULTS), JSON.stringify(result) + "\n");
  if (options.scale) return;
  const ofMessages = rows.filter(({ row }) => row.figures[0].name.endsWith("/message"));
  const title =
    `Messages for the same processor time, eco = 1 (${result.machine.runtime}, ${name})`;
  Deno.writeTextFileSync(new URL("chart.svg", RESULTS), drawChart(ofMessages, title));
}

if (Deno.build.os !== "linux") {
  console.error("error: Cannot measure here as processor time is read from /proc: use Linux");
  Deno.exit(2);
}
await main();
