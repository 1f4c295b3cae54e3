/**
 * The program `eco`: parses the command line, runs the command, and exits.
 *
 * @module
 */
import project from "./deno.json" with { type: "json" };
import type { Command } from "./program/command_line.ts";
import { describeFailure, describeMisuse, EXIT, type Failure } from "./program/errors.ts";
import { readConfig } from "./program/settings.ts";
import { printable } from "./static/shared/escape.js";

/** The oldest Deno that serves; an older one cannot change the headers of an upgrade. */
const OLDEST_DENO = "2.5.5";
/** The version that the tests run with. */
const TESTED_DENO = "2.9.6";

/** Runs the program and returns its exit code. */
async function main(args: readonly string[]): Promise<number> {
  if (isTooOld(Deno.version.deno)) {
    const message = `eco needs Deno ${OLDEST_DENO} or newer, and this is ${Deno.version.deno}: ` +
      `run "deno upgrade", or write "npx --yes deno@${TESTED_DENO}" instead of "deno"`;
    return report({ exitCode: EXIT.WRONG_USE, message });
  }
  let command: Command;
  try {
    command = await parseCommand(args);
  } catch (error) {
    return report(describeMisuse(error));
  }
  try {
    return await runCommand(command);
  } catch (error) {
    return report(describeFailure(error));
  }
}

function isTooOld(version: string): boolean {
  const [current, oldest] = [version, OLDEST_DENO].map((text) => text.split(".").map(parseFloat));
  const index = current.findIndex((part, index) => part !== oldest[index]);
  return index >= 0 && current[index] < oldest[index];
}

/** Parses what the program is asked to do. */
async function parseCommand(args: readonly string[]): Promise<Command> {
  if (args.length === 0) return { kind: "serve", config: readConfig() };
  // The parser takes time to load, and most starts have no arguments.
  const { parseCommandLine } = await import("./program/command_line.ts");
  return parseCommandLine(removeSeparator(args), project.version);
}

/**
 * Removes the `--` of `deno task start -- --port 9000`, which Deno passes on. It cannot mean that
 * operands follow, because no operand of this program starts with a dash.
 */
function removeSeparator(args: readonly string[]): readonly string[] {
  const index = args.indexOf("--");
  return index >= 0 && args[index + 1]?.startsWith("-") ? args.toSpliced(index, 1) : args;
}

/** Runs a command and returns the exit code; loads only what the command needs. */
async function runCommand(command: Command): Promise<number> {
  switch (command.kind) {
    case "serve": {
      // The page's files are imported as text, which an older Deno refuses to load.
      const { serve } = await import("./program/serve.ts");
      return serve(command.config);
    }
    case "probe": {
      const { runProbe } = await import("./probe/run.ts");
      const isTerminal = Deno.stdout.isTerminal();
      const isColored = isTerminal && !Deno.noColor;
      const hasPassed = await runProbe(command.request, {
        asJson: command.asJson,
        isVerbose: command.isVerbose,
        isTerminal,
        isColored,
      });
      return hasPassed ? EXIT.DONE : EXIT.FAILED;
    }
    case "print":
      console.log(command.text);
      return EXIT.DONE;
    case "healthcheck": {
      const { checkHealth } = await import("./program/healthcheck.ts");
      const problem = await checkHealth(command.healthcheck);
      return problem ? report({ exitCode: EXIT.FAILED, message: problem }) : EXIT.DONE;
    }
  }
}

/** Prints why the program ends, and returns its exit code. */
function report({ exitCode, message }: Failure): number {
  console.error(`error: ${printable(message)}`);
  return exitCode;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
