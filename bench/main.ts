import { Command } from "commander";
import { answers } from "../tests/support/needs.ts";
import { measureStart, ROWS } from "./rows.ts";
import { findServers } from "./servers.ts";
import { writeCells, writeLine } from "./table.ts";

const command = new Command("bench")
  .description("Measure eco beside other echo servers: processor time for a message, and more.")
  .option("--rounds <number>", "turns of each server", Number, 5)
  .option("--seconds <number>", "how long a server is kept busy in a turn", Number, 2)
  .option("--row <text>", "only rows with this text in their names", "")
  .option("--against <folder>", "another checkout of eco, instead of other servers")
  .option("--json", "print all figures as one JSON document, instead of the table")
  .exitOverride(({ exitCode }) => Deno.exit(exitCode && 2))
  .parse(Deno.args, { from: "user" });
const { rounds, seconds, row: text, against, json } = command.opts();
if (!(rounds > 0 && seconds > 0)) command.error("error: --rounds and --seconds must be above 0");
const isCheckout = !against || answers("test", ["-f", `${against}/deno.json`]);
if (!isCheckout) command.error("error: --against must be the folder of a checkout of eco");
// The clients, which are this process, take core 1, so that they take no time from the server.
const isPinned = answers("taskset", ["-a", "-c", "-p", "1", `${Deno.pid}`]);
if (!isPinned) command.error("error: the bench needs Linux, two cores and taskset");

const all = findServers(against);
const names = all.map(({ name }) => name);
const present = all.filter(({ command }) => command.length > 0);
const missing = names.filter((name) => !present.some((server) => server.name === name));
const print = (line: string) => json || console.log(line);
for (const name of missing) print(`${name} is not installed.`);
// Deno keeps compiled code for the next start; the starts that are measured find it.
for (const server of present) await measureStart(server);
print(writeLine(["", ...names]));
print(writeLine(["---", ...names.map(() => "---")]));
const results = [];
for (const { name, unit, turns = 1, measure } of ROWS.filter(({ name }) => name.includes(text))) {
  const servers = present.filter(({ denoDir }) => denoDir || name !== "the page");
  const figures: Record<string, number[]> = {};
  for (let turn = 0; turn < rounds * turns; turn++) {
    // Every second time in the opposite order, so that no server always has the better place.
    for (const server of turn % 2 ? servers.toReversed() : servers) {
      (figures[server.name] ??= []).push(await measure(server, seconds));
    }
  }
  results.push({ name, unit, figures });
  print(writeLine([name, ...writeCells(names.map((name) => figures[name]), unit)]));
}
print("Beside eco: eco's figure divided by theirs, median (quartiles). Above 1, eco needs more.");
if (json) console.log(JSON.stringify({ deno: Deno.version.deno, missing, rows: results }));
