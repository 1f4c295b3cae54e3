// Measures eco beside other echo servers, on Linux: `deno task bench --help`.
import { Command, InvalidArgumentError } from "commander";
import { answers } from "../tests/support/needs.ts";
import { measureStart, ROWS } from "./rows.ts";
import { findServers } from "./servers.ts";
import { writeCells, writeLine } from "./table.ts";

function parsePositive(text: string): number {
  if (Number(text) > 0 && Number(text) < Infinity) return Number(text);
  throw new InvalidArgumentError("It must be a number above 0.");
}

const command = new Command("bench")
  .description("Measure eco beside other echo servers: processor time for a message, and more.")
  .option("--rounds <number>", "turns of each server", parsePositive, 5)
  .option("--seconds <number>", "how long a server is kept busy in a turn", parsePositive, 2)
  .option("--row <text>", "only rows with this text in their names", "")
  .option("--against <folder>", "another checkout of eco, instead of other servers")
  .option("--json", "print all figures as one JSON document, instead of the table")
  .exitOverride(({ exitCode }) => Deno.exit(exitCode && 2))
  .parse(Deno.args, { from: "user" });
const { rounds, seconds, row: text, against, json } = command.opts();
// The clients, which are this process, take core 1, so that they take no time from the server.
if (!answers("taskset", ["-a", "-c", "-p", "1", `${Deno.pid}`])) {
  command.error("error: the bench needs Linux, two cores and taskset");
}
const all = findServers(against);
const present = all.filter(({ command }) => command.length > 0);
const missing = all.filter(({ command }) => command.length === 0).map(({ name }) => name);
// Deno keeps compiled code for the next start; the starts that are measured find it.
for (const server of present) await measureStart(server);

const print = (line: string) => json || console.log(line);
print(writeLine(["", ...all.map(({ name }) => name)]));
print(writeLine(["---", ...all.map(() => "---")]));
const results = [];
for (const { name, unit, needsPage, turns = 1, measure } of ROWS) {
  if (!name.includes(text)) continue;
  const servers = present.filter(({ hasPage }) => hasPage || !needsPage);
  const figures: Record<string, number[]> = {};
  for (const { name } of servers) figures[name] = [];
  for (let turn = 0; turn < rounds * turns; turn++) {
    // Every second time in the opposite order, so that no server always has the better place.
    for (const server of turn % 2 ? servers.toReversed() : servers) {
      figures[server.name].push(await measure(server, seconds));
    }
  }
  results.push({ name, unit, figures });
  print(writeLine([name, ...writeCells(all.map(({ name }) => figures[name]), unit)]));
}
print("\nBeside eco: eco's figure divided by theirs, median (quartiles). Above 1, eco needs more.");
for (const name of missing) print(`${name} is not installed.`);
if (json) console.log(JSON.stringify({ deno: Deno.version.deno, missing, rows: results }));
