/**
 * Checks the reader's answers to the exercises: `deno task exercise [NUMBER]`, and in Spanish
 * `deno task ejercicio [NUMBER]`. It imports no package, so that it runs without any download.
 *
 * @module
 */
import { echo } from "../../../server/policy/echo.ts";
import { Mistake, type Name } from "./answer.ts";
import { checkSurvive, checkTimeout } from "./clients.ts";
import { checkBroadcast, checkCount, checkPrefix } from "./servers.ts";
import { describeHint, type Language, WORDS } from "./texts.ts";

/** The exercises in their order: the file's name without its ending, and its check. */
export const EXERCISES = [
  ["prefix", checkPrefix],
  ["count", checkCount],
  ["broadcast", checkBroadcast],
  ["survive", checkSurvive],
  ["timeout", checkTimeout],
] as const;

/** Options of {@linkcode check}. */
export interface CheckOptions {
  /** The longest wait for each step of a program, in milliseconds. @default 5000 */
  readonly waitMs?: number;
  /** The function that the exercises import. @default the project's `echo()` */
  readonly reply?: typeof echo;
}

/** Checks an answer; resolves with what is wrong, or with `undefined` if it is right. */
export async function check(
  exercise: number,
  file: string,
  { waitMs = 5000, reply = echo }: CheckOptions = {},
): Promise<Mistake | undefined> {
  const got = reply("hola");
  if (got !== "echo: hola") return new Mistake("sharedFile", { expected: "echo: hola", got });
  try {
    await EXERCISES[exercise - 1][1](file, waitMs);
  } catch (error) {
    if (error instanceof Mistake) return error;
    throw error;
  }
}

/** Returns what to tell the reader: what was sent, what was due, what came, what to look at. */
export function describe({ hint, facts }: Mistake, language: Language): string {
  const words = WORDS[language];
  const quote = (text: string) => text === "" ? words.empty : text;
  const { client, by, sent, happened, expected, got } = facts;
  const lines: [label: string, text: string][] = [];
  const whose = (name?: Name) => name ? ` (${words.clients[name]})` : "";
  if (sent !== undefined) lines.push([words.sent, quote(sent) + whose(by)]);
  if (happened) lines.push([words.happened, words.breaks[happened]]);
  if (expected !== undefined) lines.push([words.expected, quote(expected)]);
  if (expected !== undefined || got !== undefined) {
    lines.push([words.got, (got === undefined ? words.nothing : quote(got)) + whose(client)]);
  }
  lines.push([words.hint, describeHint(hint, language)]);
  return lines.map(([label, text]) => `  ${`${label}:`.padEnd(10)} ${text}`).join("\n");
}

if (import.meta.main) {
  const language = Deno.args[0] as Language;
  const wanted = Deno.args[1];
  const words = WORDS[language];
  if (wanted !== undefined && !/^[1-5]$/.test(wanted)) {
    console.error(words.usage(wanted));
    Deno.exit(2);
  }
  let areRight = true;
  for (const [index, [name]] of EXERCISES.entries()) {
    const number = index + 1;
    if (wanted !== undefined && wanted !== `${number}`) continue;
    const path = `docs/exercises/${name}.ts`;
    if (!await Deno.stat(path).then(() => true, () => false)) {
      console.error(words.missing(path));
      Deno.exit(2);
    }
    const mistake = await check(number, path);
    console.log(`${words.exercise} ${number}, ${path}: ${mistake ? words.wrong : words.right}`);
    if (mistake) console.log(describe(mistake, language));
    areRight &&= !mistake;
  }
  Deno.exit(areRight ? 0 : 1);
}
