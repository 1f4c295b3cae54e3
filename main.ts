/**
 * The program `eco`: parses the command line, runs the command, and exits.
 *
 * @module
 */
import project from "./deno.json" with { type: "json" };
import type { Command } from "./program/command_line.ts";
import { describeFailure, describeMisuse, EXIT, type Failure } from "./program/errors.ts";
import { readConfig, serve } from "./program/serve.ts";
import { printable } from "./static/shared/escape.js";

/** Runs the program and returns its exit code. */
async function main(args: readonly string[]): Promise<number> {
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

/** Parses what the program is asked to do. */
async function parseCommand(args: readonly string[]): Promise<Command> {
  if (args.length === 0) return { kind: "serve", config: readConfig() };
  // The parser takes longer to load than everything else, and most starts have no arguments.
  const { parseCommandLine } = await import("./program/command_line.ts");
  return parseCommandLine(args, project.version);
}

/** Runs a command and returns the exit code; loads what serving does not need. */
async function runCommand(command: Command): Promise<number> {
  switch (command.kind) {
    case "serve":
      return serve(command.config);
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
    case "healthcheck": {
      const { checkHealth } = await import("./program/healthcheck.ts");
      const problem = await checkHealth(command.healthcheck);
      return problem ? report({ exitCode: EXIT.FAILED, message: problem }) : EXIT.DONE;
    }
  }
}

/** Prints why the program ends, and returns its exit code. */
function report({ exitCode, message }: Failure): number {
  if (message) console.error(`error: ${printable(message)}`);
  return exitCode;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
