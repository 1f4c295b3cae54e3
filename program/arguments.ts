import { parseArgs } from "node:util";
import { closestString } from "@std/text/closest-string";
import { levenshteinDistance } from "@std/text/levenshtein-distance";
import { wrapLines } from "../static/shared/text.js";

export interface Option {
  /** As `--help` shows it: `--port <number>`, `--trust-proxy [hops]` (1 on its own) or `--json`. */
  readonly flag: string;
  /** Its other name: the letter after a single dash. */
  readonly short?: string;
  readonly description: string;
  /** Its heading in `--help`. @default "Options" */
  readonly group?: string;
}

/** A command line, parsed but not yet understood. */
export interface ParsedArguments {
  readonly operands: readonly string[];
  /** The texts given for each option, by its name with dashes; empty for `--json`. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

/** A row of `--help`: a term, and what it means. */
export type HelpRow = readonly [term: string, description: string];

const HELP_WIDTH = 80;
/** More typing mistakes than this make another word. */
const MAX_MISTAKES = 3;

export function getName({ flag }: Option): string {
  return flag.split(" ", 1)[0];
}

/** Parses arguments. @throws {RangeError} If an option is unknown, or its value is missing or extra. */
export function parseArguments(
  args: readonly string[],
  options: readonly Option[],
): ParsedArguments {
  const byName = new Map(options.map((option) => [getName(option), option]));
  const types = [...byName].map(([name, { flag, short }]) => {
    const type = flag === name ? "boolean" as const : "string" as const;
    return [name.slice(2), { type, ...short && { short } }];
  });
  const { tokens } = parseArgs({
    args: args.map((arg, index) => completeOptional(byName.get(arg), arg, args[index + 1])),
    options: Object.fromEntries(types),
    strict: false,
    tokens: true,
  });
  const texts = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { rawName, value } = token;
    const name = `--${token.name}`;
    const option = byName.get(name);
    if (!option) {
      throw new RangeError(`unknown option ${rawName}${suggest(rawName, [...byName.keys()])}`);
    }
    if (option.flag === name && value !== undefined) {
      throw new RangeError(`${name} takes no value, not ${JSON.stringify(value)}`);
    }
    if (option.flag !== name && value === undefined) {
      throw new RangeError(`${name} needs a value: ${option.flag}`);
    }
    texts.set(name, [...texts.get(name) ?? [], value ?? ""]);
  }
  const operands = tokens.filter((token) => token.kind === "positional").map(({ value }) => value);
  return { operands, texts };
}

/** Gives an option whose value is optional the value 1, if it stands alone. */
function completeOptional(option: Option | undefined, arg: string, next = "-"): string {
  return option?.flag.endsWith("]") && next.startsWith("-") ? `${arg}=1` : arg;
}

/** Returns the name most like a word as a question; empty if none is like it. */
export function suggest(word: string, names: readonly string[]): string {
  const closest = closestString(word, names);
  if (levenshteinDistance(word, closest) > Math.min(MAX_MISTAKES, word.length / 2)) return "";
  return `; did you mean ${closest}?`;
}

/** Returns the parts of `--help`: a row for each option and command, under headings. */
export function formatHelp(
  usage: string,
  description: string,
  parts: ReadonlyMap<string, readonly HelpRow[]>,
): string {
  const terms = [...parts.values()].flat().map(([term]) => term.length);
  const indent = Math.max(...terms) + 4;
  const formatRow = ([term, description]: HelpRow) =>
    `  ${term}`.padEnd(indent) +
    wrapLines(description, HELP_WIDTH - indent).join(`\n${" ".repeat(indent)}`);
  const formatted = [...parts].map(([heading, rows]) =>
    [`${heading}:`, ...rows.map(formatRow)].join("\n")
  );
  return [`Usage: ${usage}`, wrapLines(description, HELP_WIDTH).join("\n"), ...formatted].join(
    "\n\n",
  );
}
