import { Command } from "commander";
import { integer, type Rule, seconds } from "../server/policy/rule.ts";

/** What the bench is told. */
export interface Options {
  /** How often each server has its turn. @default 5 */
  readonly rounds: number;
  /** How long a turn is measured. @default 2 */
  readonly seconds: number;
  /** Only rows with this in their names. @default all */
  readonly row?: string;
  /** Only other servers with this in their names. @default all */
  readonly server?: string;
  /** Folder of another tree of eco, in place of other servers. */
  readonly against?: string;
  readonly scale?: true;
  readonly smoke?: true;
  readonly save?: true;
  readonly json?: true;
}

const ROUNDS = readerOf("--rounds", integer(1, 1000));
const SECONDS = readerOf("--seconds", seconds(600, 0.1));

/**
 * Reads the command line of the bench.
 *
 * @throws {RangeError} Where an option breaks its rule or does not go with another.
 */
export function readOptions(args: readonly string[]): Options {
  const options: Options = new Command("bench")
    .description("Measure eco beside other echo servers: processor time for a message, and more.")
    .option("--rounds <number>", "how often each server has its turn", ROUNDS, 5)
    .option("--seconds <time>", "how long a turn is measured", SECONDS, 2)
    .option("--row <text>", "only rows with this in their names")
    .option("--server <text>", "only other servers with this in their names")
    .option("--against <folder>", "another tree of eco in place of other servers, for a change")
    .option("--scale", "more and more connections, with 1 and 2 workers")
    .option("--smoke", "one short round, to see that all of it works; its figures mean nothing")
    .option("--save", "keep the result in bench/results, and draw the chart again")
    .option("--json", "print one JSON document at the end")
    .exitOverride(({ exitCode }) => Deno.exit(exitCode === 0 ? 0 : 2))
    .parse(args, { from: "user" })
    .opts();
  refuseTogether(options, "save", ["smoke", "against", "row", "server"], "keeps a whole result");
  refuseTogether(options, "scale", ["against", "server"], "compares eco with itself");
  return options.smoke ? { ...options, rounds: 1, seconds: 0.1 } : options;
}

/** @throws {RangeError} Where a flag is given with one that it does not go with. */
function refuseTogether(
  options: Options,
  flag: "save" | "scale",
  others: readonly (keyof Options)[],
  effect: string,
): void {
  const other = options[flag] && others.find((name) => options[name] !== undefined);
  if (!other) return;
  throw new RangeError(
    `Cannot measure as --${flag} ${effect} and does not go with --${other}: leave out one of them`,
  );
}

/** Returns what reads the value of a flag, or throws. */
function readerOf(flag: string, { inWords, read }: Rule<number>): (text: string) => number {
  return (text) => {
    const value = read(text);
    if (value !== undefined) return value;
    throw new RangeError(
      `Cannot measure as ${flag} must be ${inWords}: current value is ${JSON.stringify(text)}`,
    );
  };
}

/**
 * Returns those that have a text in their names, all without one.
 *
 * @param flag What the text was given with.
 * @throws {RangeError} Where none has it.
 */
export function pickNamed<Named extends { readonly name: string }>(
  all: readonly Named[],
  text: string | undefined,
  flag: string,
): Named[] {
  const picked = all.filter(({ name }) => name.includes(text ?? ""));
  if (picked.length > 0) return picked;
  const names = all.map(({ name }) => JSON.stringify(name)).join(", ");
  throw new RangeError(
    `Cannot measure as ${flag} must be in one of the names ${names}: ` +
      `current value is ${JSON.stringify(text)}`,
  );
}
