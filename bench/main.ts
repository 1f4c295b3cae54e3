import { parseArgs } from "node:util";
import { answers } from "../tests/support/needs.ts";
import { measureStart, ROWS } from "./rows.ts";
import { findServers, pinTo, type Server } from "./servers.ts";
import { writeCell, writeLine } from "./table.ts";

function fail(message: string): never {
  console.error(`error: ${message}`);
  Deno.exit(2);
}

/** Returns the options of the command line; docs/explanation/performance.md says what each does. */
function readOptions() {
  try {
    return parseArgs({
      args: Deno.args,
      options: {
        rounds: { type: "string", default: "5" },
        seconds: { type: "string", default: "2" },
        "max-clients": { type: "string", default: "10000" },
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
const maxClients = Number(numbers["max-clients"]);
if (!(rounds > 0 && seconds > 0)) fail("--rounds and --seconds must be above 0");
if (!(maxClients > 1)) fail("--max-clients must be above 1");
const isCheckout = !against || answers("test", ["-f", `${against}/deno.json`]);
if (!isCheckout) fail("--against must be the folder of a checkout of eco");
// The clients, which are this process, take core 1, so that they take no time from the server.
if (!pinTo("1")) fail("the bench needs Linux, two cores and taskset");

const servers = findServers(against);
const isInstalled = ({ command }: Server) => command.length > 0;
// Deno keeps compiled code for the next start; the starts that are measured find it.
for (const server of servers.filter(isInstalled)) await measureStart(server, { withFlag: true });
const print = (line: string) => json || console.log(line);
print(writeLine(["", ...servers.map(({ name }) => name)]));
print(writeLine(["---", ...servers.map(() => "---")]));
const effort = { seconds, maxClients };
const results = [];
for (const { name, unit, turns = 1, whyNot, measure } of ROWS) {
  if (!name.includes(text)) continue;
  const missing: Record<string, string> = {};
  for (const server of servers) {
    const reason = isInstalled(server) ? whyNot?.(server) : "not installed";
    if (reason) missing[server.name] = reason;
  }
  const measured = servers.filter((server) => !missing[server.name]);
  const figures: Record<string, number[]> = {};
  for (let turn = 0; turn < rounds * turns; turn++) {
    // Every second time in the opposite order, so that no server always has the better place.
    for (const server of turn % 2 ? measured.toReversed() : measured) {
      try {
        (figures[server.name] ??= []).push(await measure(server, effort));
      } catch (cause) {
        throw new Error(`Could not measure "${name}" of ${server.name}`, { cause });
      }
    }
  }
  results.push({ name, unit, figures, missing });
  const writeServer = (server: string) =>
    missing[server] ?? writeCell(figures.eco, figures[server], unit);
  print(writeLine([name, ...servers.map((server) => writeServer(server.name))]));
}
print("Beside eco: eco's figure divided by theirs, median (quartiles). Above 1, eco needs more.");
if (json) console.log(JSON.stringify({ deno: Deno.version.deno, rows: results }));
