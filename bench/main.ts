import { parseArgs } from "node:util";
import { answers } from "../tests/support/needs.ts";
import { measureStart, ROWS } from "./rows.ts";
import { findServers } from "./servers.ts";
import { writeCells, writeLine } from "./table.ts";

function fail(message: string): never {
  console.error(`error: ${message}`);
  Deno.exit(2);
}

/** Returns the options of the command line; docs/performance.md says what each does. */
function readOptions() {
  try {
    return parseArgs({
      args: Deno.args,
      options: {
        rounds: { type: "string", default: "5" },
        seconds: { type: "string", default: "2" },
        row: { type: "string", default: "" },
        against: { type: "string" },
        json: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    return fail((error as Error).message);
  }
}

const { row: text, against, json, ...numbers } = readOptions();
const [rounds, seconds] = [Number(numbers.rounds), Number(numbers.seconds)];
if (!(rounds > 0 && seconds > 0)) fail("--rounds and --seconds must be above 0");
const isCheckout = !against || answers("test", ["-f", `${against}/deno.json`]);
if (!isCheckout) fail("--against must be the folder of a checkout of eco");
// The clients, which are this process, take core 1, so that they take no time from the server.
const isPinned = answers("taskset", ["-a", "-c", "-p", "1", `${Deno.pid}`]);
if (!isPinned) fail("the bench needs Linux, two cores and taskset");

const all = findServers(against);
const names = all.map(({ name }) => name);
const present = all.filter(({ command }) => command.length > 0);
const missing = names.filter((name) => !present.some((server) => server.name === name));
const print = (line: string) => json || console.log(line);
for (const name of missing) print(`${name} is not installed.`);
// Deno keeps compiled code for the next start; the starts that are measured find it.
for (const server of present) await measureStart(server, { withFlag: true });
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
