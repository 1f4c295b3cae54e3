import { parseArgs } from "node:util";
import { answers } from "../tests/support/needs.ts";
import { measureStart, ROWS } from "./rows.ts";
import { findServers, pinTo } from "./servers.ts";
import { writeLine, writeMedian, writeRatio } from "./table.ts";

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
        connections: { type: "string", default: "10000" },
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
const rounds = Number(numbers.rounds);
const size = { seconds: Number(numbers.seconds), connections: Number(numbers.connections) };
const isAbove = rounds > 0 && size.seconds > 0 && size.connections > 1;
if (!isAbove) fail("--rounds and --seconds must be above 0, --connections above 1");
const isCheckout = !against || answers("test", ["-f", `${against}/deno.json`]);
if (!isCheckout) fail("--against must be the folder of a checkout of eco");
// The clients, which are this process, take core 1, so that they take no time from the server.
if (!pinTo("1")) fail("the bench needs Linux, two cores and taskset");

const servers = findServers(against);
const names = servers.map(({ name }) => name);
const isPresent = ({ command }: { command: readonly string[] }) => command.length > 0;
const print = (line: string) => json || console.log(line);
// Deno keeps compiled code for the next start; the starts that are measured find it.
for (const server of servers.filter(isPresent)) await measureStart(server, { withFlag: true });
print(writeLine(["", ...names]));
print(writeLine(["---", ...names.map(() => "---")]));
const results = [];
for (const row of ROWS.filter(({ name }) => name.includes(text))) {
  const { name, unit, turns = 1, kinds = ["eco", "Deno", "other"] } = row;
  const whyNot = row.whyNot?.(size);
  const measured = whyNot ? [] : servers.filter(({ kind }) => kinds.includes(kind));
  const figures: Record<string, number[]> = {};
  for (let turn = 0; turn < rounds * turns; turn++) {
    // Every second time in the opposite order, so that no server always has the better place.
    const order = turn % 2 ? measured.toReversed() : measured;
    for (const server of order.filter(isPresent)) {
      (figures[server.name] ??= []).push(await row.measure(server, size));
    }
  }
  results.push({ name, unit, figures, whyNot });
  const [eco, ...cells] = servers.map((server, index) => {
    if (!measured.includes(server)) return "–";
    if (!isPresent(server)) return "not installed";
    return index === 0
      ? writeMedian(figures.eco, unit)
      : writeRatio(figures.eco, figures[server.name]);
  });
  print(writeLine([name, ...(whyNot ? [whyNot] : [eco, ...cells])]));
}
print("Beside eco: eco's figure divided by theirs, median (quartiles). Above 1, eco needs more.");
const missing = servers.filter((server) => !isPresent(server)).map(({ name }) => name);
if (json) console.log(JSON.stringify({ deno: Deno.version.deno, missing, rows: results }));
