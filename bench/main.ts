/**
 * Measures eco beside other echo servers, on Linux: `deno task bench --help`.
 *
 * @module
 */
import { drawChart } from "./chart.ts";
import { describeMachine } from "./machine.ts";
import { measure, type Measured } from "./measure.ts";
import { type Options, pickNamed, readOptions } from "./options.ts";
import { type Row, ROWS, SCALE_ROWS } from "./rows.ts";
import { becomeClient } from "./server.ts";
import { type Contestant, ecoOf, findOthers } from "./servers.ts";
import { writeTable } from "./table.ts";

const RESULTS = new URL("results/", import.meta.url);

/** The first is what the others are compared to; the second is the same, and shows the noise. */
function chooseContestants({ against, scale, server }: Options): Contestant[] {
  if (scale) return [ecoOf("1 worker"), ecoOf("2 workers", undefined, { ECO_WORKERS: "2" })];
  const own = [ecoOf("eco"), ecoOf("eco again")];
  if (against) return [...own, ecoOf(against, against)];
  const others = pickNamed(findOthers(), server, "--server");
  for (const other of others) {
    if ("reason" in other) console.error(`Skipped ${other.name}: ${other.reason}.`);
  }
  return [...own, ...others.filter((other) => "command" in other)];
}

/** What is kept of a run: plain figures, from which all that is shown was made. */
function resultOf(rows: readonly Measured[], options: Options) {
  const { rounds, seconds } = options;
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    rounds,
    seconds,
    rows: rows.map(({ row: { name, figures }, byServer }) => ({
      name,
      figures: figures.map(({ name }) => name),
      byServer: Object.fromEntries(byServer),
    })),
  };
}

/** Measures row by row, and shows each when it is there unless all come as JSON. */
async function run(
  rows: readonly Row[],
  contestants: readonly Contestant[],
  { rounds, seconds, json }: Options,
): Promise<Measured[]> {
  const measureMs = seconds * 1000;
  const timing = { rounds, warmUpMs: measureMs / 2, measureMs };
  const all: Measured[] = [];
  for (const row of rows) {
    const reason = row.whySkipped?.();
    if (reason) console.error(`Skipped ${row.name}: ${reason}.\n`);
    if (reason) continue;
    const measured = await measure(row, contestants, timing);
    all.push(measured);
    if (!json) console.log(`${writeTable(measured)}\n`);
  }
  return all;
}

function save(rows: readonly Measured[], result: ReturnType<typeof resultOf>, scale = false): void {
  Deno.mkdirSync(RESULTS, { recursive: true });
  const name = `${result.date}${scale ? "-scale" : ""}`;
  Deno.writeTextFileSync(new URL(`${name}.json`, RESULTS), JSON.stringify(result) + "\n");
  if (scale) return;
  const ofMessages = rows.filter(({ row }) => row.figures[0].name.endsWith("/message"));
  const title =
    `Messages for the same processor time, eco = 1 (${result.machine.runtime}, ${name})`;
  Deno.writeTextFileSync(new URL("chart.svg", RESULTS), drawChart(ofMessages, title));
}

async function main(): Promise<void> {
  const options = readOptions(Deno.args);
  if (Deno.build.os !== "linux") {
    throw new RangeError("Cannot measure here as processor time is read from /proc: use Linux");
  }
  const chosen = pickNamed(options.scale ? SCALE_ROWS : ROWS, options.row, "--row");
  const contestants = chooseContestants(options);
  becomeClient();
  const rows = await run(chosen, contestants, options);
  const result = resultOf(rows, options);
  if (options.json) console.log(JSON.stringify(result, null, 2));
  else console.log(`× is how many times as good as ${contestants[0].name}: median (least–most)`);
  if (options.save) save(rows, result, options.scale);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  console.error(`error: ${error.message}`);
  Deno.exit(2);
}
